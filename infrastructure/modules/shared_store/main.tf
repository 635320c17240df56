# ElastiCache Serverless for Valkey: limits, budgets and rollups that all tasks agree on. It always
# speaks TLS and is always in cluster mode. Who may reach it is a question of security groups: only
# the gateway's tasks.

locals {
  port = 6379
  # Reads that may be a little late are answered on a port of their own.
  reader_port = 6380
}

resource "aws_kms_key" "this" {
  description             = "${var.name}: limits, budgets and cached answers"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AdministeredByTheAccount"
      Effect    = "Allow"
      Principal = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_security_group" "this" {
  name        = "${var.name}-store"
  description = "Shared store, for the tasks of the gateway only"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "from_tasks" {
  security_group_id            = aws_security_group.this.id
  description                  = "The gateway's tasks"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.reader_port

  lifecycle {
    # Set once: simulators of AWS do not tell the description of a rule that names a group.
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "to_store" {
  security_group_id            = var.client_security_group_id
  description                  = "The shared store"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.reader_port

  lifecycle {
    # Set once: simulators of AWS do not tell the description of a rule that names a group.
    ignore_changes = [description]
  }
}

resource "aws_elasticache_serverless_cache" "this" {
  name                 = "${var.name}-store"
  description          = "Limits, budgets and rollups of ${var.name}"
  engine               = "valkey"
  major_engine_version = "8"
  kms_key_id           = aws_kms_key.this.arn
  subnet_ids           = var.subnet_ids
  security_group_ids   = [aws_security_group.this.id]

  # What is spent of a month's budget is nowhere else in this form.
  snapshot_retention_limit = var.snapshot_days
  daily_snapshot_time      = "03:00"

  # Without an upper bound a loop in somebody's client is a bill without one.
  cache_usage_limits {
    data_storage {
      maximum = var.max_gigabytes
      unit    = "GB"
    }

    ecpu_per_second {
      maximum = var.max_ecpu_per_second
    }
  }
}
