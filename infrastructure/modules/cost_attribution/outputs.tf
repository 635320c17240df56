output "role_arn" {
  description = "ARN of the role to call Bedrock as."
  value       = aws_iam_role.this.arn
}

output "tag_keys" {
  description = "Session tags that the role takes."
  value       = local.tag_keys
}

output "budget_name" {
  description = "Name of the budget."
  value       = aws_budgets_budget.bedrock.name
}
