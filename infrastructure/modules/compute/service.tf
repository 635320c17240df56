# ECS refuses a service whose target group has no listener yet.
resource "terraform_data" "listener" {
  input = var.listener_arn
}

resource "aws_ecs_service" "this" {
  name            = local.service_name
  cluster         = aws_ecs_cluster.this.arn
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.min_tasks
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  # The gateway answers in seconds; images are pulled before this clock starts.
  health_check_grace_period_seconds = 60
  availability_zone_rebalancing     = "ENABLED"
  propagate_tags                    = "SERVICE"
  enable_execute_command            = false

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [var.security_group_id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = local.gateway_container.name
    container_port   = local.port
  }

  lifecycle {
    # The count is autoscaling's from the first minute on. Of rebalancing, versions of the provider
    # and simulators of AWS disagree on what an answer without it means.
    ignore_changes = [desired_count, availability_zone_rebalancing]
  }

  # Without its policies a task cannot read its configuration, and without them ECS cannot stop it.
  depends_on = [
    terraform_data.listener,
    aws_ecs_cluster_capacity_providers.this,
    aws_iam_role_policy.execution,
    aws_iam_role_policy.gateway,
    aws_iam_role_policy.collector,
  ]
}
