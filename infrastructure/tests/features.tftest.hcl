# Features, engine, and the configuration that the gateway is given.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  environment   = "dev"
  region        = "eu-central-1"
  allowed_cidrs = ["198.51.100.0/24"]
}

run "all_off" {
  command = plan

  assert {
    condition     = length(module.cost_attribution) + length(module.guardrails) + length(module.shared_store) == 0
    error_message = "a feature's module is there although its switch is off"
  }
  assert {
    condition     = local.config_deployment.edge.keep_alive_timeout == 910 && local.config_deployment.edge.drain_grace + local.config_deployment.edge.drain_timeout < var.stop_timeout
    error_message = "the gateway's timeouts do not fit the load balancer's and ECS's"
  }
  assert {
    condition     = local.config_deployment.admin.host == "127.0.0.1"
    error_message = "the admin listener can be reached from outside the task"
  }
  assert {
    condition     = local.providers.openai.api_key == "$${secret:ai-gateway/openai-api-key}" && !contains(keys(local.providers), "azure-openai")
    error_message = "a provider's key is no reference, or Azure OpenAI is configured without an address"
  }
  assert {
    condition     = startswith(local.claude_haiku, "eu.")
    error_message = "Claude is not called by the geography's own profile"
  }
  assert {
    condition     = length(output.features_not_served_yet) == 0
    error_message = "a switch that is off is said not to be served"
  }
}

run "multi_client" {
  command = plan
  variables {
    enable_multi_client = true
    max_tasks           = 1
    clients = {
      search  = { tags = { team = "search" }, limits = { requests_per_minute = 600 }, budgets = [{ amount_usd = "100.00" }] }
      support = { groups = ["batch"], models = { allow = ["gpt-5-mini"] } }
    }
  }
  assert {
    condition     = local.client_names == toset(["search", "support"])
    error_message = "not each entry of clients is a client"
  }
}

run "clients_without_the_switch" {
  command = plan
  variables {
    clients = { search = { limits = { requests_per_minute = 600 } } }
  }
  assert {
    condition     = length(local.client_names) == 0
    error_message = "clients are made although the switch is off"
  }
}

run "fallback_routing" {
  command = plan
  variables {
    enable_fallback_routing = true
    azure_openai_endpoint   = "https://example.openai.azure.com"
    routing_configs         = { mine = { provider = "openai" } }
  }
  assert {
    condition = toset(keys(local.config_features["routing.configs"].routing.configs)) == toset([
      "fallback-anthropic", "fallback-openai", "loadbalance-multi", "cost-optimized", "ab-test", "lowest-latency", "mine",
    ])
    error_message = "not every named config is there"
  }
  expect_failures = [check.served_by_this_version]
}

run "fallback_without_azure" {
  command = plan
  variables {
    enable_fallback_routing = true
  }
  assert {
    condition     = !contains(keys(local.routing_configs), "fallback-openai")
    error_message = "a named config calls a provider that is not configured"
  }
  expect_failures = [check.served_by_this_version]
}

run "everything" {
  command = plan
  variables {
    certificate_arn         = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    enable_jwt              = true
    allow_gateway_keys      = true
    enable_multi_client     = true
    enable_fallback_routing = true
    enable_cost_attribution = true
    enable_guardrails       = true
    enable_shared_store     = true
    enable_response_cache   = true
    clients                 = { search = { limits = { requests_per_minute = 600 } } }
  }
  assert {
    condition     = length(module.cost_attribution) == 1 && length(module.guardrails) == 1 && length(module.shared_store) == 1
    error_message = "a feature's module is missing although its switch is on"
  }
  assert {
    condition     = local.config_features.store.store.redis.tls && local.config_features.store.store.redis.cluster
    error_message = "the gateway is not told that the store speaks TLS in cluster mode"
  }
  expect_failures = [check.served_by_this_version]
}

run "portkey" {
  command = plan
  variables {
    gateway_engine  = "portkey"
    enable_jwt      = true
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
  }
  assert {
    condition     = local.health_path == "/"
    error_message = "Portkey is asked for a path that it does not have"
  }
}

run "refused_engine_with_features_it_lacks" {
  command = plan
  variables {
    gateway_engine      = "portkey"
    enable_jwt          = true
    certificate_arn     = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    enable_shared_store = true
  }
  expect_failures = [terraform_data.feature_guard["engine_with_a_feature_it_lacks"]]
}

run "refused_portkey_without_jwt" {
  command = plan
  variables {
    gateway_engine = "portkey"
  }
  expect_failures = [terraform_data.feature_guard["portkey_without_jwt"]]
}

run "refused_bounds_without_shared_store" {
  command = plan
  variables {
    enable_multi_client = true
    clients             = { search = { budgets = [{ amount_usd = "100.00" }] } }
  }
  expect_failures = [terraform_data.feature_guard["bounds_without_shared_store"]]
}

run "refused_default_bounds_without_shared_store" {
  command = plan
  variables {
    gateway_settings = { client_defaults = { limits = { requests_per_minute = 60 } } }
  }
  expect_failures = [terraform_data.feature_guard["bounds_without_shared_store"]]
}

run "refused_cache_without_shared_store" {
  command = plan
  variables {
    enable_response_cache = true
  }
  expect_failures = [terraform_data.feature_guard["cache_without_shared_store"], check.served_by_this_version]
}

run "refused_no_clients" {
  command = plan
  variables {
    enable_multi_client = true
  }
  expect_failures = [terraform_data.feature_guard["no_clients"]]
}

run "refused_name_of_the_first_client" {
  command = plan
  variables {
    enable_multi_client = true
    clients             = { machine = {} }
  }
  expect_failures = [terraform_data.feature_guard["name_of_the_first_client"]]
}

run "refused_tags_without_attribution" {
  command = plan
  variables {
    activate_cost_allocation_tags = true
  }
  expect_failures = [terraform_data.feature_guard["tags_without_attribution"]]
}

run "refused_key_of_a_vendor" {
  command = plan
  variables {
    gateway_settings = { providers = { in-house = { like = "openai", headers = { x-team = "sk-proj-0123456789abcdef0123" } } } }
  }
  expect_failures = [terraform_data.feature_guard["keys_in_plain_variables"]]
}

run "refused_key_by_its_name" {
  command = plan
  variables {
    gateway_settings = { providers = { in-house = { like = "openai", base_url = "https://models.example.com/v1", api_key = "hunter2" } } }
  }
  expect_failures = [terraform_data.feature_guard["keys_in_plain_variables"]]
}

run "accepted_reference_to_a_secret" {
  command = plan
  variables {
    gateway_settings = {
      providers = { risk-assessment-department = { like = "openai", base_url = "https://models.example.com/v1", api_key = "$${secret:ai-gateway/in-house}" } }
      routing   = { models = { fast = { provider = "openai", model = "gpt-5-mini" } } }
    }
  }
  assert {
    condition     = length(local.variables_with_keys) == 0
    error_message = "a reference to a secret is taken for a key"
  }
}

run "refused_limit_with_a_slip_of_the_pen" {
  command = plan
  variables {
    enable_multi_client = true
    enable_shared_store = true
    clients             = { search = { limits = { request_per_minute = 600 } } }
  }
  expect_failures = [var.clients]
}

run "refused_unknown_policy" {
  command = plan
  variables {
    clients = { search = { limit = { requests_per_minute = 600 } } }
  }
  expect_failures = [var.clients]
}

run "refused_budget_as_a_number" {
  command = plan
  variables {
    clients = { search = { budgets = [{ amount_usd = "a lot" }] } }
  }
  expect_failures = [var.clients]
}

run "refused_listener_in_settings" {
  command = plan
  variables {
    gateway_settings = { admin = { host = "0.0.0.0" } }
  }
  expect_failures = [var.gateway_settings]
}

run "refused_stop_timeout" {
  command = plan
  variables {
    stop_timeout = 300
  }
  expect_failures = [var.stop_timeout]
}

run "refused_engine" {
  command = plan
  variables {
    gateway_engine = "nginx"
  }
  expect_failures = [var.gateway_engine]
}

run "refused_endpoint_in_clear" {
  command = plan
  variables {
    azure_openai_endpoint = "http://example.openai.azure.com"
  }
  expect_failures = [var.azure_openai_endpoint]
}
