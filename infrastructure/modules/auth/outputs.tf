output "user_pool_id" {
  description = "The Cognito user pool that issues tokens."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_arn" {
  description = "Its ARN."
  value       = aws_cognito_user_pool.this.arn
}

output "issuer" {
  description = "The claim iss of its tokens."
  value       = local.issuer
}

output "jwks_uri" {
  description = "Its public keys."
  value       = "${local.issuer}/.well-known/jwks.json"
}

output "token_endpoint" {
  description = "Where a client changes its id and secret for a token."
  value       = "https://${aws_cognito_user_pool_domain.this.domain}.auth.${data.aws_region.current.id}.amazoncognito.com/oauth2/token"
}

output "client_id" {
  description = "The first machine client."
  value       = aws_cognito_user_pool_client.machine.id
}

output "client_ids" {
  description = "Client ids of `clients`, by name."
  value       = { for name, client in aws_cognito_user_pool_client.team : name => client.id }
}

output "scope_invoke" {
  description = "Scope that calls need."
  value       = "${aws_cognito_resource_server.gateway.identifier}/invoke"
}

output "scope_admin" {
  description = "Scope that the admin API needs."
  value       = "${aws_cognito_resource_server.gateway.identifier}/admin"
}

output "listener_arn" {
  description = "The listener that forwards to the gateway: port 443 with a certificate, port 80 without."
  value       = var.certificate_arn == null ? var.http_listener_arn : one(aws_lb_listener.https[*].arn)
}
