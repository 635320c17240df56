locals {
  log_groups = {
    gateway   = "/ecs/${var.name}/gateway"
    collector = "/ecs/${var.name}/collector"
    otlp_logs = "/aws/otel/${var.name}/logs"
    metrics   = "/aws/otel/${var.name}/metrics"
  }

  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}
