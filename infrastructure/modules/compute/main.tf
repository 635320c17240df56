# The gateway's container and the collector beside it, on Fargate.
#
#   ecr.tf           repositories that the images are pushed to
#   secrets.tf       the provider's keys, without a value
#   config.tf        the bucket and the object with gateway.yaml
#   roles.tf         execution role and task role
#   bedrock.tf       what Bedrock's models are called in IAM
#   task.tf          the task definition
#   service.tf       the service
#   autoscaling.tf   how many tasks
#
# Policies are written with jsonencode and not with data sources, so that a plan reads nothing
# from AWS for them and a test can look into them.

locals {
  account_root = "arn:${var.partition}:iam::${var.account_id}:root"

  # Whoever administers the account administers its keys; who may use them stands in the policies
  # of the roles.
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AdministeredByTheAccount"
      Effect    = "Allow"
      Principal = { AWS = local.account_root }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

# For the images and for gateway.yaml, which name no secret.
resource "aws_kms_key" "artifacts" {
  description             = "${var.name}: images and configuration"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.key_policy
}

resource "aws_kms_alias" "artifacts" {
  name          = "alias/${var.name}-artifacts"
  target_key_id = aws_kms_key.artifacts.key_id
}
