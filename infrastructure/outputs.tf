# Everything that a person needs next; what compute and the features add stands in outputs_compute.tf.

output "gateway_url" {
  description = "Base URL of the gateway. With a certificate, call it by a name that the certificate holds."
  value       = "${var.certificate_arn == null ? "http" : "https"}://${coalesce(var.domain_name, module.networking.alb_dns_name)}"
}

output "token_endpoint" {
  description = "Where a client changes its id and secret for a token, by client_credentials."
  value       = module.auth.token_endpoint
}

output "client_id" {
  description = "The first machine client. Its secret: `aws cognito-idp describe-user-pool-client --user-pool-id … --client-id …`."
  value       = module.auth.client_id
}

output "client_ids" {
  description = "Client ids of clients, by name; empty where enable_multi_client is off."
  value       = module.auth.client_ids
}

output "scopes" {
  description = "Scopes to ask for."
  value = {
    invoke = module.auth.scope_invoke
    admin  = module.auth.scope_admin
  }
}

output "user_pool_id" {
  description = "The Cognito user pool."
  value       = module.auth.user_pool_id
}

output "issuer" {
  description = "The claim iss of its tokens."
  value       = module.auth.issuer
}

output "jwks_uri" {
  description = "Its public keys."
  value       = module.auth.jwks_uri
}

output "region" {
  description = "Region of everything."
  value       = var.region
}

output "alb_dns_name" {
  description = "The load balancer's own name: point a record of yours at it where Route 53 is not used."
  value       = module.networking.alb_dns_name
}

output "target_group_arn" {
  description = "Target group of the gateway, whose health says which tasks get calls."
  value       = module.networking.target_group_arn
}

output "nat_public_ips" {
  description = "Addresses that providers see the gateway come from, for their lists of allowed callers."
  value       = module.networking.nat_public_ips
}

output "vpc_id" {
  description = "The VPC."
  value       = module.networking.vpc_id
}

output "private_subnet_ids" {
  description = "Subnets of the tasks."
  value       = module.networking.private_subnet_ids
}

output "web_acl_arn" {
  description = "The WAF, null where enable_waf is off."
  value       = module.networking.web_acl_arn
}

output "access_log_bucket" {
  description = "Bucket of the load balancer's access logs."
  value       = module.networking.access_log_bucket
}

output "log_group_names" {
  description = "Log groups: gateway, collector, otlp_logs, metrics."
  value       = module.observability.log_group_names
}

output "logs_kms_key_arn" {
  description = "Key of the log groups; `ai-gateway aws doctor` looks at its policy."
  value       = module.observability.logs_kms_key_arn
}

output "alarm_topic_arn" {
  description = "Topic of the alarms: subscribe whoever is on call."
  value       = module.observability.alarm_topic_arn
}

output "dashboard_url" {
  description = "The dashboard in the console."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${module.observability.dashboard_name}"
}
