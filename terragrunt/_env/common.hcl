# What environments have in common. An environment's own inputs stand over these.

locals {
  # Where the state lies, and where environments are that do not say otherwise. Once something is deployed, change it no
  # more: Terraform would look for the state elsewhere and make everything again.
  state_region = "eu-central-1"
}

inputs = {
  project = "ai-gateway"
  region  = local.state_region

  # Tags that your organisation asks for.
  tags = {}
}
