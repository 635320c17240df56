mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.8.0.0/16" }
  }
  mock_data "aws_subnet" {
    defaults = { cidr_block = "10.8.1.0/24" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/ai-gateway-dev/0123456789abcdef" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/ai-gateway-dev/0123456789abcdef" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:group" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/role" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/ai-gateway-dev/00000000-0000-4000-8000-000000000000" }
  }
}

variables {
  name             = "ai-gateway-dev"
  logs_kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000"
  allowed_cidrs    = ["198.51.100.0/24"]
}

run "a_vpc_over_two_zones_with_one_way_out" {
  assert {
    condition     = aws_vpc.this[0].cidr_block == "10.0.0.0/16"
    error_message = "The VPC is not 10.0.0.0/16."
  }
  assert {
    condition     = aws_subnet.public[*].cidr_block == ["10.0.1.0/24", "10.0.2.0/24"]
    error_message = "The public subnets are not parts 1 and 2."
  }
  assert {
    condition     = aws_subnet.private[*].cidr_block == ["10.0.10.0/24", "10.0.20.0/24"]
    error_message = "The private subnets are not parts 10 and 20."
  }
  assert {
    condition     = length(distinct(aws_subnet.private[*].availability_zone)) == 2
    error_message = "The private subnets share a zone."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1 && aws_route.nat[0].nat_gateway_id == aws_route.nat[1].nat_gateway_id
    error_message = "The zones do not share one NAT gateway."
  }
  assert {
    condition     = length(aws_flow_log.this) == 1 && aws_cloudwatch_log_group.flow[0].kms_key_id == var.logs_kms_key_arn
    error_message = "Flow logs are not kept under the logs' key."
  }
}

run "endpoints_of_the_default_list" {
  assert {
    condition = toset(keys(aws_vpc_endpoint.interface)) == toset([
      "ecr.api", "ecr.dkr", "logs", "secretsmanager", "bedrock-runtime", "sts", "xray", "monitoring",
    ])
    error_message = "The interface endpoints are not those of the picture and the four beside them."
  }
  assert {
    condition     = length(aws_vpc_endpoint.s3) == 1 && aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway"
    error_message = "There is no gateway endpoint for S3."
  }
  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled])
    error_message = "An endpoint does not answer to the service's own name."
  }
}

run "without_a_certificate_only_the_list_gets_in" {
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.alb) == ["80-198.51.100.0/24"]
    error_message = "Port 80 is not open to the list alone."
  }
  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "forward"
    error_message = "Port 80 does not forward."
  }
}

run "with_a_certificate_port_80_redirects" {
  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    allowed_cidrs   = ["0.0.0.0/0"]
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].redirect[0].port == "443" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "Port 80 does not redirect to 443."
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.alb) == ["443-0.0.0.0/0", "80-0.0.0.0/0"]
    error_message = "443 and 80 are not open."
  }
}

run "the_load_balancer_suits_streams" {
  assert {
    condition     = aws_lb.this.idle_timeout == 900 && aws_lb.this.drop_invalid_header_fields && aws_lb.this.access_logs[0].enabled
    error_message = "Idle timeout, invalid headers or access logs are not as they should be."
  }
  assert {
    condition     = aws_lb_target_group.gateway.deregistration_delay == "900" && aws_lb_target_group.gateway.port == 8787
    error_message = "The target group is not port 8787 with 900 s for streams to finish."
  }
  assert {
    condition     = !aws_lb.this.enable_deletion_protection && aws_s3_bucket.access_logs.force_destroy
    error_message = "It cannot be deleted."
  }
}

run "the_gateway_is_reached_from_the_load_balancer_only" {
  assert {
    condition     = aws_vpc_security_group_ingress_rule.service.from_port == 8787 && aws_vpc_security_group_ingress_rule.service.cidr_ipv4 == null
    error_message = "8787 is open to a network."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoint[*].cidr_ipv4 == ["10.0.10.0/24", "10.0.20.0/24"]
    error_message = "The endpoints are open to more than the private subnets."
  }
}

run "protected" {
  variables {
    deletion_protection = true
  }

  assert {
    condition     = aws_lb.this.enable_deletion_protection && !aws_s3_bucket.access_logs.force_destroy
    error_message = "The load balancer or its logs can be deleted."
  }
}

run "a_way_out_for_each_zone" {
  command = plan

  variables {
    nat_per_az = true
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_eip.nat) == 2
    error_message = "There are not two NAT gateways."
  }
}

run "an_existing_vpc" {
  variables {
    vpc_id = "vpc-0123456789abcdef0"
    existing_subnets = {
      public  = ["subnet-00000000000000001", "subnet-00000000000000002"]
      private = ["subnet-00000000000000003", "subnet-00000000000000004"]
    }
  }

  assert {
    condition     = length(aws_vpc.this) + length(aws_subnet.public) + length(aws_subnet.private) + length(aws_nat_gateway.this) + length(aws_flow_log.this) == 0
    error_message = "Something of a VPC is made."
  }
  assert {
    condition     = length(aws_vpc_endpoint.s3) == 0 && output.vpc_cidr == "10.8.0.0/16"
    error_message = "The endpoint for S3 has no route table to go into, or the addresses are not the VPC's."
  }
  assert {
    condition     = toset(aws_lb.this.subnets) == toset(var.existing_subnets.public)
    error_message = "The load balancer is not in the public subnets."
  }
}

run "an_internal_load_balancer_with_a_record" {
  variables {
    internal        = true
    allowed_cidrs   = ["10.0.0.0/8"]
    route53_zone_id = "Z0123456789ABCDEFGHIJ"
    domain_name     = "gateway.example.com"
  }

  assert {
    condition     = aws_lb.this.internal && toset(aws_lb.this.subnets) == toset(aws_subnet.private[*].id)
    error_message = "The load balancer is not in the private subnets."
  }
  assert {
    condition     = aws_route53_record.gateway[0].name == "gateway.example.com" && aws_route53_record.gateway[0].alias[0].name == aws_lb.this.dns_name
    error_message = "The record is not an alias of the load balancer."
  }
}

run "the_waf_counts_what_it_finds_in_bodies" {
  variables {
    enable_waf = true
  }

  assert {
    condition = { for rule in aws_wafv2_web_acl.this[0].rule : rule.name => rule.priority } == {
      AWSManagedRulesCommonRuleSet          = 1
      AWSManagedRulesAmazonIpReputationList = 2
      RateLimitPerIP                        = 3
      AWSManagedRulesKnownBadInputsRuleSet  = 4
    }
    error_message = "The rules or their priorities are not those of the picture."
  }
  assert {
    condition = toset(flatten([
      for rule in aws_wafv2_web_acl.this[0].rule : [
        for group in rule.statement[0].managed_rule_group_statement : [
          for override in group.rule_action_override : override.name if length(override.action_to_use[0].count) == 1
        ]
      ]
      ])) == toset([
      "SizeRestrictions_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY",
      "JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY",
    ])
    error_message = "A rule on bodies blocks, or another does not."
  }
  assert {
    condition = alltrue([
      for rule in aws_wafv2_web_acl.this[0].rule :
      rule.statement[0].rate_based_statement[0].limit == 2000 && rule.statement[0].rate_based_statement[0].evaluation_window_sec == 300
      if rule.name == "RateLimitPerIP"
    ])
    error_message = "The rate is not 2,000 calls in five minutes."
  }
  assert {
    condition = (
      aws_cloudwatch_log_group.waf[0].name == "aws-waf-logs-ai-gateway-dev" &&
      contains(flatten(aws_wafv2_web_acl_logging_configuration.this[0].redacted_fields[*].single_header[*].name), "authorization")
    )
    error_message = "The WAF's log has another name or shows authorization headers."
  }
}

run "no_waf_unless_asked_for" {
  command = plan

  assert {
    condition     = length(aws_wafv2_web_acl.this) + length(aws_wafv2_web_acl_association.this) == 0
    error_message = "There is a WAF."
  }
}

run "refuses_the_world_without_a_certificate" {
  command = plan

  variables {
    allowed_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.allowed_cidrs]
}

run "refuses_the_world_in_two_halves" {
  command = plan

  variables {
    allowed_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }

  expect_failures = [var.allowed_cidrs]
}

run "refuses_subnets_that_overlap" {
  command = plan

  variables {
    subnet_cidrs = {
      public  = ["10.0.1.0/24", "10.0.2.0/24"]
      private = ["10.0.0.0/22", "10.0.20.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "refuses_subnets_outside_of_the_vpc" {
  command = plan

  variables {
    subnet_cidrs = {
      public  = ["10.0.1.0/24", "10.0.2.0/24"]
      private = ["10.0.10.0/24", "10.1.20.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "refuses_a_vpc_without_its_subnets" {
  command = plan

  variables {
    vpc_id = "vpc-0123456789abcdef0"
  }

  expect_failures = [var.vpc_id]
}

run "refuses_one_existing_subnet" {
  command = plan

  variables {
    vpc_id = "vpc-0123456789abcdef0"
    existing_subnets = {
      public  = ["subnet-00000000000000001", "subnet-00000000000000002"]
      private = ["subnet-00000000000000003"]
    }
  }

  expect_failures = [var.existing_subnets]
}

run "refuses_a_certificate_that_is_none" {
  command = plan

  variables {
    certificate_arn = "gateway.example.com"
  }

  expect_failures = [var.certificate_arn]
}

# Each of these alone refuses the plan; a run for each would take a minute more.
run "refuses_values_that_aws_does_not_have" {
  command = plan

  variables {
    name                 = "a-gateway-with-a-name-that-is-too-long"
    logs_kms_key_arn     = "alias/logs"
    log_retention_days   = 366
    vpc_cidr             = "10.0.0.0/24"
    availability_zones   = ["eu-central-1a"]
    interface_endpoints  = ["logs", "s3"]
    allowed_cidrs        = ["office"]
    idle_timeout         = 4001
    deregistration_delay = 3601
    health_check_path    = "ready"
    domain_name          = "gateway.example.com"
    waf_rate_limit       = 5
  }

  expect_failures = [
    var.name, var.logs_kms_key_arn, var.log_retention_days, var.vpc_cidr, var.availability_zones, var.interface_endpoints,
    var.allowed_cidrs, var.idle_timeout, var.deregistration_delay, var.health_check_path,
    var.domain_name, var.waf_rate_limit,
  ]
}
