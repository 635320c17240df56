# A guardrail of Amazon Bedrock and a version of it that never changes.

resource "aws_kms_key" "this" {
  description             = "${var.name}: what the guardrail looks for"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AdministeredByTheAccount"
      Effect    = "Allow"
      Principal = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_bedrock_guardrail" "this" {
  name                      = var.name
  description               = "Applied by ${var.name}"
  blocked_input_messaging   = var.guardrail.blocked_message
  blocked_outputs_messaging = var.guardrail.blocked_message
  kms_key_arn               = aws_kms_key.this.arn

  dynamic "content_policy_config" {
    for_each = length(var.guardrail.content_filters) > 0 ? [var.guardrail.content_filters] : []

    content {
      dynamic "filters_config" {
        for_each = content_policy_config.value

        content {
          type           = filters_config.key
          input_strength = filters_config.value
          # An answer cannot attack the prompt: Bedrock refuses anything else here.
          output_strength = filters_config.key == "PROMPT_ATTACK" ? "NONE" : filters_config.value
        }
      }
    }
  }

  dynamic "sensitive_information_policy_config" {
    for_each = length(var.guardrail.pii) + length(var.guardrail.patterns) > 0 ? [1] : []

    content {
      dynamic "pii_entities_config" {
        for_each = var.guardrail.pii

        content {
          type   = pii_entities_config.key
          action = pii_entities_config.value
        }
      }

      dynamic "regexes_config" {
        for_each = var.guardrail.patterns

        content {
          name        = regexes_config.key
          description = "Pattern ${regexes_config.key}"
          pattern     = regexes_config.value.pattern
          action      = regexes_config.value.action
        }
      }
    }
  }

  dynamic "topic_policy_config" {
    for_each = length(var.guardrail.topics) > 0 ? [var.guardrail.topics] : []

    content {
      dynamic "topics_config" {
        for_each = topic_policy_config.value

        content {
          name       = topics_config.key
          definition = topics_config.value.definition
          examples   = topics_config.value.examples
          type       = "DENY"
        }
      }
    }
  }

  dynamic "word_policy_config" {
    for_each = length(var.guardrail.words) > 0 || var.guardrail.profanity ? [1] : []

    content {
      dynamic "managed_word_lists_config" {
        for_each = var.guardrail.profanity ? ["PROFANITY"] : []

        content {
          type = managed_word_lists_config.value
        }
      }

      dynamic "words_config" {
        for_each = var.guardrail.words

        content {
          text = words_config.value
        }
      }
    }
  }
}

# The gateway names a version, never the draft. A change makes the next version and leaves the old
# ones, which tasks that still run name; they go with the guardrail.
resource "aws_bedrock_guardrail_version" "this" {
  guardrail_arn = aws_bedrock_guardrail.this.guardrail_arn
  description   = "Content ${substr(sha256(jsonencode(var.guardrail)), 0, 12)}"
  skip_destroy  = true

  lifecycle {
    replace_triggered_by = [aws_bedrock_guardrail.this]
  }
}
