locals {
  # Written by the query file, read from the gateway's own lines.
  log_widgets = [
    for widget in [
      { title = "Requests per hour by provider", view = "timeSeries", query = "requests-per-hour-by-provider" },
      { title = "Error rate by provider", view = "table", query = "error-rate-by-provider" },
      { title = "Latency percentiles by provider", view = "table", query = "latency-percentiles-by-provider" },
      { title = "Top endpoints", view = "table", query = "requests-by-endpoint" },
      ] : {
      type = "log"
      properties = {
        title  = widget.title
        view   = widget.view
        region = local.region
        query  = "SOURCE '${local.log_groups.gateway}' | ${var.queries[widget.query]}"
      }
    }
  ]

  balancer_widgets = [
    for widget in [
      {
        title = "Calls and errors at the load balancer"
        stat  = "Sum"
        metrics = [
          for metric in ["RequestCount", "HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"] :
          ["AWS/ApplicationELB", metric, "LoadBalancer", var.alb_arn_suffix]
        ]
      },
      {
        title = "Seconds until an answer begins"
        stat  = "Average"
        metrics = [
          for percentile in ["p50", "p90", "p99"] :
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", var.alb_arn_suffix, { stat = percentile, label = percentile }]
        ]
      },
      ] : {
      type       = "metric"
      properties = merge(widget, { view = "timeSeries", region = local.region, period = 300 })
    }
  ]

  # A search needs no list of models: what the collector has written appears.
  gateway_widgets = [
    for widget in [
      { title = "Streams in flight", metric = "StreamsInFlight", stat = "Maximum" },
      { title = "Cost in US dollars", metric = "EstimatedCostUsd", stat = "Sum" },
      { title = "Tokens", metric = "TokensUsed", stat = "Sum" },
      ] : {
      type = "metric"
      properties = {
        title   = widget.title
        view    = "timeSeries"
        stat    = widget.stat
        region  = local.region
        period  = 300
        metrics = [[{ id = "found", expression = "SEARCH('Namespace=\"${var.metrics_namespace}\" MetricName=\"${widget.metric}\"', '${widget.stat}', 300)" }]]
      }
    }
  ]

  widgets = concat(local.log_widgets, local.balancer_widgets, var.cost_attribution ? local.gateway_widgets : [])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  # Two widgets in a row, each half of the 24 columns wide.
  dashboard_body = jsonencode({
    widgets = [
      for number, widget in local.widgets : merge(widget, {
        x      = number % 2 * 12
        y      = floor(number / 2) * 6
        width  = 12
        height = 6
      })
    ]
  })
}
