# One resource for each operation that moto lacks, to prove the additions against the real
# provider: applied, without drift, changed, without drift, destroyed.

variable "changed" {
  description = "Whether everything that can change has changed."
  type        = bool
  default     = false
}

provider "aws" {
  s3_use_path_style = true

  default_tags {
    tags = { Project = "proof" }
  }
}

data "aws_availability_zones" "all" {}

resource "aws_vpc" "this" {
  cidr_block = "10.9.0.0/16"
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}

resource "aws_security_group" "this" {
  name   = "proof"
  vpc_id = aws_vpc.this.id
}

resource "aws_ecs_cluster" "this" {
  name = "proof"
}

resource "aws_ecs_task_definition" "this" {
  family                   = "proof"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name         = "gateway"
    image        = "gateway"
    portMappings = [{ containerPort = 8787 }]
  }])
}

resource "aws_ecs_service" "this" {
  name                              = "gateway"
  cluster                           = aws_ecs_cluster.this.id
  task_definition                   = aws_ecs_task_definition.this.arn
  launch_type                       = "FARGATE"
  desired_count                     = 1
  health_check_grace_period_seconds = var.changed ? 90 : 60

  network_configuration {
    subnets = aws_subnet.this[*].id
  }

  lifecycle {
    # Older and newer versions of the provider differ on what an answer without it means.
    ignore_changes = [availability_zone_rebalancing]
  }
}

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  min_capacity       = 1
  max_capacity       = var.changed ? 4 : 3
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/proof"
}

resource "aws_cloudwatch_query_definition" "this" {
  name            = "proof/errors"
  log_group_names = [aws_cloudwatch_log_group.this.name]
  query_string    = var.changed ? "fields @message" : "fields @timestamp, @message"
}

resource "aws_cognito_user_pool" "this" {
  name = "proof"
}

resource "aws_cognito_resource_server" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  identifier   = "https://gateway.internal"
  name         = "gateway"

  scope {
    scope_name        = "invoke"
    scope_description = "Call models"
  }
}

resource "aws_bedrock_guardrail" "this" {
  name                      = "proof"
  description               = var.changed ? "Changed" : "New"
  blocked_input_messaging   = "No."
  blocked_outputs_messaging = "No."

  content_policy_config {
    filters_config {
      type            = "HATE"
      input_strength  = "HIGH"
      output_strength = var.changed ? "MEDIUM" : "HIGH"
    }
  }

  sensitive_information_policy_config {
    pii_entities_config {
      type   = "EMAIL"
      action = "ANONYMIZE"
    }
    regexes_config {
      name        = "ticket"
      description = "A ticket's number"
      pattern     = "T-[0-9]+"
      action      = "BLOCK"
    }
  }

  topic_policy_config {
    topics_config {
      name       = "legal"
      type       = "DENY"
      definition = "Advice on law."
      examples   = ["May I sue?"]
    }
  }

  word_policy_config {
    words_config {
      text = "falcon"
    }
    managed_word_lists_config {
      type = "PROFANITY"
    }
  }
}

resource "aws_bedrock_guardrail_version" "this" {
  guardrail_arn = aws_bedrock_guardrail.this.guardrail_arn
  description   = aws_bedrock_guardrail.this.description
  skip_destroy  = false
}

resource "aws_elasticache_serverless_cache" "this" {
  name                 = "proof"
  engine               = "valkey"
  major_engine_version = "8"
  description          = var.changed ? "Changed" : "New"
  security_group_ids   = [aws_security_group.this.id]
  subnet_ids           = aws_subnet.this[*].id

  cache_usage_limits {
    data_storage {
      maximum = var.changed ? 2 : 1
      unit    = "GB"
    }
    ecpu_per_second {
      maximum = 5000
    }
  }
}

resource "aws_budgets_budget" "this" {
  name         = "proof"
  budget_type  = "COST"
  limit_amount = "100"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    notification_type          = "FORECASTED"
    subscriber_email_addresses = ["platform@example.com"]
  }
}

resource "aws_ce_cost_allocation_tag" "this" {
  tag_key = "Team"
  status  = "Active"
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "proof"
  namespace           = "Proof"
  metric_name         = "Errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}

resource "aws_cloudwatch_composite_alarm" "this" {
  alarm_name        = "proof-any"
  alarm_description = var.changed ? "Changed" : "New"
  alarm_rule        = "ALARM(${aws_cloudwatch_metric_alarm.this.alarm_name})"
}
