mock_provider "aws" {
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
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000000" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:ai-gateway-dev-alarms" }
  }
}

variables {
  name                    = "ai-gateway-dev"
  cluster_name            = "ai-gateway-dev"
  service_name            = "gateway"
  alb_arn_suffix          = "app/ai-gateway-dev/0123456789abcdef"
  target_group_arn_suffix = "targetgroup/ai-gateway-dev/0123456789abcdef"
  queries = {
    requests-per-hour-by-provider   = "stats count(*) by bin(1h), provider"
    error-rate-by-provider          = "stats avg(status >= 500) by provider"
    latency-percentiles-by-provider = "stats pct(total_ms, 99) by provider"
    requests-by-endpoint            = "stats count(*) by operation"
    slowest-calls                   = "sort total_ms desc"
  }
}

run "four_log_groups_for_a_year_under_one_key" {
  assert {
    condition = { for key, group in aws_cloudwatch_log_group.this : key => group.name } == {
      gateway   = "/ecs/ai-gateway-dev/gateway"
      collector = "/ecs/ai-gateway-dev/collector"
      otlp_logs = "/aws/otel/ai-gateway-dev/logs"
      metrics   = "/aws/otel/ai-gateway-dev/metrics"
    }
    error_message = "The log groups are not the four that tasks and collector write to."
  }
  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.retention_in_days == 365 && group.kms_key_id == aws_kms_key.logs.arn])
    error_message = "A log group is not kept for 365 days under the key."
  }
  assert {
    condition     = aws_kms_key.logs.enable_key_rotation
    error_message = "The key does not rotate."
  }
}

run "the_key_serves_this_deployments_log_groups" {
  assert {
    condition = alltrue([
      for arn in flatten([for statement in data.aws_iam_policy_document.logs_key.statement : statement.condition[*].values if statement.sid == "LogGroupsOfThisDeployment"]) :
      startswith(arn, "arn:aws:logs:eu-central-1:123456789012:log-group:") && strcontains(arn, "ai-gateway-dev")
    ])
    error_message = "The key serves other log groups."
  }
  assert {
    condition = contains(flatten([
      for statement in data.aws_iam_policy_document.logs_key.statement : [for principal in statement.principals : tolist(principal.identifiers)]
    ]), "logs.eu-central-1.amazonaws.com")
    error_message = "CloudWatch Logs of the region may not use the key."
  }
}

run "five_alarms_that_tell_the_topic" {
  assert {
    condition = length(setsubtract([
      "ai-gateway-dev-5xx", "ai-gateway-dev-unhealthy-hosts", "ai-gateway-dev-p99", "ai-gateway-dev-no-running-tasks", "ai-gateway-dev-spend",
    ], output.alarm_names)) == 0
    error_message = "An alarm is missing."
  }
  assert {
    condition = alltrue([
      for actions in [
        aws_cloudwatch_metric_alarm.errors.alarm_actions, aws_cloudwatch_metric_alarm.unhealthy_hosts.alarm_actions,
        aws_cloudwatch_metric_alarm.p99.alarm_actions, aws_cloudwatch_metric_alarm.no_running_tasks.alarm_actions,
        aws_cloudwatch_metric_alarm.spend[0].alarm_actions,
      ] : actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "An alarm tells nobody."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.no_running_tasks.treat_missing_data == "breaching"
    error_message = "A service that is gone would be no alarm."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.spend[0].threshold == 50000000000 && aws_cloudwatch_log_metric_filter.spend[0].metric_transformation[0].value == "$.cost_nano_usd"
    error_message = "Spend is not counted in the ledger's nano-dollars."
  }
  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == aws_kms_key.logs.arn && length(aws_sns_topic_subscription.email) == 0
    error_message = "The topic is not encrypted with the key, or somebody is subscribed unasked."
  }
}

run "every_query_is_saved" {
  assert {
    condition     = toset(keys(aws_cloudwatch_query_definition.this)) == toset(keys(var.queries))
    error_message = "A query is not saved."
  }
  assert {
    condition     = aws_cloudwatch_query_definition.this["slowest-calls"].name == "ai-gateway-dev/slowest-calls" && aws_cloudwatch_query_definition.this["slowest-calls"].log_group_names[0] == "/ecs/ai-gateway-dev/gateway"
    error_message = "A query has another name or other lines to read."
  }
}

run "the_dashboard_shows_what_goes_on" {
  assert {
    condition = [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title] == [
      "Requests per hour by provider", "Error rate by provider", "Latency percentiles by provider", "Top endpoints",
      "Calls and errors at the load balancer", "Seconds until an answer begins",
    ]
    error_message = "The dashboard has other widgets."
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.query == "SOURCE '/ecs/ai-gateway-dev/gateway' | stats count(*) by bin(1h), provider"
    error_message = "The first widget does not ask the saved query."
  }
}

run "cost_attribution_adds_three_widgets" {
  variables {
    cost_attribution = true
    alarm_email      = "platform@example.com"
  }

  assert {
    condition     = slice([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title], 6, 9) == ["Streams in flight", "Cost in US dollars", "Tokens"]
    error_message = "Streams in flight, cost and tokens are not shown."
  }
  assert {
    condition     = aws_sns_topic_subscription.email[0].endpoint == "platform@example.com"
    error_message = "The mail address is not subscribed."
  }
}

run "no_alarm_on_spend_where_nothing_counts_it" {
  command = plan

  variables {
    spend_alarm = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.spend) + length(aws_cloudwatch_log_metric_filter.spend) == 0
    error_message = "There is an alarm on spend."
  }
}

run "refuses_values_that_aws_does_not_have" {
  command = plan

  variables {
    name                    = "AI Gateway"
    log_retention_days      = 366
    alb_arn_suffix          = "net/other/0123456789abcdef"
    target_group_arn_suffix = "ai-gateway-dev"
    metrics_namespace       = ""
    alarm_email             = "nobody"
    alarm_thresholds        = { error_percent = 0 }
  }

  expect_failures = [
    var.name, var.log_retention_days, var.alb_arn_suffix, var.target_group_arn_suffix, var.metrics_namespace,
    var.alarm_email, var.alarm_thresholds,
  ]
}

run "refuses_queries_that_the_dashboard_lacks" {
  command = plan

  variables {
    queries = { slowest-calls = "sort total_ms desc" }
  }

  expect_failures = [var.queries]
}
