# The rest is given at `terraform init`: bucket, key and region differ by environment. See README.md.
terraform {
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
