# P1. The global cluster is made empty and the clusters join it. Making it from an existing cluster would have the provider
# destroy and re-create it at the second apply (database_name is read back and forces replacement).
resource "aws_rds_global_cluster" "this" {
  global_cluster_identifier = "aurora-global-${var.environment_suffix}"
  engine                    = "aurora-postgresql"
  engine_version            = var.engine_version
  database_name             = var.database_name
  storage_encrypted         = true

  # T3: destroy has to work with no manual step. force_destroy removes members that are still attached.
  deletion_protection = false
  force_destroy       = true
}
