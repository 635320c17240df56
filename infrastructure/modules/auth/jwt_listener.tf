# The listener of port 443. It stands alone in this file because it needs version 6.22 of the AWS provider: what is
# tried with an older one replaces the file by a listener of the same name without the action jwt-validation.
#
# The load balancer knows RS256 only, checks exp, nbf, iat and iss by itself, passes the token on and adds no header
# that says who it was: the gateway verifies again, to know whom it serves.
resource "aws_lb_listener" "https" {
  count = var.certificate_arn == null ? 0 : 1

  load_balancer_arn = var.alb_arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.ssl_policy
  certificate_arn   = var.certificate_arn

  dynamic "default_action" {
    for_each = var.enable_jwt ? [local.issuer] : []

    content {
      type = "jwt-validation"

      jwt_validation {
        issuer        = default_action.value
        jwks_endpoint = "${default_action.value}/.well-known/jwks.json"

        # Cognito writes all scopes of a token into one string with spaces between.
        additional_claim {
          format = "space-separated-values"
          name   = "scope"
          values = ["${local.resource_server}/invoke"]
        }
      }
    }
  }

  default_action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}
