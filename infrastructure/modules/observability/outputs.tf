output "logs_kms_key_arn" {
  description = "Key of every log group of the deployment."
  value       = aws_kms_key.logs.arn
}

output "log_group_names" {
  description = "Names of the log groups: gateway, collector, otlp_logs, metrics."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}

output "log_group_arns" {
  description = "ARNs of the log groups, under the same keys."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.arn }
}

output "alarm_topic_arn" {
  description = "Topic of the alarms. Its policy and key let CloudWatch and AWS Budgets publish."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_name" {
  description = "The dashboard in CloudWatch."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "alarm_names" {
  description = "The alarms in CloudWatch."
  value = concat([
    aws_cloudwatch_metric_alarm.errors.alarm_name,
    aws_cloudwatch_metric_alarm.unhealthy_hosts.alarm_name,
    aws_cloudwatch_metric_alarm.p99.alarm_name,
    aws_cloudwatch_metric_alarm.no_running_tasks.alarm_name,
  ], aws_cloudwatch_metric_alarm.spend[*].alarm_name)
}
