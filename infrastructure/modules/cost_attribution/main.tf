# A role that the gateway calls Bedrock as, with the team's name on the session, so that AWS's own
# bill names the team; and a budget over that bill.

locals {
  # Teams are the clients', the environment is the deployment's own and not for a caller to choose.
  tag_keys = ["team", "cost_centre", "environment"]
}

resource "aws_iam_role" "this" {
  name        = "${var.name}-attribution"
  description = "Calls Bedrock in a team's name"
  # The task role is a role itself: STS lets a chained session last an hour and no longer.
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TheGatewayInATeamsName"
      Effect    = "Allow"
      Principal = { AWS = var.task_role_arn }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals                = { "aws:RequestTag/environment" = var.environment }
        StringLike                  = { "aws:RequestTag/team" = "?*" }
        "ForAllValues:StringEquals" = { "aws:TagKeys" = local.tag_keys }
      }
    }]
  })
}

resource "aws_iam_role_policy" "bedrock" {
  name = "bedrock"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = var.bedrock_statements
  })
}

# AWS refuses a tag that it has not seen yet, which is a day after the first call that carries it.
resource "aws_ce_cost_allocation_tag" "this" {
  for_each = var.activate_tags ? toset(local.tag_keys) : toset([])

  tag_key = each.key
  status  = "Active"
}

resource "aws_budgets_budget" "bedrock" {
  name         = "${var.name}-bedrock"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"

  cost_filter {
    name   = "Service"
    values = ["Amazon Bedrock"]
  }

  # Half is for information, the forecast while there is time, the whole when it is spent.
  dynamic "notification" {
    for_each = {
      half     = { threshold = 50, type = "ACTUAL" }
      forecast = { threshold = 100, type = "FORECASTED" }
      spent    = { threshold = 100, type = "ACTUAL" }
    }

    content {
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value.threshold
      threshold_type             = "PERCENTAGE"
      notification_type          = notification.value.type
      subscriber_sns_topic_arns  = [var.alarm_topic_arn]
      subscriber_email_addresses = var.budget_emails
    }
  }
}
