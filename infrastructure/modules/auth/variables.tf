variable "name" {
  description = "Prefix of every name: project and environment, as `ai-gateway-dev`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,29}[a-z0-9]$", var.name))
    error_message = "name is ${var.name}: it must have 3 to 31 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen. Shorten project or environment."
  }

  # Cognito keeps these words for itself, and the name is the start of the pool's domain.
  validation {
    condition     = !can(regex("aws|amazon|cognito", var.name))
    error_message = "name is ${var.name}: Cognito refuses domains with aws, amazon or cognito in them. Choose another project or environment."
  }
}

variable "alb_arn" {
  description = "Load balancer that gets the HTTPS listener."
  type        = string
  nullable    = false
}

variable "target_group_arn" {
  description = "Target group of the gateway."
  type        = string
  nullable    = false
}

variable "http_listener_arn" {
  description = "The load balancer's listener of port 80, which is the gateway's where there is no certificate."
  type        = string
  nullable    = false
}

variable "certificate_arn" {
  description = "Certificate of the HTTPS listener. Null makes no such listener."
  type        = string
  default     = null
}

variable "ssl_policy" {
  description = "What the HTTPS listener negotiates: TLS 1.3 and, unless the policy says otherwise, 1.2 with forward secrecy."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  nullable    = false

  validation {
    condition = contains([
      "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
      "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
    ], var.ssl_policy)
    error_message = "ssl_policy is ${var.ssl_policy}: it must be ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or stricter, as ELBSecurityPolicy-TLS13-1-3-2021-06 is. Weaker ones negotiate ciphers without forward secrecy."
  }
}

variable "enable_jwt" {
  description = "Let the load balancer check tokens before the gateway does."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_jwt || var.certificate_arn != null
    error_message = "enable_jwt is true and certificate_arn is null: load balancers validate tokens on HTTPS listeners only. Set certificate_arn, or enable_jwt to false and leave tokens to the gateway."
  }
}

variable "allow_gateway_keys" {
  description = "Let calls past the load balancer's check that carry a gateway key (agw_…) or put their credential where a vendor's SDK puts a key. The gateway verifies every call again and is the authority."
  type        = bool
  default     = false
  nullable    = false
}

variable "health_check_path" {
  description = "Path that the load balancer forwards without a token."
  type        = string
  default     = "/ready"
  nullable    = false

  validation {
    condition     = can(regex("^/[a-zA-Z0-9/_.-]*$", var.health_check_path))
    error_message = "health_check_path is ${var.health_check_path}: it must be a plain path without wildcards, as /ready is; whatever it matches needs no token."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the user pool: with it go all client ids and secrets."
  type        = bool
  default     = true
  nullable    = false
}

variable "clients" {
  description = "Further machine clients by name, with the scopes that each may ask for: invoke to call models, admin for the admin API."
  type = map(object({
    scopes = optional(list(string), ["invoke"])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.clients) : can(regex("^[a-z0-9][a-z0-9._-]{0,62}$", name))])
    error_message = "clients has ${jsonencode(keys(var.clients))}: a client's name has 1 to 63 lower-case letters, digits and . _ - Rename those that do not fit."
  }

  validation {
    condition = alltrue([
      for client in var.clients :
      length(client.scopes) > 0 && length(setsubtract(client.scopes, ["invoke", "admin"])) == 0
    ])
    error_message = "Scopes of clients are ${jsonencode({ for name, client in var.clients : name => client.scopes })}: each client needs invoke, admin, or both. Correct those that have others or none."
  }
}
