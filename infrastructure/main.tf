# In the order of need. observability gives the key of the logs to networking and takes from it, for alarms and
# dashboard, what CloudWatch calls the load balancer: modules may need parts of each other, resources may not.
# compute and the features stand in files of their own.

module "observability" {
  source = "./modules/observability"

  name               = local.name
  log_retention_days = var.log_retention_days

  cluster_name            = local.name
  service_name            = "gateway"
  alb_arn_suffix          = module.networking.alb_arn_suffix
  target_group_arn_suffix = module.networking.target_group_arn_suffix

  queries          = local.queries
  cost_attribution = var.enable_cost_attribution
  alarm_email      = var.alarm_email
  alarm_thresholds = var.alarm_thresholds
  # It reads the ledger, which Portkey does not keep.
  spend_alarm = var.gateway_engine == "ai-gateway"
}

module "networking" {
  source = "./modules/networking"

  name               = local.name
  logs_kms_key_arn   = module.observability.logs_kms_key_arn
  log_retention_days = var.log_retention_days

  vpc_cidr            = var.vpc_cidr
  subnet_cidrs        = var.subnet_cidrs
  availability_zones  = var.availability_zones
  nat_per_az          = var.nat_per_az
  vpc_id              = var.vpc_id
  existing_subnets    = var.existing_subnets
  interface_endpoints = var.interface_endpoints

  internal             = var.internal
  certificate_arn      = var.certificate_arn
  allowed_cidrs        = var.allowed_cidrs
  idle_timeout         = var.idle_timeout
  deregistration_delay = var.deregistration_delay
  health_check_path    = local.health_path
  deletion_protection  = local.deletion_protection
  domain_name          = var.domain_name
  route53_zone_id      = var.route53_zone_id

  enable_waf     = var.enable_waf
  waf_rate_limit = var.waf_rate_limit
}

module "auth" {
  source = "./modules/auth"

  name              = local.name
  alb_arn           = module.networking.alb_arn
  target_group_arn  = module.networking.target_group_arn
  http_listener_arn = module.networking.http_listener_arn

  certificate_arn    = var.certificate_arn
  ssl_policy         = var.ssl_policy
  enable_jwt         = var.enable_jwt
  allow_gateway_keys = var.allow_gateway_keys
  health_check_path  = local.health_path
  # Lost, every client's id and secret change; so it is protected unless somebody says not to.
  deletion_protection = coalesce(var.deletion_protection, true)

  clients = { for name in local.client_names : name => { scopes = try(var.clients[name].scopes, ["invoke"]) } }
}
