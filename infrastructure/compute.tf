locals {
  # What the load balancer asks: not ready from SIGTERM on. Portkey 1.15.2 has no such route; its root
  # answers as soon as it listens.
  health_path = { ai-gateway = "/ready", portkey = "/" }[var.gateway_engine]

  queries = jsondecode(file("${path.module}/queries.json"))
}

module "compute" {
  source = "./modules/compute"

  name                = local.name
  environment         = var.environment
  region              = var.region
  account_id          = data.aws_caller_identity.current.account_id
  partition           = data.aws_partition.current.partition
  deletion_protection = local.deletion_protection

  engine              = var.gateway_engine
  gateway_image_tag   = var.gateway_image_tag
  collector_image_tag = var.collector_image_tag
  gateway_config      = local.gateway_config
  otel_config         = file("${path.module}/otel/otel-config.yaml")
  secret_prefix       = var.secret_prefix

  cpu              = var.cpu
  memory           = var.memory
  collector_memory = var.collector_memory
  min_tasks        = var.min_tasks
  max_tasks        = var.max_tasks
  cpu_target       = var.cpu_target
  streams_per_task = var.streams_per_task
  stop_timeout     = var.stop_timeout

  subnet_ids        = module.networking.private_subnet_ids
  security_group_id = module.networking.service_security_group_id
  target_group_arn  = module.networking.target_group_arn
  listener_arn      = module.auth.listener_arn
  log_group_names   = module.observability.log_group_names
  log_group_arns    = module.observability.log_group_arns

  bedrock_models          = local.bedrock_models
  bedrock_profile_regions = var.bedrock_profile_regions
  guardrail               = one([for guardrail in module.guardrails : { arn = guardrail.arn, kms_key_arn = guardrail.kms_key_arn }])
  attribution_role_arn    = one(module.cost_attribution[*].role_arn)
  cost_attribution        = var.enable_cost_attribution
}
