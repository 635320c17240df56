variable "name" {
  description = "Name of the guardrail."
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

variable "guardrail" {
  description = "What the guardrail looks for: content_filters (filter to strength), pii (entity to BLOCK or ANONYMIZE), patterns, topics, words, profanity; and what a caller is told."
  type = object({
    blocked_message = string
    content_filters = map(string)
    pii             = map(string)
    patterns        = map(object({ pattern = string, action = string }))
    topics          = map(object({ definition = string, examples = list(string) }))
    words           = list(string)
    profanity       = bool
  })
  nullable = false

  validation {
    condition = (
      length(var.guardrail.content_filters) + length(var.guardrail.pii) + length(var.guardrail.patterns)
      + length(var.guardrail.topics) + length(var.guardrail.words) > 0 || var.guardrail.profanity
    )
    error_message = "guardrail looks for nothing: give it content_filters, pii, patterns, topics, words or profanity, or set enable_guardrails to false."
  }

  validation {
    condition = alltrue([
      for filter, strength in var.guardrail.content_filters :
      contains(["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT", "PROMPT_ATTACK"], filter)
      && contains(["NONE", "LOW", "MEDIUM", "HIGH"], strength)
    ])
    error_message = "guardrail.content_filters must map HATE, INSULTS, SEXUAL, VIOLENCE, MISCONDUCT or PROMPT_ATTACK to NONE, LOW, MEDIUM or HIGH."
  }

  validation {
    condition = alltrue([
      for action in concat(values(var.guardrail.pii), [for pattern in values(var.guardrail.patterns) : pattern.action]) :
      contains(["BLOCK", "ANONYMIZE"], action)
    ])
    error_message = "guardrail.pii and guardrail.patterns must each say BLOCK or ANONYMIZE."
  }

  validation {
    condition = alltrue([
      for name, topic in var.guardrail.topics :
      length(topic.definition) >= 1 && length(topic.definition) <= 200 && length(topic.examples) <= 5
    ])
    error_message = "guardrail.topics must each have a definition of 1 to 200 characters and at most five examples: Bedrock takes no more."
  }
}
