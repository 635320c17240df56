# Applied to a simulated provider, so that policies and task definitions have their values.

mock_provider "aws" {
  mock_resource "aws_ecr_repository" {
    defaults = {
      arn            = "arn:aws:ecr:eu-central-1:123456789012:repository/ai-gateway-test/image"
      repository_url = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/ai-gateway-test/image"
    }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/0" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "bucket", arn = "arn:aws:s3:::bucket" }
  }
  mock_resource "aws_s3_object" {
    defaults = { version_id = "version-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/role" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/ai-gateway-test" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:123456789012:task-definition/ai-gateway-test:1" }
  }
}

variables {
  name                = "ai-gateway-test"
  environment         = "test"
  region              = "eu-central-1"
  account_id          = "123456789012"
  deletion_protection = false
  gateway_image_tag   = "0.1.0"
  collector_image_tag = "v0.48.0"
  gateway_config      = "{\"edge\":{\"port\":8787}}"
  otel_config         = "receivers: {}"
  cpu                 = 512
  memory              = 1024
  min_tasks           = 1
  max_tasks           = 3
  streams_per_task    = 500
  subnet_ids          = ["subnet-a", "subnet-b"]
  security_group_id   = "sg-1"
  target_group_arn    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/t/0123456789abcdef"
  listener_arn        = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/l/0123456789abcdef/0123456789abcdef"
  log_group_names     = { gateway = "/g", collector = "/c", otlp_logs = "/l", metrics = "/m" }
  log_group_arns = {
    gateway   = "arn:aws:logs:eu-central-1:123456789012:log-group:/g"
    collector = "arn:aws:logs:eu-central-1:123456789012:log-group:/c"
    otlp_logs = "arn:aws:logs:eu-central-1:123456789012:log-group:/l"
    metrics   = "arn:aws:logs:eu-central-1:123456789012:log-group:/m"
  }
  bedrock_models          = ["eu.anthropic.claude-haiku-4-5-20251001-v1:0", "amazon.titan-embed-text-v2:0"]
  bedrock_profile_regions = { eu = ["eu-central-1", "eu-west-1"], us = ["us-east-1"] }
}

run "accepted" {
  assert {
    condition     = aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "tasks run on ARM64"
  }
  assert {
    condition     = one([for setting in aws_ecs_cluster.this.setting : setting.value]) == "enhanced"
    error_message = "the cluster has enhanced insights"
  }
  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 100 && aws_ecs_service.this.deployment_maximum_percent == 200
    error_message = "no task stops before its successor serves"
  }
  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "a deployment that does not come up is rolled back"
  }
  assert {
    condition     = !aws_ecs_service.this.network_configuration[0].assign_public_ip && length(aws_ecs_service.this.network_configuration[0].subnets) == 2
    error_message = "tasks have no public address and stand in both zones"
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE" && repository.encryption_configuration[0].encryption_type == "KMS" && repository.image_scanning_configuration[0].scan_on_push])
    error_message = "images are immutable, encrypted and scanned"
  }
  assert {
    condition     = toset(keys(aws_ecr_repository.this)) == toset(["gateway", "collector"])
    error_message = "there is a repository for each image that runs, and no other"
  }
  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["gateway"].policy).rules[0].selection.countNumber == 10
    error_message = "the last ten images are kept"
  }
  assert {
    condition = toset([for secret in aws_secretsmanager_secret.this : secret.name]) == toset([
      "ai-gateway/openai-api-key", "ai-gateway/anthropic-api-key", "ai-gateway/google-api-key", "ai-gateway/azure-api-key",
    ])
    error_message = "the four secrets have their names"
  }
  assert {
    condition     = aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].target_value == 70
    error_message = "autoscaling aims at 70 % of CPU"
  }
  assert {
    condition = alltrue([
      for policy in [aws_appautoscaling_policy.cpu, aws_appautoscaling_policy.streams[0]] :
      policy.target_tracking_scaling_policy_configuration[0].scale_out_cooldown == 60 && policy.target_tracking_scaling_policy_configuration[0].scale_in_cooldown == 300
    ])
    error_message = "autoscaling waits 60 s before it goes further out and 300 s before it goes further in"
  }
  assert {
    condition = toset([
      for dimension in aws_appautoscaling_policy.streams[0].target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].dimensions :
      "${dimension.name}=${dimension.value}"
    ]) == toset(["service=ai-gateway-test"])
    error_message = "streams in flight have the service as their only dimension"
  }
}

run "containers" {
  assert {
    condition = alltrue([
      for container in jsondecode(aws_ecs_task_definition.this.container_definitions) :
      container.readonlyRootFilesystem && !container.privileged && split(":", container.user)[0] != "0"
      && container.linuxParameters.capabilities.drop == ["ALL"] && !can(container.secrets)
    ])
    error_message = "each container is read-only, not root, without capabilities and without a secret from ECS"
  }
  assert {
    condition     = [for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.essential] == [true, false]
    error_message = "the task lives with the gateway and without the collector"
  }
  assert {
    condition     = sum([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.memory]) == 1024 && sum([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.cpu]) == 512
    error_message = "what the task has is split, and none of it is left"
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].healthCheck.command == ["CMD", "python", "-m", "ai_gateway.cli.health"]
    error_message = "the health check is the image's own program"
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : variable.name => variable.value } == { AI_GATEWAY_CONFIG = "s3://bucket/gateway.yaml?versionId=version-1", AWS_REGION = "eu-central-1" }
    error_message = "the version of gateway.yaml is in the task definition"
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment : variable.name => variable.value }["MEMORY_LIMIT_MIB"] == "204"
    error_message = "the collector refuses data at 80 % of its 256 MiB"
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment : variable.name => variable.value }["COST_METRICS"] == "none"
    error_message = "without cost attribution no metric of cost is billed"
  }
}

run "permissions" {
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : !contains(flatten([statement.Resource]), "*")])
    error_message = "the gateway may do nothing to everything"
  }
  assert {
    condition = [
      for statement in concat(jsondecode(aws_iam_role_policy.execution.policy).Statement, jsondecode(aws_iam_role_policy.collector.policy).Statement) :
      statement.Action if contains(flatten([statement.Resource]), "*")
    ] == [["ecr:GetAuthorizationToken"], ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]]
    error_message = "only what IAM knows no resource for is allowed on everything"
  }
  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Action])) == toset([
      "secretsmanager:GetSecretValue", "kms:Decrypt", "s3:GetObjectVersion", "bedrock:InvokeModel",
      "bedrock:InvokeModelWithResponseStream", "bedrock:CountTokens", "bedrock:GetInferenceProfile",
    ])
    error_message = "the gateway may do what it does without features, and nothing else"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Resource if statement.Sid == "ReadTheConfiguration"] == [["arn:aws:s3:::bucket/gateway.yaml"]]
    error_message = "of S3 it may read the one object"
  }
  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Resource if statement.Sid == "CallModels"]) == [
      "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0",
      "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0",
      "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
      "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
    ]
    error_message = "a profile is named with its model in each of its regions, and a model in this one"
  }
}

run "global_profile" {
  variables {
    bedrock_models = ["global.anthropic.claude-haiku-4-5-20251001-v1:0"]
  }
  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Resource if statement.Sid == "CallModels"]) == [
      "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
      "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
      "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
    ]
    error_message = "a global profile's model is named here and without a region"
  }
}

run "features" {
  variables {
    guardrail            = { arn = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/g", kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/g" }
    attribution_role_arn = "arn:aws:iam::123456789012:role/ai-gateway-test-attribution"
    cost_attribution     = true
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Resource if contains(statement.Action, "bedrock:ApplyGuardrail")] == [["arn:aws:bedrock:eu-central-1:123456789012:guardrail/g"]]
    error_message = "the one guardrail may be applied"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.gateway[0].policy).Statement : statement.Resource if contains(statement.Action, "sts:TagSession")] == [["arn:aws:iam::123456789012:role/ai-gateway-test-attribution"]]
    error_message = "the one role may be assumed with tags"
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment : variable.name => variable.value }["COST_METRICS"] == "TokensUsed|EstimatedCostUsd"
    error_message = "with cost attribution tokens and cost are metrics"
  }
}

run "portkey" {
  variables {
    engine = "portkey"
  }
  assert {
    condition     = contains(keys(aws_ecr_repository.this), "portkey") && endswith(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].image, ":1.15.2")
    error_message = "Portkey's image is pulled from a repository of its own"
  }
  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].command, "--headless")
    error_message = "Portkey's console and log feed are off"
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].healthCheck.command[1] == "node"
    error_message = "Portkey's health check is run by what its image has"
  }
  assert {
    condition     = length(aws_iam_role_policy.gateway) == 0 && length(aws_appautoscaling_policy.streams) == 0
    error_message = "Portkey has no permission that it does not use, and no metric to scale on that it does not send"
  }
}

run "refused_size" {
  command = plan
  variables {
    cpu    = 512
    memory = 8192
  }
  expect_failures = [var.memory]
}

run "refused_cpu" {
  command = plan
  variables {
    cpu = 600
  }
  expect_failures = [var.cpu]
}

run "refused_split" {
  command = plan
  variables {
    collector_memory = 900
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "refused_tasks" {
  command = plan
  variables {
    min_tasks = 4
  }
  expect_failures = [var.max_tasks]
}

run "refused_stop_timeout" {
  command = plan
  variables {
    stop_timeout = 300
  }
  expect_failures = [var.stop_timeout]
}

run "refused_latest" {
  command = plan
  variables {
    gateway_image_tag   = "latest"
    collector_image_tag = "latest"
  }
  expect_failures = [var.gateway_image_tag, var.collector_image_tag]
}

run "refused_every_model" {
  command = plan
  variables {
    bedrock_models = ["anthropic.*"]
  }
  expect_failures = [var.bedrock_models]
}

run "refused_one_zone" {
  command = plan
  variables {
    subnet_ids = ["subnet-a"]
  }
  expect_failures = [var.subnet_ids]
}

run "refused_engine" {
  command = plan
  variables {
    engine = "nginx"
  }
  expect_failures = [var.engine]
}
