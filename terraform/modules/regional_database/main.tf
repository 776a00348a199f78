locals {
  cluster_id     = "aurora-${var.region}-${var.environment_suffix}"
  instance_count = 1 + var.database.readers_per_region
}

resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV2_AWS_27:statements in the log would bring the passwords of CREATE ROLE and ALTER ROLE with them (K5); pg_stat_statements and Performance Insights tell what runs
  #checkov:skip=CKV2_AWS_8:both regions keep automated backups with point-in-time recovery (P4, S5), which a drill restores every week; a second set would be one that nobody has tried
  #checkov:skip=CKV_AWS_139:everything has to be destroyable with no manual step (T3); invariant DR001 stops a plan that would delete a cluster
  #checkov:skip=CKV_AWS_162:users log in with passwords from Secrets Manager that rotate (K1, K2); tokens of IAM would be a second way in, to be granted and audited for itself
  cluster_identifier        = local.cluster_id
  global_cluster_identifier = var.global_cluster_id

  engine         = "aurora-postgresql"
  engine_version = var.database.engine_version
  port           = var.port

  # User, password and database come from the cluster that creates them; RDS refuses them on a secondary.
  database_name              = var.creates_the_database ? var.database.name : null
  master_username            = var.creates_the_database ? var.database.master_username : null
  master_password_wo         = var.creates_the_database ? var.master_password : null
  master_password_wo_version = var.creates_the_database ? var.master_password_version : null

  # For the signature that lets this region read the encrypted source. A constant: a change would replace the cluster.
  source_region = var.source_region

  storage_encrypted = true
  kms_key_id        = var.data_key_arn

  db_subnet_group_name            = aws_db_subnet_group.this.name
  vpc_security_group_ids          = [aws_security_group.database.id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name

  # P4, S5
  backup_retention_period      = var.database.backup_retention_days
  preferred_backup_window      = var.database.backup_window
  preferred_maintenance_window = var.database.maintenance_window
  copy_tags_to_snapshot        = true

  enabled_cloudwatch_logs_exports = ["postgresql"]

  # T3: destroyable with no manual step.
  deletion_protection      = false
  skip_final_snapshot      = true
  delete_automated_backups = true
  apply_immediately        = true

  depends_on = [aws_cloudwatch_log_group.postgresql]

  lifecycle {
    ignore_changes = [
      # Aurora sets this on whichever cluster is the replica. Without this line the first plan after a swap of the roles wants it
      # removed, and applying that promotes the replica out of the global database.
      replication_source_identifier,
      # A failover can detach and re-attach a cluster; Terraform can only remove one from the global database, for good.
      global_cluster_identifier,
      # Upgrades go through the global cluster, which upgrades its members.
      engine_version,
    ]
  }
}

# P3, S4: which of them writes is Aurora's to say. The first of each region is the preferred writer (P6).
resource "aws_rds_cluster_instance" "this" {
  #checkov:skip=CKV_AWS_226:an automatic upgrade of one region makes the versions differ, and with different versions neither switchover nor failover works
  count = local.instance_count

  identifier         = "aurora-${var.region}-${count.index + 1}-${var.environment_suffix}"
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  instance_class     = var.database.instance_class

  availability_zone = var.network.availability_zones[count.index % length(var.network.availability_zones)]
  promotion_tier    = min(count.index, 15)

  # Instances have a window of their own, which RDS would choose anywhere in the week, over a drill too.
  preferred_maintenance_window = var.database.maintenance_window

  db_parameter_group_name = aws_db_parameter_group.this.name
  publicly_accessible     = false
  apply_immediately       = true
  copy_tags_to_snapshot   = true

  # An automatic upgrade of one region makes the versions differ, and with different versions neither switchover nor failover works.
  auto_minor_version_upgrade = false

  monitoring_interval             = 60 # seconds
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.data_key_arn

  depends_on = [aws_iam_role_policy_attachment.monitoring]

  lifecycle {
    ignore_changes = [
      # Upgraded through the global cluster, as above.
      engine_version,
    ]
  }
}
