locals {
  made = var.vpc_id == null
  tls  = var.certificate_arn != null

  # The port that the gateway listens on. Port 8788, its admin listener, is bound to loopback.
  gateway_port = 8787

  subnet_cidrs = coalesce(var.subnet_cidrs, {
    public  = [for number in [1, 2] : cidrsubnet(var.vpc_cidr, 8, number)]
    private = [for number in [10, 20] : cidrsubnet(var.vpc_cidr, 8, number)]
  })
  zones = !local.made ? [] : (
    length(var.availability_zones) == 2 ? var.availability_zones : slice(data.aws_availability_zones.this[0].names, 0, 2)
  )

  vpc_id             = local.made ? aws_vpc.this[0].id : var.vpc_id
  vpc_cidr           = local.made ? var.vpc_cidr : data.aws_vpc.existing[0].cidr_block
  public_subnet_ids  = local.made ? aws_subnet.public[*].id : var.existing_subnets.public
  private_subnet_ids = local.made ? aws_subnet.private[*].id : var.existing_subnets.private
  private_cidrs = local.made ? local.subnet_cidrs.private : [
    for subnet in data.aws_subnet.existing : subnet.cidr_block
  ]
  private_route_table_ids = local.made ? aws_route_table.private[*].id : var.existing_subnets.private_route_tables

  access_log_bucket = "${var.name}-alb-logs-${data.aws_caller_identity.current.account_id}"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_availability_zones" "this" {
  count = local.made ? 1 : 0

  state = "available"
  # Local zones have no NAT gateway and no Fargate.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_vpc" "existing" {
  count = local.made ? 0 : 1

  id = var.vpc_id
}

data "aws_subnet" "existing" {
  count = local.made ? 0 : length(var.existing_subnets.private)

  id = var.existing_subnets.private[count.index]
}
