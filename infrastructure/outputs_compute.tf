output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = module.compute.cluster_name
}

output "service_name" {
  description = "Name of the ECS service."
  value       = module.compute.service_name
}

output "task_definition_arn" {
  description = "ARN of the task definition with its revision."
  value       = module.compute.task_definition_arn
}

output "repository_urls" {
  description = "Where the images go: `ai-gateway aws image push` reads it."
  value       = module.compute.repository_urls
}

output "image_tags" {
  description = "Tag that the deployment expects in each repository."
  value       = module.compute.image_tags
}

output "secret_arns" {
  description = "Secrets of the providers: `ai-gateway aws secrets set` reads it."
  value       = module.compute.secret_arns
}

output "task_role_arn" {
  description = "ARN of the role that the gateway and its collector have."
  value       = module.compute.task_role_arn
}

output "execution_role_arn" {
  description = "ARN of the role that ECS starts tasks with."
  value       = module.compute.execution_role_arn
}

output "config_bucket" {
  description = "Bucket that holds gateway.yaml."
  value       = module.compute.config_bucket
}

output "config_object_version" {
  description = "Version of gateway.yaml that runs."
  value       = module.compute.config_object_version
}

output "gateway_engine" {
  description = "What runs in the gateway's container."
  value       = var.gateway_engine
}

output "bedrock_models" {
  description = "Models of Bedrock that the gateway may call; access to each must be granted in the account."
  value       = local.bedrock_models
}

output "bedrock_attribution_role_arn" {
  description = "Role that lets calls carry a team's name; null where enable_cost_attribution is off."
  value       = one(module.cost_attribution[*].role_arn)
}

output "guardrail" {
  description = "Guardrail and its immutable version; null where enable_guardrails is off."
  value       = one([for guardrail in module.guardrails : { id = guardrail.id, arn = guardrail.arn, version = guardrail.version }])
}

output "shared_store_url" {
  description = "Address of the shared store; null where enable_shared_store is off."
  value       = one([for store in module.shared_store : "rediss://${store.host}:${store.port}"])
}

output "features_not_served_yet" {
  description = "Switches that are on and whose section this version of the gateway does not have."
  value       = local.not_served_yet
}
