mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  environment   = "dev"
  region        = "eu-central-1"
  allowed_cidrs = ["198.51.100.0/24"]
}

run "dev" {
  command = plan

  assert {
    condition     = local.name == "ai-gateway-dev" && !local.production && !local.deletion_protection
    error_message = "dev is taken for production."
  }
  assert {
    condition     = toset(keys(terraform_data.guard)) == toset(keys(local.guards)) && !anytrue([for guard in local.guards : guard.refused])
    error_message = "A guard refuses dev, or is not asked."
  }
}

run "prod" {
  command = plan

  variables {
    environment         = "prod"
    certificate_arn     = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    allowed_cidrs       = ["0.0.0.0/0"]
    enable_jwt          = true
    enable_waf          = true
    min_tasks           = 2
    domain_name         = "gateway.example.com"
    route53_zone_id     = "Z0123456789ABCDEFGHIJ"
    enable_shared_store = true
  }

  assert {
    condition     = local.production && local.deletion_protection
    error_message = "prod is not protected."
  }
  assert {
    condition     = output.gateway_url == "https://gateway.example.com"
    error_message = "The URL is ${output.gateway_url}."
  }
}

run "refuses_production_bare" {
  command = plan

  variables {
    environment = "prod-eu"
  }

  expect_failures = [
    terraform_data.guard["production_without_certificate"],
    terraform_data.guard["production_without_jwt"],
    terraform_data.guard["production_with_one_task"],
  ]
}

run "refuses_a_certificate_of_another_region" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
  }

  expect_failures = [terraform_data.guard["certificate_of_another_region"]]
}

run "refuses_timeouts_that_do_not_fit" {
  command = plan

  variables {
    deregistration_delay = 300
  }

  expect_failures = [terraform_data.guard["streams_cut_by_deployment"]]
}

run "refuses_a_balancer_that_gives_up_before_the_gateway" {
  command = plan

  variables {
    idle_timeout         = 600
    deregistration_delay = 600
  }

  expect_failures = [terraform_data.guard["idle_timeout_below_silence"]]
}

run "a_shorter_idle_timeout_with_a_shorter_wait" {
  command = plan

  variables {
    idle_timeout     = 120
    gateway_settings = { transport = { first_byte_timeout = 100 } }
  }

  assert {
    condition     = local.longest_silence == 100
    error_message = "The gateway's own timeout is not asked."
  }
}

run "refuses_names_that_aws_does_not_take" {
  command = plan

  variables {
    environment = "Dev"
    region      = "Frankfurt"
    project     = "my-aws"
    tags        = { Environment = "other" }
  }

  expect_failures = [var.environment, var.region, var.project, var.tags]
}
