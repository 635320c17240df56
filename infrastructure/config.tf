# gateway.yaml, rendered. It is JSON, which is YAML.

locals {
  # The sections that this version of the gateway has, beyond those it always had. A feature whose
  # section is not here has its side of AWS made, and a plan warns that the gateway does not use it
  # yet; to serve it, add its section here.
  gateway_sections = [
    "auth",
    "clients",
    "edge.trusted_proxies",
    "store",
    # "routing.configs", "guardrails", "cache", "telemetry", "providers.bedrock.attribution"
  ]

  # Where Claude and Nova are offered by a profile of the geography's own; elsewhere the global one.
  geography = try(
    { ap-northeast-1 = "jp", ap-northeast-3 = "jp", ap-southeast-2 = "au", ap-southeast-4 = "au" }[var.region],
    { us = "us", eu = "eu" }[split("-", var.region)[0]],
    "global",
  )
  claude_haiku = "${local.geography}.anthropic.claude-haiku-4-5-20251001-v1:0"
  bedrock_models = coalesce(var.bedrock_models, [
    local.claude_haiku,
    "${local.geography}.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "amazon.titan-embed-text-v2:0",
  ])

  # The gateway reads the secrets. One that is not set is a provider that is not configured.
  providers = merge(
    {
      for provider in ["openai", "anthropic", "google"] :
      provider => { api_key = "$${secret:${var.secret_prefix}/${provider}-api-key}" }
    },
    {
      for endpoint in var.azure_openai_endpoint[*] :
      "azure-openai" => { base_url = endpoint, api_key = "$${secret:${var.secret_prefix}/azure-api-key}" }
    },
    {
      # Without a key: its credentials are the task role's.
      bedrock = {
        bedrock = merge(
          { region = var.region },
          {
            for module_ in module.cost_attribution[*] :
            "attribution" => { role_arn = module_.role_arn, tags = module_.tag_keys, environment = var.environment }
            if contains(local.gateway_sections, "providers.bedrock.attribution")
          },
        )
        models = local.bedrock_models
      }
    },
  )

  # What the deployment decides. Each time it follows from one of the load balancer's or ECS's.
  config_deployment = {
    edge = {
      host = "0.0.0.0"
      port = 8787
      # Above the load balancer's, so that never a call meets a connection that is being closed.
      keep_alive_timeout = var.idle_timeout + 10
      # Grace and drain end before ECS kills.
      drain_grace   = 10
      drain_timeout = var.stop_timeout - 15
    }
    admin = {
      host = "127.0.0.1"
      port = 8788
    }
    providers = local.providers
  }

  # What is added by the section that it needs.
  config_features = merge(
    {
      # The load balancer stands in the VPC, and nobody else there may reach the tasks.
      "edge.trusted_proxies" = { edge = { trusted_proxies = [module.networking.vpc_cidr] } }
    },
    {
      # Verified again whatever the load balancer has done: it adds no identity.
      auth = {
        auth = {
          issuers = {
            cognito = {
              url         = module.auth.issuer
              scope       = module.auth.scope_invoke
              admin_scope = module.auth.scope_admin
            }
          }
          gateway_keys = var.allow_gateway_keys
        }
      }
      clients = {
        clients = merge(
          { machine = { id = module.auth.client_id } },
          { for name in local.client_names : name => merge(var.clients[name], { id = module.auth.client_ids[name] }) },
        )
      }
    },
    {
      for store in module.shared_store[*] : "store" => {
        store = {
          backend = "redis"
          # Serverless is always in cluster mode and always speaks TLS.
          redis = { host = store.host, port = store.port, cluster = true, tls = true, environment = local.name }
        }
      }
    },
    {
      for configs in [local.routing_configs] :
      "routing.configs" => { routing = { configs = configs } } if var.enable_fallback_routing
    },
    {
      for guardrail in module.guardrails[*] : "guardrails" => {
        guardrails = {
          bedrock = {
            action = "deny"
            on     = ["input", "output"]
            checks = [{ bedrock = { id = guardrail.id, version = guardrail.version, region = var.region } }]
          }
        }
      }
    },
    {
      for cache in [var.response_cache] :
      "cache" => { cache = { mode = "simple", max_age = cache.max_age } } if var.enable_response_cache
    },
    {
      telemetry = {
        telemetry = { otlp_endpoint = "http://127.0.0.1:4318", service_name = local.name, environment = var.environment }
      }
    },
  )

  # Named configs whose every target is a provider that is configured.
  routing_configs = merge(
    {
      for name, config in yamldecode(templatefile("${path.module}/templates/routing-configs.yaml", { claude = local.claude_haiku })) :
      name => config if alltrue([for target in config.targets : contains(keys(local.providers), target.provider)])
    },
    var.routing_configs,
  )

  # Later parts stand over earlier ones, key by key within a section.
  config_parts = concat(
    [local.config_deployment],
    [for section, part in local.config_features : part if contains(local.gateway_sections, section)],
    [var.gateway_settings],
  )
  gateway_config = jsonencode({
    for section in distinct(flatten([for part in local.config_parts : keys(part)])) :
    section => merge([for part in local.config_parts : try(part[section], {})]...)
  })
}
