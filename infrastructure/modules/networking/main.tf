resource "aws_vpc" "this" {
  count = local.made ? 1 : 0

  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = var.name }

  lifecycle {
    precondition {
      condition     = alltrue([for a in local.subnet_ranges : a.first >= local.vpc_range.first && a.end <= local.vpc_range.end])
      error_message = "A network of subnet_cidrs lies outside of vpc_cidr ${var.vpc_cidr}: it would not be part of the VPC. Set subnet_cidrs to parts of vpc_cidr, or leave it null."
    }

    precondition {
      condition = alltrue(flatten([
        for i, a in local.subnet_ranges : [
          for j, b in local.subnet_ranges : a.end <= b.first || b.end <= a.first if i < j
        ]
      ]))
      error_message = "Networks of subnet_cidrs overlap: ${jsonencode(local.subnet_cidrs)}. Each address belongs to one subnet. Set networks that are apart, or leave subnet_cidrs null."
    }
  }
}

# IPv4 networks as ranges of whole numbers, the end exclusive: HCL can compare those.
locals {
  vpc_range     = local.ranges[var.vpc_cidr]
  subnet_ranges = [for cidr in concat(local.subnet_cidrs.public, local.subnet_cidrs.private) : local.ranges[cidr]]
  ranges = {
    for cidr in distinct(concat([var.vpc_cidr], local.subnet_cidrs.public, local.subnet_cidrs.private)) : cidr => {
      first = sum([for i, octet in split(".", cidrhost(cidr, 0)) : tonumber(octet) * pow(256, 3 - i)])
      end   = sum([for i, octet in split(".", cidrhost(cidr, 0)) : tonumber(octet) * pow(256, 3 - i)]) + pow(2, 32 - tonumber(split("/", cidr)[1]))
    }
  }
}

# Nothing uses the default group: emptied, it lets nobody in who forgets to name another.
resource "aws_default_security_group" "this" {
  count = local.made ? 1 : 0

  vpc_id = aws_vpc.this[0].id

  tags = { Name = "${var.name}-default-unused" }
}

resource "aws_subnet" "public" {
  count = local.made ? 2 : 0

  vpc_id            = aws_vpc.this[0].id
  availability_zone = local.zones[count.index]
  cidr_block        = local.subnet_cidrs.public[count.index]

  tags = { Name = "${var.name}-public-${local.zones[count.index]}" }
}

resource "aws_subnet" "private" {
  count = local.made ? 2 : 0

  vpc_id            = aws_vpc.this[0].id
  availability_zone = local.zones[count.index]
  cidr_block        = local.subnet_cidrs.private[count.index]

  tags = { Name = "${var.name}-private-${local.zones[count.index]}" }
}

resource "aws_internet_gateway" "this" {
  count = local.made ? 1 : 0

  vpc_id = aws_vpc.this[0].id

  tags = { Name = var.name }
}

resource "aws_route_table" "public" {
  count = local.made ? 1 : 0

  vpc_id = aws_vpc.this[0].id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "internet" {
  count = local.made ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count = local.made ? 2 : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_eip" "nat" {
  count = local.made ? (var.nat_per_az ? 2 : 1) : 0

  domain = "vpc"

  tags = { Name = "${var.name}-nat-${local.zones[count.index]}" }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count = local.made ? (var.nat_per_az ? 2 : 1) : 0

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.public[count.index].id

  tags = { Name = "${var.name}-${local.zones[count.index]}" }
}

# One table for each zone in any case, so that a second NAT gateway changes one route and no association.
resource "aws_route_table" "private" {
  count = local.made ? 2 : 0

  vpc_id = aws_vpc.this[0].id

  tags = { Name = "${var.name}-private-${local.zones[count.index]}" }
}

resource "aws_route" "nat" {
  count = local.made ? 2 : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[var.nat_per_az ? count.index : 0].id
}

resource "aws_route_table_association" "private" {
  count = local.made ? 2 : 0

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}
