# Rules are asked before the listener's default action, which validates tokens: what they match goes past it.
locals {
  # Headers where vendors' SDKs put their key. The value may be a gateway key or a token: the gateway finds out.
  key_headers = ["x-portkey-api-key", "x-api-key", "api-key", "x-goog-api-key"]

  unchecked_headers = !(var.enable_jwt && var.allow_gateway_keys) ? {} : merge(
    { for position, header in local.key_headers : header => { priority = 20 + position, value = "*" } },
    { authorization = { priority = 30, value = "Bearer agw_*" } },
  )
}

resource "aws_lb_listener_rule" "health" {
  count = var.enable_jwt ? 1 : 0

  listener_arn = aws_lb_listener.https[0].arn
  priority     = 10

  condition {
    path_pattern {
      values = [var.health_check_path]
    }
  }

  action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}

resource "aws_lb_listener_rule" "gateway_key" {
  for_each = local.unchecked_headers

  listener_arn = aws_lb_listener.https[0].arn
  priority     = each.value.priority

  condition {
    http_header {
      http_header_name = each.key
      values           = [each.value.value]
    }
  }

  action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}
