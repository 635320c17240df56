variable "gateway_engine" {
  description = "What runs in the gateway's container: ai-gateway, or portkey for Portkey AI Gateway OSS 1.15.2, which serves none of the features."
  type        = string
  default     = "ai-gateway"
  nullable    = false

  validation {
    condition     = contains(["ai-gateway", "portkey"], var.gateway_engine)
    error_message = "gateway_engine is ${var.gateway_engine}: choose ai-gateway or portkey."
  }
}

variable "gateway_image_tag" {
  description = "Tag of the gateway's image in its repository, as `ai-gateway aws image push` has put it there. A new tag is a new deployment."
  type        = string
  default     = "0.1.0"
  nullable    = false
}

variable "collector_image_tag" {
  description = "Tag of the ADOT collector's image in its repository, as upstream names it."
  type        = string
  default     = "v0.48.0"
  nullable    = false
}

variable "cpu" {
  description = "CPU units of a task, gateway and collector together; 1024 are one core. The gateway is one process: above 2048, more tasks help more."
  type        = number
  default     = 512
  nullable    = false
}

variable "memory" {
  description = "Memory of a task in MiB, gateway and collector together."
  type        = number
  default     = 1024
  nullable    = false
}

variable "collector_memory" {
  description = "Memory in MiB of the task that is the collector's; the gateway has the rest."
  type        = number
  default     = 256
  nullable    = false
}

variable "min_tasks" {
  description = "Fewest tasks."
  type        = number
  default     = 1
  nullable    = false
}

variable "max_tasks" {
  description = "Most tasks."
  type        = number
  default     = 3
  nullable    = false
}

variable "cpu_target" {
  description = "CPU in percent that autoscaling aims at."
  type        = number
  default     = 70
  nullable    = false
}

variable "streams_per_task" {
  description = "Open streams for each task that autoscaling aims at. A gateway holds about 100 MB at 1,000."
  type        = number
  default     = 500
  nullable    = false
}

variable "stop_timeout" {
  description = "Seconds between SIGTERM and SIGKILL, at most 120 on Fargate. Streams have deregistration_delay before it."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.stop_timeout >= 30 && var.stop_timeout <= 120
    error_message = "stop_timeout is ${var.stop_timeout}: set 30 to 120 s. Fargate kills at 120, and below 30 open streams are cut."
  }
}

variable "secret_prefix" {
  description = "What the names of the four secrets of providers begin with: `ai-gateway` gives `ai-gateway/openai-api-key`. Environments that share an account and a region need one each, such as `ai-gateway/dev`."
  type        = string
  default     = "ai-gateway"
  nullable    = false
}

variable "bedrock_models" {
  description = "Models of Bedrock that the gateway may call and lists: ids, ids of inference profiles, ARNs of application inference profiles with the ids of the models behind them. Null: Claude Haiku 4.5 and Sonnet 4.5 by the profile of the region's geography, and Titan's embeddings."
  type        = list(string)
  default     = null
}

variable "bedrock_profile_regions" {
  description = "Regions that a cross-region inference profile may send a call to, by the prefix of its id. The role may call the model in each of them."
  type        = map(list(string))
  nullable    = false
  # As the Bedrock user guide lists them for Claude 4.5 and Nova.
  default = {
    us     = ["us-east-1", "us-east-2", "us-west-2"]
    eu     = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
    apac   = ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2"]
    jp     = ["ap-northeast-1", "ap-northeast-3"]
    au     = ["ap-southeast-2", "ap-southeast-4"]
    us-gov = ["us-gov-east-1", "us-gov-west-1"]
  }

  validation {
    condition = alltrue(flatten([
      for prefix, regions in var.bedrock_profile_regions :
      [can(regex("^[a-z]{2,4}(-[a-z]+)?$", prefix)), [for region in regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))]]
    ]))
    error_message = "bedrock_profile_regions must map prefixes of profile ids, such as eu, to regions, such as eu-central-1."
  }
}

variable "azure_openai_endpoint" {
  description = "Address of an Azure OpenAI resource, https://RESOURCE.openai.azure.com. Null: no Azure OpenAI."
  type        = string
  default     = null

  validation {
    condition     = var.azure_openai_endpoint == null || can(regex("^https://[a-z0-9.-]+(/[^?#\\s]*)?$", var.azure_openai_endpoint))
    error_message = "azure_openai_endpoint must be an https:// address such as https://RESOURCE.openai.azure.com, and without a key in it."
  }
}

variable "gateway_settings" {
  description = "More of gateway.yaml, by section: `{ routing = { models = { fast = { provider = \"openai\", model = \"gpt-5-mini\" } } } }`. A key given here stands over the one that the deployment writes, but for the listeners and for who may call."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.gateway_settings)) && alltrue([for section in values(var.gateway_settings) : can(keys(section))])
    error_message = "gateway_settings must be an object of sections of gateway.yaml, each an object."
  }

  validation {
    condition = alltrue([
      for path in [["edge", "host"], ["edge", "port"], ["edge", "keep_alive_timeout"], ["edge", "drain_timeout"], ["edge", "drain_grace"], ["admin", "host"], ["admin", "port"], ["auth", "issuers"], ["auth", "gateway_keys"]] :
      !can(var.gateway_settings[path[0]][path[1]])
    ])
    error_message = "gateway_settings must leave edge.host, edge.port and the timeouts of edge, admin.host, admin.port, auth.issuers and auth.gateway_keys alone: the deployment sets them to fit the load balancer and the user pool. Use idle_timeout, stop_timeout and allow_gateway_keys."
  }
}
