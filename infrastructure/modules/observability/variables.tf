variable "name" {
  description = "Prefix of every name: project and environment, as `ai-gateway-dev`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,29}[a-z0-9]$", var.name))
    error_message = "name is ${var.name}: it must have 3 to 31 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen. Shorten project or environment."
  }
}

variable "log_retention_days" {
  description = "Days that the four log groups keep their lines."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}: CloudWatch Logs takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and some longer ones. Set 365, for example."
  }
}

variable "cluster_name" {
  description = "ECS cluster, for the alarm on running tasks. Known ahead: the cluster is made after this module."
  type        = string
  nullable    = false
}

variable "service_name" {
  description = "ECS service in the cluster."
  type        = string
  nullable    = false
}

variable "alb_arn_suffix" {
  description = "The load balancer as CloudWatch's metrics name it, app/<name>/<id>."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.alb_arn_suffix, "app/")
    error_message = "alb_arn_suffix is ${var.alb_arn_suffix}: it must begin with app/, as the networking module's output does."
  }
}

variable "target_group_arn_suffix" {
  description = "The target group as CloudWatch's metrics name it, targetgroup/<name>/<id>."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.target_group_arn_suffix, "targetgroup/")
    error_message = "target_group_arn_suffix is ${var.target_group_arn_suffix}: it must begin with targetgroup/, as the networking module's output does."
  }
}

variable "queries" {
  description = "Saved CloudWatch Logs Insights queries over the gateway's log group, by name. The dashboard shows four of them."
  type        = map(string)
  nullable    = false

  validation {
    condition = length(setsubtract([
      "requests-per-hour-by-provider", "error-rate-by-provider", "latency-percentiles-by-provider", "requests-by-endpoint",
    ], keys(var.queries))) == 0
    error_message = "queries has ${jsonencode(keys(var.queries))}: the dashboard also needs requests-per-hour-by-provider, error-rate-by-provider, latency-percentiles-by-provider and requests-by-endpoint. Add what is missing to the query file."
  }
}

variable "metrics_namespace" {
  description = "CloudWatch namespace that the collector writes the gateway's metrics to."
  type        = string
  default     = "AIGateway"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9._/#:-]{0,254}$", var.metrics_namespace))
    error_message = "metrics_namespace is ${var.metrics_namespace}: it must have 1 to 255 letters, digits and . _ / # : -, and begin with a letter. Set AIGateway."
  }
}

variable "cost_attribution" {
  description = "Show streams in flight, cost and tokens on the dashboard."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_email" {
  description = "Address that gets the alarms, once it has confirmed AWS's mail. Null: subscribe something else to the topic."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email is ${coalesce(var.alarm_email, "null")}: it must be one mail address, as platform@example.com, or null."
  }
}

variable "alarm_thresholds" {
  description = "When alarms ring: percent of calls that end in 5xx, seconds until 99 of 100 answers begin, US dollars that an hour's calls cost by the gateway's own account."
  type = object({
    error_percent      = optional(number, 5)
    p99_seconds        = optional(number, 60)
    spend_usd_per_hour = optional(number, 50)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.alarm_thresholds.error_percent > 0 && var.alarm_thresholds.error_percent <= 100 &&
      var.alarm_thresholds.p99_seconds > 0 &&
      var.alarm_thresholds.spend_usd_per_hour > 0
    )
    error_message = "alarm_thresholds is ${jsonencode(var.alarm_thresholds)}: error_percent must be above 0 and at most 100, p99_seconds and spend_usd_per_hour above 0. An alarm at 0 would always ring."
  }
}

variable "spend_alarm" {
  description = "Watch what calls cost. It needs the ledger's lines in the gateway's log group."
  type        = bool
  default     = true
  nullable    = false
}
