locals {
  family = "aurora-postgresql${split(".", var.database.engine_version)[0]}"
}

# The family is part of the names. With a new major version the new groups are made while the old ones are still in use, and
# two groups of one name cannot exist.

# P5. The same values in both regions: after a swap of the roles the database must behave as before.
resource "aws_rds_cluster_parameter_group" "this" {
  name        = "parameters-cluster-${local.family}-${var.environment_suffix}"
  family      = local.family
  description = "Cluster parameters, ${var.environment_suffix}"

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot" # static
  }

  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate"
  }

  lifecycle {
    # A new engine version needs a group of another family before the old one may go.
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "this" {
  name        = "parameters-instance-${local.family}-${var.environment_suffix}"
  family      = local.family
  description = "Instance parameters, ${var.environment_suffix}"

  parameter {
    name         = "pg_stat_statements.track"
    value        = "all"
    apply_method = "immediate"
  }

  lifecycle {
    create_before_destroy = true
  }
}
