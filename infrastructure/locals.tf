locals {
  name = "${var.project}-${var.environment}"

  # prod, prod-eu, production: what the guards for production hold for.
  production = startswith(var.environment, "prod")

  # Unset, production is protected and the rest can be destroyed.
  deletion_protection = coalesce(var.deletion_protection, local.production)

  tags = merge(var.tags, {
    Project     = var.project
    Environment = var.environment
    ManagedBy   = "terraform"
  })
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
