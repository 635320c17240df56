output "host" {
  description = "Name of the store, which speaks TLS and nothing else."
  value       = aws_elasticache_serverless_cache.this.endpoint[0].address
}

output "port" {
  description = "Port of the store."
  value       = aws_elasticache_serverless_cache.this.endpoint[0].port
}

output "arn" {
  description = "ARN of the cache."
  value       = aws_elasticache_serverless_cache.this.arn
}

output "security_group_id" {
  description = "Security group of the cache."
  value       = aws_security_group.this.id
}
