locals {
  service_name = "gateway"
  port         = 8787

  # The collector's share is given, the gateway has the rest.
  gateway_cpu    = var.cpu - var.collector_cpu
  gateway_memory = var.memory - var.collector_memory

  # What differs from one engine to the other. Neither command needs a shell in the image.
  engines = {
    ai-gateway = {
      repository = "gateway"
      tag        = var.gateway_image_tag
      command    = null
      health     = ["CMD", "python", "-m", "ai_gateway.cli.health"]
      user       = "65532:65532"
      environment = {
        AI_GATEWAY_CONFIG = "s3://${aws_s3_bucket.config.id}/${local.config_key}?versionId=${aws_s3_object.config.version_id}"
        AWS_REGION        = var.region
      }
    }
    portkey = {
      repository = "portkey"
      tag        = var.portkey_image_tag
      # Without --headless every caller could read every other's log at /log/stream. PORT is not read.
      command = ["node", "build/start-server.js", "--headless", "--port=${local.port}"]
      # It has no health route; / answers as soon as it listens.
      health = ["CMD", "node", "-e", "fetch('http://127.0.0.1:${local.port}/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
      user   = "1000:1000"
      environment = {
        NODE_ENV = "production"
        # Its own list lets callers reach the task's loopback, where the collector listens.
        TRUSTED_CUSTOM_HOSTS = "none.invalid"
      }
    }
  }
  engine = local.engines[var.engine]

  collector_environment = {
    AOT_CONFIG_CONTENT = var.otel_config
    AWS_REGION         = var.region
    SERVICE_NAME       = var.name
    ENVIRONMENT        = var.environment
    METRICS_LOG_GROUP  = var.log_group_names["metrics"]
    OTLP_LOG_GROUP     = var.log_group_names["otlp_logs"]
    # Refuses data at 80 % of what the container may use, and begins a fifth below: Go's garbage
    # is not collected at once, and the container is killed at 100 %.
    MEMORY_LIMIT_MIB = tostring(floor(var.collector_memory * 0.8))
    MEMORY_SPIKE_MIB = tostring(floor(var.collector_memory * 0.16))
    # Each name is a metric for each set of dimensions, and each of them is billed.
    COST_METRICS = var.cost_attribution ? "TokensUsed|EstimatedCostUsd" : "none"
  }

  gateway_container = merge(
    {
      name              = "gateway"
      image             = "${aws_ecr_repository.this[local.engine.repository].repository_url}:${local.engine.tag}"
      essential         = true
      cpu               = local.gateway_cpu
      memory            = local.gateway_memory
      memoryReservation = local.gateway_memory
      user              = local.engine.user
      environment       = [for name, value in local.engine.environment : { name = name, value = value }]
      portMappings      = [{ name = "http", containerPort = local.port, hostPort = local.port, protocol = "tcp" }]
      stopTimeout       = var.stop_timeout
      # A stream is two sockets.
      ulimits = [{ name = "nofile", softLimit = 65535, hardLimit = 65535 }]
      healthCheck = {
        command     = local.engine.health
        interval    = 10
        timeout     = 5
        retries     = 3
        startPeriod = 30
      }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = var.log_group_names["gateway"]
          awslogs-region        = var.region
          awslogs-stream-prefix = "gateway"
          # The lines are the ledger: late is better than lost.
          mode = "blocking"
        }
      }
    },
    local.hardening,
    { for command in [local.engine.command] : "command" => command if command != null },
  )

  collector_container = merge(
    {
      name  = "collector"
      image = "${aws_ecr_repository.this["collector"].repository_url}:${var.collector_image_tag}"
      # Telemetry that is gone must not take calls with it.
      essential         = false
      cpu               = var.collector_cpu
      memory            = var.collector_memory
      memoryReservation = var.collector_memory
      user              = "65532:65532"
      environment       = [for name, value in local.collector_environment : { name = name, value = value }]
      portMappings      = []
      # It stays until the last stream's span has come.
      stopTimeout = var.stop_timeout
      healthCheck = {
        command     = ["CMD", "/healthcheck"]
        interval    = 30
        timeout     = 5
        retries     = 3
        startPeriod = 15
      }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = var.log_group_names["collector"]
          awslogs-region        = var.region
          awslogs-stream-prefix = "collector"
          mode                  = "non-blocking"
          max-buffer-size       = "4m"
        }
      }
    },
    local.hardening,
  )

  hardening = {
    readonlyRootFilesystem = true
    privileged             = false
    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { drop = ["ALL"] }
    }
    mountPoints    = []
    volumesFrom    = []
    systemControls = []
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.gateway_container, local.collector_container])

  # A revision that is deregistered cannot be rolled back to.
  skip_destroy = true

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  lifecycle {
    precondition {
      condition     = local.gateway_memory >= 256 && local.gateway_cpu >= 128
      error_message = "memory ${var.memory} less collector_memory ${var.collector_memory} leaves the gateway ${local.gateway_memory} MiB, and cpu ${var.cpu} less collector_cpu ${var.collector_cpu} leaves it ${local.gateway_cpu}. It needs 256 MiB and 128 units to start: raise memory or cpu, or give the collector less."
    }
  }
}
