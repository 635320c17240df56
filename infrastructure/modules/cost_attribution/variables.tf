variable "name" {
  description = "Name of the deployment; prefix of everything that is named here."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Value that the session tag environment must have."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.:/=+@-]{1,256}$", var.environment))
    error_message = "environment ${var.environment} must be a value that a session tag can have: 1 to 256 letters, digits and _ . : / = + @ -"
  }
}

variable "task_role_arn" {
  description = "Role of the gateway's tasks, the only one that may assume this module's."
  type        = string
  nullable    = false
}

variable "bedrock_statements" {
  description = "Policy statements that allow calling the models."
  type        = any
  nullable    = false
}

variable "alarm_topic_arn" {
  description = "Topic that is told when the budget is half spent, will be spent, is spent."
  type        = string
  nullable    = false
}

variable "budget_emails" {
  description = "Addresses that are told the same by mail."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.budget_emails) <= 10 && alltrue([for email in var.budget_emails : can(regex("^[^@\\s]+@[^@\\s]+$", email))])
    error_message = "budget_emails must be at most ten mail addresses: AWS Budgets takes no more."
  }
}

variable "monthly_budget_usd" {
  description = "US dollars a month that Bedrock may cost before somebody is told."
  type        = number
  nullable    = false

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd ${var.monthly_budget_usd} must be more than 0."
  }
}

variable "activate_tags" {
  description = "Activate team, cost_centre and environment as cost allocation tags."
  type        = bool
  default     = false
  nullable    = false
}
