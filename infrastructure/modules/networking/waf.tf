locals {
  # In the order of their priority. WAF reads the first 8 KB of a body behind a load balancer, and prompts hold code:
  # every rule on bodies counts instead of blocking. Nothing but the gateway stands behind this load balancer, so
  # what holds for the whole group takes nothing from anyone else.
  managed_rules = {
    AWSManagedRulesCommonRuleSet = {
      priority = 1
      counted = [
        "SizeRestrictions_BODY",
        "EC2MetaDataSSRF_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "CrossSiteScripting_BODY",
      ]
    }
    AWSManagedRulesAmazonIpReputationList = {
      priority = 2
      counted  = []
    }
    AWSManagedRulesKnownBadInputsRuleSet = {
      priority = 4
      counted = [
        "JavaDeserializationRCE_BODY",
        "Log4JRCE_BODY",
        "ReactJSRCE_BODY",
      ]
    }
  }

  # Headers that carry a credential of the gateway or of a provider.
  redacted_headers = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "x-portkey-api-key"]
}

resource "aws_wafv2_web_acl" "this" {
  count = var.enable_waf ? 1 : 0

  name        = var.name
  description = "What reaches the load balancer of ${var.name}"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = "AWS"

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = false
      }
    }
  }

  rule {
    name     = "RateLimitPerIP"
    priority = 3

    # 429, which callers' SDKs wait and try again on, instead of WAF's own 403.
    action {
      block {
        custom_response {
          response_code = 429

          response_header {
            name  = "retry-after"
            value = "60"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = var.waf_rate_limit
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "RateLimitPerIP"
      sampled_requests_enabled   = false
    }
  }

  # Sampled requests hold headers unredacted, so they are off everywhere; the log has them redacted.
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.enable_waf ? 1 : 0

  resource_arn = aws_lb.this.arn
  web_acl_arn  = aws_wafv2_web_acl.this[0].arn
}

# WAF accepts only names that begin so.
resource "aws_cloudwatch_log_group" "waf" {
  count = var.enable_waf ? 1 : 0

  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.logs_kms_key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  count = var.enable_waf ? 1 : 0

  resource_arn            = aws_wafv2_web_acl.this[0].arn
  log_destination_configs = [aws_cloudwatch_log_group.waf[0].arn]

  dynamic "redacted_fields" {
    for_each = local.redacted_headers

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  # Google's API takes its key as ?key= too.
  redacted_fields {
    query_string {}
  }
}
