resource "aws_cloudwatch_log_group" "this" {
  for_each = local.log_groups

  name              = each.value
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.logs.arn
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = var.queries

  name            = "${var.name}/${each.key}"
  log_group_names = [aws_cloudwatch_log_group.this["gateway"].name]
  query_string    = each.value
}
