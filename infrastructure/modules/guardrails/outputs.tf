output "id" {
  description = "Id of the guardrail."
  value       = aws_bedrock_guardrail.this.guardrail_id
}

output "arn" {
  description = "ARN of the guardrail."
  value       = aws_bedrock_guardrail.this.guardrail_arn
}

output "version" {
  description = "Immutable version to apply."
  value       = aws_bedrock_guardrail_version.this.version
}

output "kms_key_arn" {
  description = "Key that the guardrail is encrypted with; whoever applies it must be allowed to decrypt with it."
  value       = aws_kms_key.this.arn
}
