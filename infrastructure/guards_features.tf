# Guards on the features and the engine; guards.tf has the others. Each message says what, why, and what to set.

locals {
  # Switches that are on and that Portkey 1.15.2 does not serve: it knows no clients, no store, no
  # named configs on the server, no price, and reads no configuration of ours.
  portkey_lacks = [
    for switch, on in {
      enable_multi_client     = var.enable_multi_client
      enable_fallback_routing = var.enable_fallback_routing
      enable_cost_attribution = var.enable_cost_attribution
      enable_guardrails       = var.enable_guardrails
      enable_shared_store     = var.enable_shared_store
      enable_response_cache   = var.enable_response_cache
      allow_gateway_keys      = var.allow_gateway_keys
    } : switch if on
  ]

  # Who sets what a task alone cannot count for all of them.
  bounded = concat(
    [
      for name in local.client_names : "clients.${name}"
      if length(try(var.clients[name].limits, {})) > 0 || length(try(var.clients[name].budgets, [])) > 0
    ],
    [
      for section in ["client_defaults", "client_groups", "clients"] : "gateway_settings.${section}"
      if can(regex("\"(limits|budgets)\":[{\\[]+[^}\\]]", jsonencode(try(var.gateway_settings[section], {}))))
    ],
  )

  written_by_hand = {
    gateway_settings = jsonencode(var.gateway_settings)
    clients          = jsonencode(var.clients)
    routing_configs  = jsonencode(var.routing_configs)
  }
  # The forms that vendors give their keys, and any value under a name that means a secret unless it
  # is a reference.
  key_forms = join("|", [
    "\\bsk-[A-Za-z0-9_-]{16,}",
    "\\bAIza[A-Za-z0-9_-]{30,}",
    "\\b(AKIA|ASIA)[A-Z0-9]{16}",
    "\\bagw_[A-Za-z0-9_-]{16,}",
    "(?i:\"(api_key|api-key|authorization|client_secret|credentials|entra_token|password|secret_access_key|session_token)\":\"[^\"$])",
  ])
  variables_with_keys = [for name, text in local.written_by_hand : name if can(regex(local.key_forms, text))]

  # Switches whose section the gateway does not have yet.
  not_served_yet = [
    for switch, feature in {
      enable_fallback_routing = { on = var.enable_fallback_routing, section = "routing.configs" }
      enable_guardrails       = { on = var.enable_guardrails, section = "guardrails" }
      enable_response_cache   = { on = var.enable_response_cache, section = "cache" }
      enable_cost_attribution = { on = var.enable_cost_attribution, section = "providers.bedrock.attribution" }
    } : "${switch} (${feature.section})" if feature.on && !contains(local.gateway_sections, feature.section)
  ]

  feature_guards = {
    engine_with_a_feature_it_lacks = {
      refused = var.gateway_engine == "portkey" && length(local.portkey_lacks) > 0
      message = "gateway_engine is portkey, and Portkey 1.15.2 does not serve ${join(", ", local.portkey_lacks)}: it would run without them and nobody would notice. Set them to false, or gateway_engine to ai-gateway."
    }
    portkey_without_jwt = {
      refused = var.gateway_engine == "portkey" && !var.enable_jwt
      message = "gateway_engine is portkey and enable_jwt is false: Portkey asks nobody who they are, so that everybody who reaches the load balancer could call any provider through it. Set enable_jwt to true with a certificate_arn, or gateway_engine to ai-gateway."
    }
    bounds_without_shared_store = {
      refused = !var.enable_shared_store && var.max_tasks > 1 && length(local.bounded) > 0
      message = "${join(", ", local.bounded)} set limits or budgets, max_tasks is ${var.max_tasks} and enable_shared_store is false: each task would count for itself, and a client could spend ${var.max_tasks} times its budget. Set enable_shared_store to true, or max_tasks to 1."
    }
    cache_without_shared_store = {
      refused = var.enable_response_cache && !var.enable_shared_store
      message = "enable_response_cache is true and enable_shared_store is false: answers are kept in the shared store. Set enable_shared_store to true, or enable_response_cache to false."
    }
    no_clients = {
      refused = var.enable_multi_client && length(var.clients) == 0
      message = "enable_multi_client is true and clients is empty: there is no client to make. Add an entry to clients, or set enable_multi_client to false."
    }
    name_of_the_first_client = {
      refused = contains(keys(var.clients), "machine")
      message = "clients has an entry named machine, which is the name of the deployment's own client. Give it another name."
    }
    tags_without_attribution = {
      refused = var.activate_cost_allocation_tags && !var.enable_cost_attribution
      message = "activate_cost_allocation_tags is true and enable_cost_attribution is false: no call carries such tags. Set enable_cost_attribution to true, or activate_cost_allocation_tags to false."
    }
    keys_in_plain_variables = {
      refused = length(local.variables_with_keys) > 0
      message = "${join(", ", local.variables_with_keys)} holds what looks like a key: it would stand in the state, in the plan and in version control. Put it into a secret with `ai-gateway aws secrets set`, and write $${secret:NAME} in its place."
    }
  }
}

resource "terraform_data" "feature_guard" {
  for_each = local.feature_guards

  lifecycle {
    precondition {
      condition     = !each.value.refused
      error_message = each.value.message
    }
  }
}

check "served_by_this_version" {
  assert {
    condition     = length(local.not_served_yet) == 0
    error_message = "This version of the gateway has no section for ${join(", ", local.not_served_yet)}: what AWS needs for it is made, and gateway.yaml says nothing of it. The switch begins to act with a version that has the section."
  }
}
