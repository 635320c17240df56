# Who and where

variable "name" {
  description = "Name of the deployment; prefix of everything that is named here."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,26}[a-z0-9]$", var.name))
    error_message = "name ${var.name} must be 3 to 28 lower-case letters, digits and hyphens: it is part of the bucket's name, which may have 63 characters."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod; on telemetry."
  type        = string
  nullable    = false
}

variable "region" {
  description = "AWS region."
  type        = string
  nullable    = false
}

variable "account_id" {
  description = "AWS account id."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the twelve digits of an AWS account."
  }
}

variable "partition" {
  description = "AWS partition: aws, aws-us-gov."
  type        = string
  default     = "aws"
  nullable    = false
}

variable "deletion_protection" {
  description = "Keep images, configuration and secrets from being destroyed with the rest: repositories and bucket must be empty, secrets can be restored for 30 days."
  type        = bool
  nullable    = false
}

# What runs

variable "engine" {
  description = "What runs in the gateway's container: ai-gateway, or portkey."
  type        = string
  default     = "ai-gateway"
  nullable    = false

  validation {
    condition     = contains(["ai-gateway", "portkey"], var.engine)
    error_message = "engine must be ai-gateway or portkey."
  }
}

variable "gateway_image_tag" {
  description = "Tag of the gateway's image in its repository."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.gateway_image_tag)) && var.gateway_image_tag != "latest"
    error_message = "gateway_image_tag must be a tag, and not latest: tags here are immutable, so that a revision is one image for ever."
  }
}

variable "portkey_image_tag" {
  description = "Tag of Portkey's image in its repository."
  type        = string
  default     = "1.15.2"
  nullable    = false
}

variable "collector_image_tag" {
  description = "Tag of the ADOT collector's image in its repository."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.collector_image_tag)) && var.collector_image_tag != "latest"
    error_message = "collector_image_tag must be a tag, and not latest: tags here are immutable, so that a revision is one image for ever."
  }
}

variable "gateway_config" {
  description = "gateway.yaml, as text."
  type        = string
  nullable    = false

  validation {
    condition     = can(yamldecode(var.gateway_config))
    error_message = "gateway_config must be YAML."
  }
}

variable "otel_config" {
  description = "Configuration of the collector, as text."
  type        = string
  nullable    = false

  validation {
    # ECS refuses a task definition above 64 KiB, and this is the larger part of it.
    condition     = can(yamldecode(var.otel_config)) && length(var.otel_config) < 32768
    error_message = "otel_config must be YAML and shorter than 32 KiB: it travels in the task definition."
  }
}

variable "secret_prefix" {
  description = "What the names of the four secrets begin with."
  type        = string
  default     = "ai-gateway"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9/_+=.@-]{0,200}[A-Za-z0-9]$", var.secret_prefix))
    error_message = "secret_prefix ${var.secret_prefix} must be letters, digits and / _ + = . @ - and neither begin nor end with one of those signs."
  }
}

# Size

variable "cpu" {
  description = "CPU units of a task; 1024 are one core."
  type        = number
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "cpu ${var.cpu} is no size of Fargate's: choose 256, 512, 1024, 2048, 4096, 8192 or 16384."
  }
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  nullable    = false

  validation {
    condition = contains(
      lookup({
        256   = [512, 1024, 2048]
        512   = range(1024, 4097, 1024)
        1024  = range(2048, 8193, 1024)
        2048  = range(4096, 16385, 1024)
        4096  = range(8192, 30721, 1024)
        8192  = range(16384, 61441, 4096)
        16384 = range(32768, 122881, 8192)
      }, var.cpu, []),
      var.memory,
    )
    error_message = "memory ${var.memory} does not go with cpu ${var.cpu} on Fargate: for 512 choose 1024 to 4096, for 1024 choose 2048 to 8192, in steps of 1024."
  }
}

variable "collector_cpu" {
  description = "CPU units of the task that are the collector's."
  type        = number
  default     = 64
  nullable    = false
}

variable "collector_memory" {
  description = "Memory in MiB of the task that is the collector's; it refuses telemetry at 80 % of it."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.collector_memory >= 128
    error_message = "collector_memory ${var.collector_memory} is too little: the collector holds about 100 MiB at rest, so give it 128 or more."
  }
}

variable "min_tasks" {
  description = "Fewest tasks."
  type        = number
  nullable    = false

  validation {
    condition     = var.min_tasks >= 1 && floor(var.min_tasks) == var.min_tasks
    error_message = "min_tasks ${var.min_tasks} must be a whole number from 1."
  }
}

variable "max_tasks" {
  description = "Most tasks."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_tasks >= var.min_tasks && floor(var.max_tasks) == var.max_tasks
    error_message = "max_tasks ${var.max_tasks} must be a whole number and at least min_tasks, ${var.min_tasks}."
  }
}

variable "cpu_target" {
  description = "CPU in percent that autoscaling aims at."
  type        = number
  default     = 70
  nullable    = false

  validation {
    condition     = var.cpu_target >= 10 && var.cpu_target <= 90
    error_message = "cpu_target ${var.cpu_target} must be from 10 to 90 percent."
  }
}

variable "streams_per_task" {
  description = "Open streams for each task that autoscaling aims at."
  type        = number
  nullable    = false

  validation {
    condition     = var.streams_per_task >= 1
    error_message = "streams_per_task ${var.streams_per_task} must be 1 or more."
  }
}

variable "stop_timeout" {
  description = "Seconds between SIGTERM and SIGKILL."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.stop_timeout >= 30 && var.stop_timeout <= 120
    error_message = "stop_timeout ${var.stop_timeout} must be from 30 to 120 s: Fargate kills at 120, and below 30 open streams are cut."
  }
}

# What it stands in

variable "subnet_ids" {
  description = "Private subnets, in two availability zones or more."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name two subnets or more, in different availability zones."
  }
}

variable "security_group_id" {
  description = "Security group of the tasks."
  type        = string
  nullable    = false
}

variable "target_group_arn" {
  description = "Target group that tasks register with."
  type        = string
  nullable    = false
}

variable "listener_arn" {
  description = "Listener that forwards to the target group; the service waits for it."
  type        = string
  nullable    = false
}

variable "log_group_names" {
  description = "Names of the log groups gateway, collector, otlp_logs and metrics."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["gateway", "collector", "otlp_logs", "metrics"], keys(var.log_group_names))) == 0
    error_message = "log_group_names must have gateway, collector, otlp_logs and metrics."
  }
}

variable "log_group_arns" {
  description = "ARNs of the log groups gateway, collector, otlp_logs and metrics, without `:*` at the end."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["gateway", "collector", "otlp_logs", "metrics"], keys(var.log_group_arns))) == 0
    error_message = "log_group_arns must have gateway, collector, otlp_logs and metrics."
  }
}

# What it may call

variable "bedrock_models" {
  description = "Models of Bedrock that may be called: ids, ids of inference profiles, ARNs of application inference profiles (add the ids of the models behind them)."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.bedrock_models) > 0 && alltrue([for model in var.bedrock_models : can(regex("^[A-Za-z0-9:][A-Za-z0-9._:/-]*$", model))])
    error_message = "bedrock_models must name one model or more, each by id or ARN and none by a pattern: a role that may call every model may call the dearest."
  }
}

variable "bedrock_profile_regions" {
  description = "Regions that a cross-region inference profile may send a call to, by the prefix of its id."
  type        = map(list(string))
  nullable    = false
}

variable "guardrail" {
  description = "Guardrail of Bedrock that may be applied, and the key it is encrypted with; null for none."
  type        = object({ arn = string, kms_key_arn = string })
  default     = null
}

variable "attribution_role_arn" {
  description = "Role to call Bedrock as, with a team's session tags; null for none."
  type        = string
  default     = null
}

variable "cost_attribution" {
  description = "Make metrics of tokens and cost."
  type        = bool
  default     = false
  nullable    = false
}
