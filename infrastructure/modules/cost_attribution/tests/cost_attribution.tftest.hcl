mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/role" }
  }
}

variables {
  name               = "ai-gateway-test"
  environment        = "test"
  task_role_arn      = "arn:aws:iam::123456789012:role/ai-gateway-test-task"
  alarm_topic_arn    = "arn:aws:sns:eu-central-1:123456789012:alarms"
  monthly_budget_usd = 500
  bedrock_statements = [{
    Sid      = "CallModels"
    Effect   = "Allow"
    Action   = ["bedrock:InvokeModel"]
    Resource = ["arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"]
  }]
}

run "accepted" {
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal.AWS == "arn:aws:iam::123456789012:role/ai-gateway-test-task" && length(jsondecode(aws_iam_role.this.assume_role_policy).Statement) == 1
    error_message = "the gateway's role and no other may assume it"
  }
  assert {
    condition     = toset(jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Action) == toset(["sts:AssumeRole", "sts:TagSession"])
    error_message = "it may be assumed with tags"
  }
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals["aws:RequestTag/environment"] == "test"
    error_message = "a session cannot name another environment"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.bedrock.policy).Statement[0].Action == ["bedrock:InvokeModel"]
    error_message = "it may call the models that it is given"
  }
  assert {
    condition     = aws_budgets_budget.bedrock.limit_amount == "500" && length(aws_budgets_budget.bedrock.notification) == 3
    error_message = "the budget tells three times"
  }
  assert {
    condition     = length(aws_ce_cost_allocation_tag.this) == 0
    error_message = "tags that AWS has not seen are not activated"
  }
}

run "tags_activated" {
  command = plan
  variables {
    activate_tags = true
  }
  assert {
    condition     = toset(keys(aws_ce_cost_allocation_tag.this)) == toset(["team", "cost_centre", "environment"])
    error_message = "the three tags are activated"
  }
}

run "refused_budget" {
  command = plan
  variables {
    monthly_budget_usd = 0
  }
  expect_failures = [var.monthly_budget_usd]
}

run "refused_address" {
  command = plan
  variables {
    budget_emails = ["nobody"]
  }
  expect_failures = [var.budget_emails]
}
