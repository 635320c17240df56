mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { endpoint = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI" }
  }
  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/ai-gateway-dev/0123456789abcdef/443" }
  }
}

variables {
  name              = "ai-gateway-dev"
  alb_arn           = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/ai-gateway-dev/0123456789abcdef"
  target_group_arn  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/ai-gateway-dev/0123456789abcdef"
  http_listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/ai-gateway-dev/0123456789abcdef/80"
}

run "a_pool_that_issues_tokens_to_machines" {
  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE" && aws_cognito_user_pool.this.admin_create_user_config[0].allow_admin_create_user_only
    error_message = "The pool can be deleted, or people can sign up."
  }
  assert {
    condition     = toset([for scope in aws_cognito_resource_server.gateway.scope : "${aws_cognito_resource_server.gateway.identifier}/${scope.scope_name}"]) == toset(["https://gateway.internal/invoke", "https://gateway.internal/admin"])
    error_message = "The scopes are not invoke and admin of https://gateway.internal."
  }
  assert {
    condition = (
      aws_cognito_user_pool_client.machine.allowed_oauth_flows == toset(["client_credentials"]) &&
      aws_cognito_user_pool_client.machine.allowed_oauth_scopes == toset(["https://gateway.internal/invoke"]) &&
      aws_cognito_user_pool_client.machine.access_token_validity == 1 &&
      aws_cognito_user_pool_client.machine.token_validity_units[0].access_token == "hours" &&
      aws_cognito_user_pool_client.machine.generate_secret
    )
    error_message = "The machine client is not one of client_credentials for an hour."
  }
  assert {
    condition     = output.token_endpoint == "https://ai-gateway-dev-123456789012.auth.eu-central-1.amazoncognito.com/oauth2/token"
    error_message = "The token endpoint is ${output.token_endpoint}."
  }
  assert {
    condition     = output.issuer == "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI" && output.jwks_uri == "${output.issuer}/.well-known/jwks.json"
    error_message = "The issuer is ${output.issuer}."
  }
}

run "without_a_certificate_port_80_is_the_listener" {
  assert {
    condition     = length(aws_lb_listener.https) == 0 && output.listener_arn == var.http_listener_arn
    error_message = "There is a listener of port 443."
  }
}

run "a_plain_listener_where_jwt_is_off" {
  variables {
    certificate_arn    = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    allow_gateway_keys = true
  }

  assert {
    condition     = aws_lb_listener.https[0].port == 443 && aws_lb_listener.https[0].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    error_message = "The listener is not one of port 443 with TLS 1.3."
  }
  assert {
    condition     = [for action in aws_lb_listener.https[0].default_action : action.type] == ["forward"]
    error_message = "The listener does not just forward."
  }
  assert {
    condition     = length(aws_lb_listener_rule.health) + length(aws_lb_listener_rule.gateway_key) == 0
    error_message = "There are rules before an action that checks nothing."
  }
}

run "with_jwt_only_the_health_path_goes_unchecked" {
  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    enable_jwt      = true
  }

  assert {
    condition     = one([for condition in aws_lb_listener_rule.health[0].condition : one(condition.path_pattern).values]) == toset(["/ready"])
    error_message = "The health path is not forwarded."
  }
  assert {
    condition     = aws_lb_listener_rule.health[0].action[0].type == "forward" && length(aws_lb_listener_rule.gateway_key) == 0
    error_message = "More than the health path goes unchecked."
  }
  assert {
    condition     = output.listener_arn == aws_lb_listener.https[0].arn
    error_message = "The listener is not that of port 443."
  }
}

run "gateway_keys_go_past_the_check" {
  variables {
    certificate_arn    = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    enable_jwt         = true
    allow_gateway_keys = true
  }

  assert {
    condition = {
      for header, rule in aws_lb_listener_rule.gateway_key :
      header => one([for condition in rule.condition : one(one(condition.http_header).values)])
      } == {
      x-portkey-api-key = "*"
      x-api-key         = "*"
      api-key           = "*"
      x-goog-api-key    = "*"
      authorization     = "Bearer agw_*"
    }
    error_message = "The rules do not match the five places of a gateway key."
  }
  assert {
    condition     = length(distinct([for rule in aws_lb_listener_rule.gateway_key : rule.priority])) == 5
    error_message = "Two rules share a priority."
  }
}

run "a_client_for_each_team" {
  variables {
    deletion_protection = false
    clients = {
      search = {}
      ops    = { scopes = ["invoke", "admin"] }
    }
  }

  assert {
    condition     = toset(keys(output.client_ids)) == toset(["ops", "search"]) && aws_cognito_user_pool_client.team["search"].allowed_oauth_scopes == toset(["https://gateway.internal/invoke"])
    error_message = "Each entry does not have its client with the scope to call models."
  }
  assert {
    condition     = aws_cognito_user_pool_client.team["ops"].allowed_oauth_scopes == toset(["https://gateway.internal/invoke", "https://gateway.internal/admin"])
    error_message = "The client does not have the scopes that it was given."
  }
  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "INACTIVE"
    error_message = "The pool cannot be deleted."
  }
}

run "refuses_jwt_without_a_certificate" {
  command = plan

  variables {
    enable_jwt = true
  }

  expect_failures = [var.enable_jwt]
}

run "refuses_values_that_would_be_unsafe_or_unknown" {
  command = plan

  variables {
    name              = "my-cognito-gateway"
    ssl_policy        = "ELBSecurityPolicy-2016-08"
    health_check_path = "/*"
    clients           = { search = { scopes = ["root"] } }
  }

  expect_failures = [var.name, var.ssl_policy, var.health_check_path, var.clients]
}
