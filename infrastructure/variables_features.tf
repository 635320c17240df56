# Each feature is off by default and on by one switch; what stands beside a switch is its shape.

# Several clients

variable "enable_multi_client" {
  description = "Make a Cognito client for each entry of clients, and give the gateway its policy."
  type        = bool
  default     = false
  nullable    = false
}

variable "clients" {
  description = <<-EOT
    Policy of each client by name, as the section `clients` of gateway.yaml has it, without `id`:
    `{ search = { tags = { team = "search", cost_centre = "4711" }, models = { allow = ["gpt-5-mini"] },
    limits = { requests_per_minute = 600 }, budgets = [{ amount_usd = "100.00", period = "month" }] } }`.
  EOT
  # Not an object type: Terraform drops what such a type does not name, and a limit with a slip of
  # the pen in its name would be no limit at all.
  type     = any
  default  = {}
  nullable = false

  validation {
    condition     = can(keys(var.clients)) && alltrue([for name in keys(var.clients) : can(regex("^[a-z0-9][a-z0-9._-]{0,62}$", name))])
    error_message = "clients must be an object by name, and a name 1 to 63 lower-case letters, digits and . _ -"
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) :
      length(setsubtract(try(keys(client), ["no object"]), [
        "groups", "scopes", "operations", "providers", "models", "own_keys", "priority", "tags", "limits",
        "budgets", "enabled",
      ])) == 0
    ])
    error_message = "clients must each have nothing but groups, scopes, operations, providers, models, own_keys, priority, tags, limits, budgets and enabled. `id` is the user pool's to give."
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) :
      length(setsubtract(try(keys(client.limits), []), ["requests_per_minute", "tokens_per_minute", "tokens_per_day", "concurrency"])) == 0
      && alltrue([for value in values(try(client.limits, {})) : try(value >= 1 && floor(value) == value, false)])
    ])
    error_message = "clients' limits must be requests_per_minute, tokens_per_minute, tokens_per_day and concurrency, each a whole number from 1."
  }

  validation {
    condition = alltrue(flatten([
      for client in values(var.clients) : [
        for budget in try(client.budgets, []) :
        can(regex("^[0-9]+(\\.[0-9]{1,9})?$", budget.amount_usd)) && contains(["day", "month"], try(budget.period, "month"))
        && length(setsubtract(keys(budget), ["amount_usd", "period", "model", "hard", "alert_at", "timezone"])) == 0
      ]
    ]))
    error_message = "clients' budgets must each have amount_usd, a text such as \"100.00\", and may have period (day or month), model, hard, alert_at and timezone."
  }

  validation {
    condition = alltrue(flatten([
      for client in values(var.clients) :
      [for key, value in try(client.tags, {}) : can(regex("^[A-Za-z0-9_.:/=+@-]{1,128}$", value))]
    ]))
    error_message = "clients' tags must be 1 to 128 letters, digits and _ . : / = + @ -: they become session tags, which take nothing else."
  }
}

# Fallback routing

variable "enable_fallback_routing" {
  description = "Give the gateway named routing configs: what is called when a provider fails."
  type        = bool
  default     = false
  nullable    = false
}

variable "routing_configs" {
  description = "Named configs in Portkey's schema, beside those of templates/routing-configs.yaml or in place of one of the same name."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.routing_configs)) && alltrue([for config in values(var.routing_configs) : can(config.strategy.mode) || can(config.provider)])
    error_message = "routing_configs must be an object by name, and each config have strategy.mode or provider."
  }
}

# Cost attribution

variable "enable_cost_attribution" {
  description = "Make metrics of tokens and cost, put them on the dashboard, watch a monthly budget, and make the role that lets Bedrock calls carry a team's name to AWS's own bill."
  type        = bool
  default     = false
  nullable    = false
}

variable "monthly_budget_usd" {
  description = "US dollars a month that Bedrock may cost before somebody is told: at half, when the forecast says so, and when it is spent."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd is ${var.monthly_budget_usd}: set more than 0, or leave enable_cost_attribution off."
  }
}

variable "budget_emails" {
  description = "Addresses that are told of the budget by mail, beside the alarm topic; at most ten."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "activate_cost_allocation_tags" {
  description = "Activate team, cost_centre and environment as cost allocation tags. AWS refuses tags that it has not seen: set it a day after the first call that carries them, in the account that is billed."
  type        = bool
  default     = false
  nullable    = false
}

# Guardrails

variable "enable_guardrails" {
  description = "Make a guardrail of Amazon Bedrock with an immutable version, and have the gateway apply it."
  type        = bool
  default     = false
  nullable    = false
}

variable "guardrail" {
  description = "What the guardrail looks for: content_filters (HATE, INSULTS, SEXUAL, VIOLENCE, MISCONDUCT, PROMPT_ATTACK to NONE, LOW, MEDIUM, HIGH), pii (Bedrock's entity to BLOCK or ANONYMIZE), patterns (regular expressions), topics, words, profanity; and what a caller is told."
  type = object({
    blocked_message = optional(string, "This was refused by a guardrail of your organisation.")
    content_filters = optional(map(string), {
      HATE          = "HIGH"
      INSULTS       = "MEDIUM"
      SEXUAL        = "HIGH"
      VIOLENCE      = "MEDIUM"
      MISCONDUCT    = "MEDIUM"
      PROMPT_ATTACK = "HIGH"
    })
    pii = optional(map(string), {
      AWS_SECRET_KEY           = "BLOCK"
      CREDIT_DEBIT_CARD_NUMBER = "BLOCK"
      EMAIL                    = "ANONYMIZE"
      PASSWORD                 = "BLOCK"
      PHONE                    = "ANONYMIZE"
    })
    patterns  = optional(map(object({ pattern = string, action = string })), {})
    topics    = optional(map(object({ definition = string, examples = optional(list(string), []) })), {})
    words     = optional(list(string), [])
    profanity = optional(bool, true)
  })
  default  = {}
  nullable = false
}

# Shared store and response cache

variable "enable_shared_store" {
  description = "Make an ElastiCache Serverless cache for Valkey, so that limits, budgets and rollups hold for all tasks together."
  type        = bool
  default     = false
  nullable    = false
}

variable "shared_store" {
  description = "Bounds of the shared store: max_gigabytes, max_ecpu_per_second, and days that snapshots are kept."
  type = object({
    max_gigabytes       = optional(number, 5)
    max_ecpu_per_second = optional(number, 20000)
    snapshot_days       = optional(number, 7)
  })
  default  = {}
  nullable = false
}

variable "enable_response_cache" {
  description = "Answer the same question again from the shared store; needs enable_shared_store."
  type        = bool
  default     = false
  nullable    = false
}

variable "response_cache" {
  description = "How answers are kept: max_age in seconds."
  type = object({
    max_age = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.response_cache.max_age >= 1 && var.response_cache.max_age <= 2592000
    error_message = "response_cache.max_age is ${var.response_cache.max_age}: set 1 s to 30 days."
  }
}
