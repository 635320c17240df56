# Terragrunt writes its own over this file in its copy of the tree.
provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}
