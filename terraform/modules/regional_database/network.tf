resource "aws_db_subnet_group" "this" {
  name        = "subnets-database-${var.environment_suffix}"
  description = "Private subnets of three zones"
  subnet_ids  = var.network.private_subnet_ids
}

resource "aws_security_group" "database" {
  name        = "security-group-database-${var.environment_suffix}"
  description = "Connections to the database"
  vpc_id      = var.network.vpc_id

  tags = { Name = "security-group-database-${var.environment_suffix}" }
}

# T8: from the application subnets, by explicit CIDR. Those of the other region too, over the peering: its applications keep
# running after a switchover and write to this region then. By CIDR, because a security group cannot be referred to from
# another region. So do the functions of the other region, which live in its private subnets: they change passwords here, or
# watch over this region.
resource "aws_vpc_security_group_ingress_rule" "application" {
  for_each = setunion(var.network.application_cidrs, var.peer_application_cidrs, var.peer_private_cidrs)

  security_group_id = aws_security_group.database.id
  description       = contains(var.peer_private_cidrs, each.value) ? "Functions of the other region" : "Application subnet"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
}

# The only connections that a database opens: the extension aws_s3 writes exports over its own network interface. Aurora replicates
# outside the VPC.
resource "aws_vpc_security_group_egress_rule" "exports" {
  security_group_id = aws_security_group.database.id
  description       = "S3, for exports"
  prefix_list_id    = var.s3_prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
