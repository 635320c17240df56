# What every part shares. The rest stands by concern: variables_networking.tf, variables_auth.tf,
# variables_observability.tf, variables_compute.tf, variables_features.tf.

variable "environment" {
  description = "Name of the environment: dev, prod, or any other. Names that begin with prod are held to what production needs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}$", var.environment))
    error_message = "environment is ${var.environment}: it must have 1 to 15 lower-case letters, digits and hyphens and begin with a letter, for it is part of every name. Set dev, prod or staging, for example."
  }
}

variable "region" {
  description = "AWS region, as eu-central-1."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is ${var.region}: it must be a region's name such as eu-central-1."
  }
}

variable "project" {
  description = "First part of every name. Two deployments of one environment in an account need different ones."
  type        = string
  default     = "ai-gateway"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,13}[a-z0-9]$", var.project)) && !can(regex("aws|amazon|cognito", var.project))
    error_message = "project is ${var.project}: it must have 3 to 15 lower-case letters, digits and hyphens, begin with a letter, not end with a hyphen, and not contain aws, amazon or cognito, which Cognito refuses in a domain."
  }
}

variable "tags" {
  description = "More tags for every resource, beside Project, Environment and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.tags), ["Project", "Environment", "ManagedBy"])) == 0
    error_message = "tags sets ${join(", ", setintersection(keys(var.tags), ["Project", "Environment", "ManagedBy"]))}, which the deployment writes itself. Take it out; project and environment change the first two."
  }
}

variable "deletion_protection" {
  description = "Refuse to destroy what cannot be made again as it was: the user pool, the load balancer with its access logs, repositories, configuration and secrets. Null protects the user pool everywhere and the rest in production. `terraform destroy` needs false, applied before."
  type        = bool
  default     = null
}
