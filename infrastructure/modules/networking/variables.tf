variable "name" {
  description = "Prefix of every name: project and environment, as `ai-gateway-dev`. A load balancer's name has at most 32 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,29}[a-z0-9]$", var.name))
    error_message = "name is ${var.name}: it must have 3 to 31 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen. Shorten project or environment."
  }
}

variable "vpc_cidr" {
  description = "Addresses of the VPC that is made. Its subnets take the numbers 1, 2 (public) and 10, 20 (private) of the 256 parts that it is cut into."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition = (
      can(cidrnetmask(var.vpc_cidr)) &&
      try(cidrhost(var.vpc_cidr, 0) == split("/", var.vpc_cidr)[0], false) &&
      try(tonumber(split("/", var.vpc_cidr)[1]) >= 16, false) &&
      try(tonumber(split("/", var.vpc_cidr)[1]) <= 19, false)
    )
    error_message = "vpc_cidr is ${var.vpc_cidr}: it must be the first address of an IPv4 network from /16 (the largest VPC) to /19 (its parts are /27, the smallest that a load balancer takes). Set for example 10.0.0.0/16."
  }
}

variable "subnet_cidrs" {
  description = "Subnets of the VPC that is made, one public and one private for each of two zones. Null computes them from `vpc_cidr`."
  type = object({
    public  = list(string)
    private = list(string)
  })
  default = null

  validation {
    condition = var.subnet_cidrs == null ? true : (
      length(var.subnet_cidrs.public) == 2 && length(var.subnet_cidrs.private) == 2 &&
      alltrue([for cidr in concat(var.subnet_cidrs.public, var.subnet_cidrs.private) : can(cidrnetmask(cidr))])
    )
    error_message = "subnet_cidrs must hold two public and two private IPv4 networks. Correct the lists, or leave it null to have them computed from vpc_cidr."
  }
}

variable "availability_zones" {
  description = "The two zones of the VPC that is made. Empty takes the first two of the region."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.availability_zones) == 0 || length(distinct(var.availability_zones)) == 2
    error_message = "availability_zones names ${length(var.availability_zones)} zones: a load balancer needs two different ones. Name two, or none to take the region's first two."
  }
}

variable "nat_per_az" {
  description = "One NAT gateway for each zone instead of one for both: a zone that fails then takes only its own tasks with it. It doubles the fixed price of NAT."
  type        = bool
  default     = false
  nullable    = false
}

variable "vpc_id" {
  description = "An existing VPC to build in. Null makes one. With it, `existing_subnets` must be set, and no NAT gateway, route or flow log is made."
  type        = string
  default     = null

  validation {
    condition     = var.vpc_id == null ? true : startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id is ${coalesce(var.vpc_id, "null")}: the id of a VPC begins with vpc-. Set one, or null to have a VPC made."
  }

  validation {
    condition     = (var.vpc_id == null) == (var.existing_subnets == null)
    error_message = "vpc_id and existing_subnets belong together: a subnet lies in one VPC. Set both to use an existing VPC, or neither to have one made."
  }
}

variable "existing_subnets" {
  description = "Subnets of `vpc_id`: at least two public ones for the load balancer, at least two private ones with a way out for the tasks, in different zones. The private route tables get the gateway endpoint for S3; with none, it is not made."
  type = object({
    public               = list(string)
    private              = list(string)
    private_route_tables = optional(list(string), [])
  })
  default = null

  validation {
    condition = var.existing_subnets == null ? true : (
      length(distinct(var.existing_subnets.private)) >= 2 &&
      (length(distinct(var.existing_subnets.public)) >= 2 || var.internal)
    )
    error_message = "existing_subnets must name at least two private subnets for the tasks and, unless internal is true, two public ones for the load balancer. Add subnets of a second zone."
  }
}

variable "interface_endpoints" {
  description = "AWS services reached inside the VPC instead of through NAT, as the last part of the endpoint's service name. In an existing VPC leave out those it has already."
  type        = list(string)
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "bedrock-runtime", "sts", "xray", "monitoring"]
  nullable    = false

  validation {
    condition = (
      length(distinct(var.interface_endpoints)) == length(var.interface_endpoints) &&
      alltrue([for service in var.interface_endpoints : can(regex("^[a-z0-9][a-z0-9.-]*$", service)) && service != "s3"])
    )
    error_message = "interface_endpoints is ${jsonencode(var.interface_endpoints)}: each service stands once, named as in com.amazonaws.<region>.<service>, for example bedrock-runtime. s3 has a gateway endpoint already: take it off the list."
  }
}

variable "logs_kms_key_arn" {
  description = "Key that encrypts the log groups of the WAF and of the flow logs. Its policy must let CloudWatch Logs use it for `aws-waf-logs-<name>` and `/aws/vpc/<name>/flow`."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.logs_kms_key_arn, "arn:")
    error_message = "logs_kms_key_arn is ${var.logs_kms_key_arn}: it must be the ARN of a KMS key. Set logs_kms_key_arn of the observability module."
  }
}

variable "log_retention_days" {
  description = "Days that flow logs, WAF logs and access logs are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}: CloudWatch Logs takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and some longer ones. Set 365, for example."
  }
}
