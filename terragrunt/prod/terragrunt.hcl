include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "common" {
  path = "${get_terragrunt_dir()}/../_env/common.hcl"
}

locals {
  sizes = jsondecode(read_tfvars_file("${get_terragrunt_dir()}/../../infrastructure/environments/prod.tfvars"))
}

inputs = merge(local.sizes, {
  environment = basename(get_terragrunt_dir())

  # The certificate of the load balancer, in the region of the environment:
  # certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/…"
})
