include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "common" {
  path = "${get_terragrunt_dir()}/../_env/common.hcl"
}

locals {
  sizes = jsondecode(read_tfvars_file("${get_terragrunt_dir()}/../../infrastructure/environments/dev.tfvars"))
}

inputs = merge(local.sizes, {
  environment   = basename(get_terragrunt_dir())
  secret_prefix = "ai-gateway/${basename(get_terragrunt_dir())}"

  # Without a certificate, name the networks that may call in clear:
  # allowed_cidrs = ["198.51.100.0/24"]
})
