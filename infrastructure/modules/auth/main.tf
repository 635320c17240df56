locals {
  # It is a name, not an address: nothing needs to resolve it.
  resource_server = "https://gateway.internal"
  scopes = {
    invoke = "Call models"
    admin  = "Use the admin API"
  }

  # Domains are unique in a region over all accounts.
  domain = "${var.name}-${data.aws_caller_identity.current.account_id}"

  issuer = "https://${aws_cognito_user_pool.this.endpoint}"
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

# Nobody signs in here: the pool signs tokens for machines.
resource "aws_cognito_user_pool" "this" {
  name                = var.name
  deletion_protection = var.deletion_protection ? "ACTIVE" : "INACTIVE"

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "admin_only"
      priority = 1
    }
  }

  password_policy {
    minimum_length                   = 16
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 1
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  domain       = local.domain
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_resource_server" "gateway" {
  identifier   = local.resource_server
  name         = "${var.name} gateway"
  user_pool_id = aws_cognito_user_pool.this.id

  dynamic "scope" {
    for_each = local.scopes

    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

# The first client, so that a fresh deployment can be called. Each team gets its own by `clients`.
resource "aws_cognito_user_pool_client" "machine" {
  name         = "${var.name}-machine"
  user_pool_id = aws_cognito_user_pool.this.id

  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = ["${aws_cognito_resource_server.gateway.identifier}/invoke"]
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"] # none of the ways in which people sign in
  enable_token_revocation              = true
  prevent_user_existence_errors        = "ENABLED"

  access_token_validity = 1
  token_validity_units {
    access_token = "hours"
  }
}

resource "aws_cognito_user_pool_client" "team" {
  for_each = var.clients

  name         = "${var.name}-${each.key}"
  user_pool_id = aws_cognito_user_pool.this.id

  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = [for scope in each.value.scopes : "${aws_cognito_resource_server.gateway.identifier}/${scope}"]
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"] # none of the ways in which people sign in
  enable_token_revocation              = true
  prevent_user_existence_errors        = "ENABLED"

  access_token_validity = 1
  token_validity_units {
    access_token = "hours"
  }
}
