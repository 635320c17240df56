# Rules are resources of their own: features add theirs to the groups made here.

resource "aws_security_group" "alb" {
  name        = "${var.name}-alb"
  description = "The load balancer: from the allowed networks in, to the gateway out"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.name}-alb" }
}

resource "aws_security_group" "service" {
  name        = "${var.name}-service"
  description = "Tasks of the gateway: from the load balancer in, to providers and AWS out"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.name}-service" }
}

resource "aws_security_group" "endpoint" {
  name        = "${var.name}-endpoint"
  description = "The interface endpoints: from the private subnets in, nothing out"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.name}-endpoint" }
}

resource "aws_vpc_security_group_ingress_rule" "alb" {
  for_each = {
    for pair in setproduct(local.tls ? [80, 443] : [80], var.allowed_cidrs) : "${pair[0]}-${pair[1]}" => {
      port = pair[0]
      cidr = pair[1]
    }
  }

  security_group_id = aws_security_group.alb.id
  description       = each.value.port == 443 ? "Callers" : (local.tls ? "Callers, to be redirected" : "Callers, in clear")
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "alb" {
  security_group_id            = aws_security_group.alb.id
  description                  = "The gateway, and nothing else"
  referenced_security_group_id = aws_security_group.service.id
  ip_protocol                  = "tcp"
  from_port                    = local.gateway_port
  to_port                      = local.gateway_port

  lifecycle {
    # Set once: simulators of AWS do not tell the description of a rule that names a group.
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_ingress_rule" "service" {
  security_group_id            = aws_security_group.service.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.alb.id
  ip_protocol                  = "tcp"
  from_port                    = local.gateway_port
  to_port                      = local.gateway_port

  lifecycle {
    # Set once: simulators of AWS do not tell the description of a rule that names a group.
    ignore_changes = [description]
  }
}

# The addresses of providers change without notice, so the way out is open for HTTPS and closed for the rest.
resource "aws_vpc_security_group_egress_rule" "service" {
  security_group_id = aws_security_group.service.id
  description       = "Providers through NAT, AWS through the endpoints"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "endpoint" {
  count = length(local.private_subnet_ids)

  security_group_id = aws_security_group.endpoint.id
  description       = "The private subnets"
  cidr_ipv4         = local.private_cidrs[count.index]
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
