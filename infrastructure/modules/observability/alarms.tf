resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = aws_kms_key.logs.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms_topic.json
}

data "aws_iam_policy_document" "alarms_topic" {
  statement {
    sid       = "AlarmsAndBudgetsPublish"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

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

  statement {
    sid       = "OnlyOverTLS"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  alb_dimensions    = { LoadBalancer = var.alb_arn_suffix }
  target_dimensions = { LoadBalancer = var.alb_arn_suffix, TargetGroup = var.target_group_arn_suffix }

  # Apart for each deployment: metrics made of log lines have no dimension that could tell them apart for nothing.
  spend_namespace = "${var.metrics_namespace}/${var.name}"
}

# A call that no task could take is in HTTPCode_ELB_5XX_Count and not in RequestCount, hence the larger of the two.
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.name}-5xx"
  alarm_description   = "More than ${var.alarm_thresholds.error_percent} % of calls ended in 5xx in 3 of 5 minutes. Run the saved query error-rate-by-provider: one provider, or all?"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_thresholds.error_percent
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "percent"
    expression  = "IF(calls + errors > 0, 100 * errors / MAX([calls, errors]), 0)"
    label       = "Calls that ended in 5xx, %"
    return_data = true
  }

  metric_query {
    id         = "errors"
    expression = "FILL(target, 0) + FILL(balancer, 0)"
    label      = "5xx"
  }

  metric_query {
    id         = "calls"
    expression = "FILL(requests, 0)"
    label      = "Calls"
  }

  dynamic "metric_query" {
    for_each = {
      target   = "HTTPCode_Target_5XX_Count"
      balancer = "HTTPCode_ELB_5XX_Count"
      requests = "RequestCount"
    }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        dimensions  = local.alb_dimensions
        period      = 60
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "unhealthy_hosts" {
  alarm_name          = "${var.name}-unhealthy-hosts"
  alarm_description   = "A task has failed its health checks in 3 of 5 minutes. Look at the service's events and at ${local.log_groups.gateway}."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "UnHealthyHostCount"
  dimensions          = local.target_dimensions
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# Time until an answer begins; for a stream that is its first bytes.
resource "aws_cloudwatch_metric_alarm" "p99" {
  alarm_name                            = "${var.name}-p99"
  alarm_description                     = "One answer in a hundred took more than ${var.alarm_thresholds.p99_seconds} s to begin, for 15 minutes. Run the saved query latency-percentiles-by-provider."
  namespace                             = "AWS/ApplicationELB"
  metric_name                           = "TargetResponseTime"
  dimensions                            = local.target_dimensions
  extended_statistic                    = "p99"
  period                                = 300
  evaluation_periods                    = 3
  comparison_operator                   = "GreaterThanThreshold"
  threshold                             = var.alarm_thresholds.p99_seconds
  evaluate_low_sample_count_percentiles = "ignore"
  treat_missing_data                    = "notBreaching"
  alarm_actions                         = [aws_sns_topic.alarms.arn]
  ok_actions                            = [aws_sns_topic.alarms.arn]
}

# Container Insights counts the tasks. No figure is as bad as none running.
resource "aws_cloudwatch_metric_alarm" "no_running_tasks" {
  alarm_name          = "${var.name}-no-running-tasks"
  alarm_description   = "No task of ${var.service_name} has run for 3 minutes: every call fails. Look at why the service's last tasks stopped."
  namespace           = "ECS/ContainerInsights"
  metric_name         = "RunningTaskCount"
  dimensions          = { ClusterName = var.cluster_name, ServiceName = var.service_name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# Read from the ledger's lines: every provider's cost, not only what stands on AWS's bill, within the hour, and whether
# or not the collector makes metrics of cost.
resource "aws_cloudwatch_log_metric_filter" "spend" {
  count = var.spend_alarm ? 1 : 0

  name           = "${var.name}-spend"
  log_group_name = aws_cloudwatch_log_group.this["gateway"].name
  pattern        = "{ $.cost_nano_usd > 0 }"

  metric_transformation {
    namespace = local.spend_namespace
    name      = "CostNanoUsd"
    value     = "$.cost_nano_usd"
  }
}

resource "aws_cloudwatch_metric_alarm" "spend" {
  count = var.spend_alarm ? 1 : 0

  alarm_name          = "${var.name}-spend"
  alarm_description   = "Calls cost more than ${var.alarm_thresholds.spend_usd_per_hour} US dollars in an hour. Run the saved queries cost-by-client and cost-by-model."
  namespace           = local.spend_namespace
  metric_name         = "CostNanoUsd"
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_thresholds.spend_usd_per_hour * 1000000000
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
