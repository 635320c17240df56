# Handed to the module observability, which says what each may be and refuses a plan that has anything else.

variable "log_retention_days" {
  description = "Days that logs are kept: of gateway and collector, flow logs, WAF and load balancer."
  type        = number
  default     = 365
  nullable    = false
}

variable "alarm_email" {
  description = "Address that gets the alarms, once it has confirmed AWS's mail. Null: subscribe something else to the topic."
  type        = string
  default     = null
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
}
