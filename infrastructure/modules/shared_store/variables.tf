variable "name" {
  description = "Name of the deployment; prefix of everything that is named here."
  type        = string
  nullable    = false
}

variable "account_id" {
  description = "AWS account id."
  type        = string
  nullable    = false
}

variable "partition" {
  description = "AWS partition: aws, aws-us-gov."
  type        = string
  default     = "aws"
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets: two or three, in different availability zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2 && length(var.subnet_ids) <= 3
    error_message = "subnet_ids must name two or three subnets in different availability zones: ElastiCache Serverless takes no other number."
  }
}

variable "client_security_group_id" {
  description = "Security group of the tasks, the only ones let in."
  type        = string
  nullable    = false
}

variable "max_gigabytes" {
  description = "Most data in GB; the least that is billed for Valkey is 100 MB."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_gigabytes >= 1 && var.max_gigabytes <= 5000 && floor(var.max_gigabytes) == var.max_gigabytes
    error_message = "max_gigabytes ${var.max_gigabytes} must be a whole number from 1 to 5000."
  }
}

variable "max_ecpu_per_second" {
  description = "Most processing units a second; a call of the gateway's is a few."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_ecpu_per_second >= 1000 && var.max_ecpu_per_second <= 15000000
    error_message = "max_ecpu_per_second ${var.max_ecpu_per_second} must be from 1000 to 15000000."
  }
}

variable "snapshot_days" {
  description = "Days that daily snapshots are kept; 0 for none."
  type        = number
  nullable    = false

  validation {
    condition     = var.snapshot_days >= 0 && var.snapshot_days <= 35
    error_message = "snapshot_days ${var.snapshot_days} must be from 0 to 35."
  }
}
