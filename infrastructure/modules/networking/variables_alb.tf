variable "internal" {
  description = "Put the load balancer into the private subnets, where only the VPC and networks connected with it reach it."
  type        = bool
  default     = false
  nullable    = false
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer. With it, port 80 redirects to 443; null leaves port 80 alone, in clear."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:[a-z-]+:(acm|iam):", var.certificate_arn))
    error_message = "certificate_arn is ${coalesce(var.certificate_arn, "null")}: it must be the ARN of a certificate in ACM, arn:aws:acm:<region>:<account>:certificate/<id>."
  }
}

variable "allowed_cidrs" {
  description = "IPv4 networks that may reach the load balancer. The whole world only with a certificate: bearer tokens would travel in clear."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = length(var.allowed_cidrs) > 0 && alltrue([for cidr in var.allowed_cidrs : can(cidrnetmask(cidr))])
    error_message = "allowed_cidrs is ${jsonencode(var.allowed_cidrs)}: it must list at least one IPv4 network, for example [\"198.51.100.0/24\"]."
  }

  validation {
    condition = var.certificate_arn != null || alltrue([
      for cidr in var.allowed_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)
    ])
    error_message = "allowed_cidrs is ${jsonencode(var.allowed_cidrs)} and there is no certificate: the world would send its bearer tokens in clear. Set certificate_arn, or allowed_cidrs to the networks of your own people, none larger than /8."
  }
}

variable "idle_timeout" {
  description = "Seconds that the load balancer keeps a silent connection. The usual 60 s cuts thinking models. The gateway's own keep-alive must be longer."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.idle_timeout >= 60 && var.idle_timeout <= 4000 && floor(var.idle_timeout) == var.idle_timeout
    error_message = "idle_timeout is ${var.idle_timeout}: it must be a whole number from 60 to 4000 seconds. 900 suits models that think."
  }
}

variable "deregistration_delay" {
  description = "Seconds that a task's open calls get before the task is told to stop. It is the whole budget for streams to finish: Fargate waits 120 s at most after that. The load balancer goes on at once when none is open."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.deregistration_delay >= 0 && var.deregistration_delay <= 3600 && floor(var.deregistration_delay) == var.deregistration_delay
    error_message = "deregistration_delay is ${var.deregistration_delay}: it must be a whole number from 0 to 3600 seconds. 900 lets every call finish that idle_timeout allows to be silent."
  }
}

variable "health_check_path" {
  description = "Path that answers 200 while a task may get calls and anything else while it drains."
  type        = string
  default     = "/ready"
  nullable    = false

  validation {
    condition     = startswith(var.health_check_path, "/")
    error_message = "health_check_path is ${var.health_check_path}: it must begin with a slash, as /ready does."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancer, and its access logs with it."
  type        = bool
  default     = false
  nullable    = false
}

variable "domain_name" {
  description = "Name that callers use, written into `route53_zone_id` as an alias of the load balancer."
  type        = string
  default     = null

  validation {
    condition     = (var.domain_name == null) == (var.route53_zone_id == null)
    error_message = "domain_name and route53_zone_id belong together: a record needs a name and a zone. Set both, or neither and use the load balancer's own name."
  }
}

variable "route53_zone_id" {
  description = "Hosted zone that gets the record of `domain_name`."
  type        = string
  default     = null

  validation {
    condition     = var.route53_zone_id == null ? true : can(regex("^Z[A-Z0-9]+$", var.route53_zone_id))
    error_message = "route53_zone_id is ${coalesce(var.route53_zone_id, "null")}: the id of a hosted zone is a Z and capital letters and digits. Take it from the console of Route 53."
  }
}

variable "enable_waf" {
  description = "Put a WAF before the load balancer."
  type        = bool
  default     = false
  nullable    = false
}

variable "waf_rate_limit" {
  description = "Calls that one address may make in five minutes before the WAF answers 429."
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.waf_rate_limit >= 10 && var.waf_rate_limit <= 2000000000
    error_message = "waf_rate_limit is ${var.waf_rate_limit}: WAF takes 10 to 2000000000 calls in five minutes. 2000 is about seven a second."
  }
}
