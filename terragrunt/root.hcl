# How every environment is run: where its state lies, which provider it has, which modules. An environment is a folder
# beside this file, and its name is the folder's.

locals {
  environment = basename(get_original_terragrunt_dir())
  common      = read_terragrunt_config("${get_parent_terragrunt_dir()}/_env/common.hcl").locals

  # A bucket's name is taken by whoever is first in all of AWS: AI_GATEWAY_STATE_BUCKET is the way out.
  state_bucket = get_env("AI_GATEWAY_STATE_BUCKET", "ai-gateway-tfstate-${local.environment}")

  # S3 locks by itself. A DynamoDB table is for those who share the state with Terraform before 1.10.
  lock_table = get_env("AI_GATEWAY_LOCK_TABLE", "")
}

terraform {
  source = "${get_parent_terragrunt_dir()}/../infrastructure//."
}

remote_state {
  backend = "s3"

  # `ai-gateway aws bootstrap` makes the bucket: versioned, encrypted, closed to the public.
  disable_init = true

  config = merge(
    {
      bucket       = local.state_bucket
      key          = "ai-gateway/terraform.tfstate"
      region       = local.common.state_region
      encrypt      = true
      use_lockfile = true
    },
    local.lock_table == "" ? {} : { dynamodb_table = local.lock_table },
  )

  generate = {
    path      = "backend.tf"
    if_exists = "overwrite"
  }
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOT
    provider "aws" {
      region = var.region

      default_tags {
        tags = merge(local.tags, { ManagedBy = "terragrunt" })
      }
    }
  EOT
}
