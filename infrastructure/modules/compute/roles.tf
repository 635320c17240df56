# Two roles. The execution role is ECS's own: it pulls the images and opens the log streams, before
# any code of ours runs. The task role is what the containers have.

locals {
  trusted_to_ecs = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      # For no other account's task.
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:ecs:${var.region}:${var.account_id}:*" }
      }
    }]
  })
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  description        = "Pulls the images and writes the containers' output"
  assume_role_policy = local.trusted_to_ecs
}

resource "aws_iam_role_policy" "execution" {
  name = "execution"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # A token is the registry's, not a repository's: IAM knows no resource for it.
        Sid      = "LogInToTheRegistry"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*"
      },
      {
        Sid    = "PullImages"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ]
        Resource = sort([for repository in aws_ecr_repository.this : repository.arn])
      },
      {
        Sid    = "WriteOutput"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${var.log_group_arns["gateway"]}:*",
          "${var.log_group_arns["collector"]}:*",
        ]
      },
    ]
  })
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  description        = "What the gateway and its collector may do"
  assume_role_policy = local.trusted_to_ecs
}

# Portkey has no default credentials and reads no secret: callers bring their keys.
resource "aws_iam_role_policy" "gateway" {
  count = var.engine == "ai-gateway" ? 1 : 0

  name = "gateway"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReadProviderKeys"
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = sort([for secret in aws_secretsmanager_secret.this : secret.arn])
        },
        {
          Sid       = "DecryptProviderKeys"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = [aws_kms_key.secrets.arn]
          Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.amazonaws.com" } }
        },
        {
          # AI_GATEWAY_CONFIG names a version, and a version has an action of its own.
          Sid      = "ReadTheConfiguration"
          Effect   = "Allow"
          Action   = ["s3:GetObjectVersion"]
          Resource = ["${aws_s3_bucket.config.arn}/${local.config_key}"]
        },
        {
          Sid       = "DecryptTheConfiguration"
          Effect    = "Allow"
          Action    = ["kms:Decrypt"]
          Resource  = [aws_kms_key.artifacts.arn]
          Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
        },
      ],
      local.bedrock_statements,
      [
        for arn in var.attribution_role_arn[*] : {
          Sid      = "CallInATeamsName"
          Effect   = "Allow"
          Action   = ["sts:AssumeRole", "sts:TagSession"]
          Resource = [arn]
        }
      ],
    )
  })
}

resource "aws_iam_role_policy" "collector" {
  name = "collector"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # X-Ray has no resource for the traces that are sent to it.
        Sid      = "SendTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = "*"
      },
      {
        # Metrics travel as log events in the embedded metric format.
        Sid    = "SendLogsAndMetrics"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${var.log_group_arns["otlp_logs"]}:*",
          "${var.log_group_arns["metrics"]}:*",
        ]
      },
    ]
  })
}
