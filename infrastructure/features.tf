# Modules beside the four, each there or not there by its switch. Two features have none of their
# own: enable_multi_client makes its Cognito clients in auth, enable_fallback_routing and
# enable_response_cache are parts of gateway.yaml.

locals {
  client_names = var.enable_multi_client ? toset(keys(var.clients)) : toset([])
}

module "cost_attribution" {
  source = "./modules/cost_attribution"
  count  = var.enable_cost_attribution ? 1 : 0

  name               = local.name
  environment        = var.environment
  task_role_arn      = module.compute.task_role_arn
  bedrock_statements = module.compute.bedrock_statements
  alarm_topic_arn    = module.observability.alarm_topic_arn
  monthly_budget_usd = var.monthly_budget_usd
  budget_emails      = var.budget_emails
  activate_tags      = var.activate_cost_allocation_tags
}

module "guardrails" {
  source = "./modules/guardrails"
  count  = var.enable_guardrails ? 1 : 0

  name       = local.name
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  guardrail  = var.guardrail
}

module "shared_store" {
  source = "./modules/shared_store"
  count  = var.enable_shared_store ? 1 : 0

  name       = local.name
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  vpc_id     = module.networking.vpc_id
  # ElastiCache Serverless takes two or three, and an existing VPC may have more.
  subnet_ids               = slice(module.networking.private_subnet_ids, 0, min(3, length(module.networking.private_subnet_ids)))
  client_security_group_id = module.networking.service_security_group_id
  max_gigabytes            = var.shared_store.max_gigabytes
  max_ecpu_per_second      = var.shared_store.max_ecpu_per_second
  snapshot_days            = var.shared_store.snapshot_days
}
