# What requirements.tftest.hcl, with its mocked provider, cannot show. Here the provider is the real one, so that its own checks of
# arguments run too and policies are rendered; a plan of new resources calls nothing.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

variables {
  region                 = "us-east-1"
  account_id             = "123456789012"
  environment_suffix     = "test"
  global_cluster_id      = "aurora-global-test"
  port                   = 5432
  data_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  peer_application_cidrs = ["10.20.0.0/18"]
  creates_the_database   = true

  master_password         = "not-a-real-password"
  master_password_version = 1

  database = {
    engine_version        = "15.10"
    name                  = "app"
    master_username       = "dr_admin"
    instance_class        = "db.r6g.large"
    readers_per_region    = 2
    backup_retention_days = 14
    backup_window         = "03:00-03:30"
    maintenance_window    = "sun:06:00-sun:07:00"
  }

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60001"
    vpc_cidr           = "10.10.0.0/16"
    availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
    application_cidrs  = ["10.10.0.0/18"]
  }
}

run "P1_S1_T2_cluster_is_a_member_of_the_global_database" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.cluster_identifier == "aurora-us-east-1-test" && aws_rds_cluster.this.global_cluster_identifier == "aurora-global-test"
    error_message = "The cluster must be named by T2 and belong to the global database."
  }

  assert {
    condition     = aws_rds_cluster.this.engine == "aurora-postgresql" && aws_rds_cluster.this.engine_version == "15.10"
    error_message = "Engine and version must be those that were asked for."
  }

  assert {
    condition     = aws_rds_cluster.this.engine_mode == "provisioned" && aws_rds_cluster.this.replication_source_identifier == null
    error_message = "Aurora alone says who replicates from whom."
  }
}

run "P2_S3_performance_data_is_encrypted_with_the_key_of_the_region" {
  command = plan

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.performance_insights_enabled && instance.performance_insights_kms_key_id == var.data_key_arn])
    error_message = "Performance Insights sees statements: its data must be encrypted with our key."
  }
}

run "P3_S4_more_readers_go_round_the_zones" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 4
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  assert {
    condition     = tolist(aws_rds_cluster_instance.this[*].availability_zone) == tolist(["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1a", "us-east-1b"])
    error_message = "No zone may hold two instances more than another."
  }
}

run "P4_S5_backups_with_point_in_time_recovery" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.backup_retention_period == 14 && aws_rds_cluster.this.preferred_backup_window == "03:00-03:30"
    error_message = "Retention and window must be those that were asked for."
  }

  assert {
    condition     = aws_rds_cluster.this.preferred_maintenance_window == "sun:06:00-sun:07:00" && aws_rds_cluster.this.copy_tags_to_snapshot
    error_message = "The maintenance window must be the one that was asked for, and snapshots must carry the tags."
  }
}

run "P5_parameter_groups" {
  command = plan

  assert {
    condition = {
      for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.name => parameter.value
    } == { "rds.force_ssl" = "1", "shared_preload_libraries" = "pg_stat_statements" }
    error_message = "TLS must be forced and pg_stat_statements preloaded."
  }

  assert {
    condition     = one([for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.apply_method if parameter.name == "shared_preload_libraries"]) == "pending-reboot"
    error_message = "AWS refuses to apply a static parameter at once."
  }

  assert {
    condition     = aws_rds_cluster_parameter_group.this.family == "aurora-postgresql15" && aws_db_parameter_group.this.family == "aurora-postgresql15"
    error_message = "Both groups must be of the family of the engine."
  }

  assert {
    condition = (aws_rds_cluster.this.db_cluster_parameter_group_name == "parameters-cluster-aurora-postgresql15-test" &&
    alltrue([for instance in aws_rds_cluster_instance.this : instance.db_parameter_group_name == "parameters-instance-aurora-postgresql15-test"]))
    error_message = "The groups must be in use, and their names must change with the family."
  }
}

run "T3_the_log_group_goes_with_the_cluster" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.postgresql.name == "/aws/rds/cluster/aurora-us-east-1-test/postgresql" && !aws_cloudwatch_log_group.postgresql.skip_destroy
    error_message = "The log group must be ours before RDS makes one that stays behind."
  }
}

run "K5_the_cluster_that_creates_the_database_is_given_the_password_without_keeping_it" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.master_username == "dr_admin" && aws_rds_cluster.this.database_name == "app" && aws_rds_cluster.this.master_password_wo_version == 1
    error_message = "The first cluster creates user and database."
  }

  assert {
    condition     = aws_rds_cluster.this.master_password == null && aws_rds_cluster.this.manage_master_user_password == null
    error_message = "The password must go through the write-only argument; a managed one is not supported in global databases."
  }

  assert {
    condition     = aws_rds_cluster.this.source_region == null
    error_message = "The first cluster is a copy of nothing."
  }
}

run "S1_K5_the_cluster_that_joins_copies_user_and_password" {
  command = plan

  variables {
    creates_the_database    = false
    source_region           = "us-west-2"
    master_password         = null
    master_password_version = null
  }

  assert {
    condition     = aws_rds_cluster.this.master_password_wo_version == null && aws_rds_cluster.this.master_password == null
    error_message = "RDS refuses a password for a secondary cluster."
  }

  assert {
    condition     = aws_rds_cluster.this.source_region == "us-west-2"
    error_message = "Without the source region RDS cannot read the encrypted source."
  }
}

run "T6_enhanced_monitoring_on_behalf_of_this_account" {
  command = plan

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.monitoring_interval == 60])
    error_message = "Every instance must be monitored."
  }

  assert {
    condition     = jsondecode(aws_iam_role.monitoring.assume_role_policy).Statement[0].Principal.Service == "monitoring.rds.amazonaws.com"
    error_message = "Only RDS may assume the role."
  }

  assert {
    condition     = jsondecode(aws_iam_role.monitoring.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "RDS may assume the role for this account only."
  }

  assert {
    condition     = aws_rds_cluster.this.enabled_cloudwatch_logs_exports == toset(["postgresql"]) && aws_cloudwatch_log_group.postgresql.retention_in_days == 30
    error_message = "The log must leave the region's instances, and must not be kept for ever."
  }
}

run "P3_S4_one_reader_is_refused" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 1
      backup_retention_days = 0
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}
