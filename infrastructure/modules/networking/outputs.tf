output "vpc_id" {
  description = "The VPC, made or existing."
  value       = local.vpc_id
}

output "vpc_cidr" {
  description = "Its addresses."
  value       = local.vpc_cidr
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = local.public_subnet_ids
}

output "private_subnet_ids" {
  description = "Subnets of the tasks and the endpoints, in two zones."
  value       = local.private_subnet_ids
}

output "private_route_table_ids" {
  description = "Route tables of the private subnets, empty where an existing VPC's are not named."
  value       = local.private_route_table_ids
}

output "nat_public_ips" {
  description = "Addresses that providers see the gateway come from, for their lists of allowed callers. Empty in an existing VPC."
  value       = aws_eip.nat[*].public_ip
}

output "alb_arn" {
  description = "The load balancer."
  value       = aws_lb.this.arn
}

output "alb_arn_suffix" {
  description = "The load balancer as CloudWatch's metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "alb_dns_name" {
  description = "The load balancer's own name."
  value       = aws_lb.this.dns_name
}

output "alb_zone_id" {
  description = "Hosted zone of the load balancer's own name, for alias records."
  value       = aws_lb.this.zone_id
}

output "alb_security_group_id" {
  description = "Group of the load balancer."
  value       = aws_security_group.alb.id
}

output "service_security_group_id" {
  description = "Group of the tasks."
  value       = aws_security_group.service.id
}

output "endpoint_security_group_id" {
  description = "Group of the interface endpoints."
  value       = aws_security_group.endpoint.id
}

output "target_group_arn" {
  description = "Target group of the gateway, port 8787."
  value       = aws_lb_target_group.gateway.arn
}

output "target_group_arn_suffix" {
  description = "The target group as CloudWatch's metrics name it."
  value       = aws_lb_target_group.gateway.arn_suffix
}

output "http_listener_arn" {
  description = "Listener of port 80: it redirects where there is a certificate and forwards where there is none."
  value       = aws_lb_listener.http.arn
}

output "web_acl_arn" {
  description = "The WAF before the load balancer, null where it is off."
  value       = one(aws_wafv2_web_acl.this[*].arn)
}

output "access_log_bucket" {
  description = "Bucket of the load balancer's access logs."
  value       = aws_s3_bucket.access_logs.id
}
