output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "cluster_arn" {
  description = "ARN of the ECS cluster."
  value       = aws_ecs_cluster.this.arn
}

output "service_name" {
  description = "Name of the ECS service."
  value       = aws_ecs_service.this.name
}

output "task_definition_arn" {
  description = "ARN of the task definition with its revision."
  value       = aws_ecs_task_definition.this.arn
}

output "repository_urls" {
  description = "Address of each ECR repository: gateway, collector, and portkey where that engine runs."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "image_tags" {
  description = "Tag that the task definition names in each repository."
  value = merge(
    { gateway = var.gateway_image_tag, collector = var.collector_image_tag },
    { for tag in [var.portkey_image_tag] : "portkey" => tag if var.engine == "portkey" },
  )
}

output "secret_arns" {
  description = "ARN of each provider's secret: openai, anthropic, google, azure."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.arn }
}

output "secret_names" {
  description = "Name of each provider's secret, as gateway.yaml refers to it."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.name }
}

output "task_role_arn" {
  description = "ARN of the role that the gateway and its collector have."
  value       = aws_iam_role.task.arn
}

output "execution_role_arn" {
  description = "ARN of the role that ECS starts tasks with."
  value       = aws_iam_role.execution.arn
}

output "config_bucket" {
  description = "Bucket that holds gateway.yaml."
  value       = aws_s3_bucket.config.id
}

output "config_object_version" {
  description = "Version of gateway.yaml that the task definition names."
  value       = aws_s3_object.config.version_id
}

output "bedrock_statements" {
  description = "Policy statements that allow calling the models, for a role that calls in a team's name."
  value       = local.bedrock_statements
}
