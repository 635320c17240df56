# What must not be deployed, seen before anything is. Guards on one module's variables stand in that module; those on
# features and the engine in guards_features.tf. Each message says what, why, and what to set.

locals {
  guards = {
    production_without_certificate = {
      refused = local.production && var.certificate_arn == null
      message = "environment is ${var.environment} and certificate_arn is null: tokens and prompts would travel in clear. Set certificate_arn to a certificate of ACM in ${var.region}."
    }
    production_without_jwt = {
      refused = local.production && !var.enable_jwt
      message = "environment is ${var.environment} and enable_jwt is false: whoever reaches the load balancer would reach the gateway's own code without a token. Set enable_jwt to true."
    }
    production_with_one_task = {
      refused = local.production && var.min_tasks < 2
      message = "environment is ${var.environment} and min_tasks is ${var.min_tasks}: a task or a zone that fails would take every call with it. Set min_tasks to 2 or more."
    }
    certificate_of_another_region = {
      refused = try(split(":", var.certificate_arn)[2] == "acm" && split(":", var.certificate_arn)[3] != var.region, false)
      message = "certificate_arn is of ${try(split(":", var.certificate_arn)[3], "")} and region is ${var.region}: a load balancer takes certificates of its own region only. Request one in ${var.region}, or set region."
    }
    streams_cut_by_deployment = {
      refused = var.deregistration_delay < var.idle_timeout
      message = "deregistration_delay is ${var.deregistration_delay} and idle_timeout is ${var.idle_timeout}: a call that may be silent for ${var.idle_timeout} s would be cut by a deployment sooner. Set deregistration_delay to idle_timeout or more, at most 3600."
    }
    idle_timeout_below_silence = {
      # The gateway writes into a silent stream every 15 s and gives a provider 600 s to begin an answer.
      refused = var.idle_timeout <= local.longest_silence
      message = "idle_timeout is ${var.idle_timeout}: the gateway waits up to ${local.longest_silence} s for a provider to begin, and the load balancer would answer 504 before. Set idle_timeout above ${local.longest_silence}, or transport.first_byte_timeout in gateway_settings below it."
    }
  }

  longest_silence = try(tonumber(var.gateway_settings.transport.first_byte_timeout), 600)
}

resource "terraform_data" "guard" {
  for_each = local.guards

  lifecycle {
    precondition {
      condition     = !each.value.refused
      error_message = each.value.message
    }
  }
}
