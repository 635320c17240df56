# One key for everything that is written about calls: log groups of all modules and the topic of the alarms.
resource "aws_kms_key" "logs" {
  description         = "Logs and alarms of ${var.name}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.logs_key.json
}

resource "aws_kms_alias" "logs" {
  name          = "alias/${var.name}-logs"
  target_key_id = aws_kms_key.logs.key_id
}

data "aws_iam_policy_document" "logs_key" {
  # Without this nobody could change the key again. In a key's policy `*` means this key.
  statement {
    sid       = "AccountAdministers"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  # CloudWatch Logs takes the log group's ARN as encryption context, so the key serves this deployment's groups alone.
  statement {
    sid       = "LogGroupsOfThisDeployment"
    actions   = ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${local.region}.${data.aws_partition.current.dns_suffix}"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values = [
        for group in ["/ecs/${var.name}/*", "/aws/otel/${var.name}/*", "/aws/vpc/${var.name}/*", "/aws/ecs/containerinsights/${var.name}/*", "aws-waf-logs-${var.name}"] :
        "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${group}"
      ]
    }
  }

  # Whoever publishes to an encrypted topic needs its key.
  statement {
    sid       = "AlarmsAndBudgetsPublish"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}
