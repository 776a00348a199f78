# The real provider, so that its own checks run too and policies are rendered; a plan of new resources calls nothing.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

override_resource {
  target          = aws_security_group.database
  override_during = plan
  values          = { id = "sg-0a1b2c3d4e5f60001" }
}

override_resource {
  target          = aws_iam_role.monitoring
  override_during = plan
  values          = { arn = "arn:aws:iam::123456789012:role/iam-monitoring-us-east-1-test" }
}

variables {
  region                 = "us-east-1"
  account_id             = "123456789012"
  environment_suffix     = "test"
  global_cluster_id      = "aurora-global-test"
  port                   = 5432
  data_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  logs_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days     = 30
  export_role_arn        = "arn:aws:iam::123456789012:role/iam-export-us-east-1-test"
  s3_prefix_list_id      = "pl-63a5400a"
  peer_application_cidrs = ["10.20.0.0/18"]
  peer_private_cidrs     = ["10.20.128.0/20"]
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
    application_cidrs  = ["10.10.0.0/18", "10.10.64.0/18"]
  }
}

run "P1_S1_T2_the_cluster_is_a_member_of_the_global_database" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.cluster_identifier == "aurora-us-east-1-test" && aws_rds_cluster.this.global_cluster_identifier == "aurora-global-test"
    error_message = "The cluster must be named by T2 and belong to the global database."
  }

  assert {
    condition     = aws_rds_cluster.this.engine == "aurora-postgresql" && aws_rds_cluster.this.engine_version == "15.10" && aws_rds_cluster.this.port == 5432
    error_message = "Engine, version and port must be those that were asked for."
  }

  assert {
    condition     = aws_rds_cluster.this.engine_mode == "provisioned" && aws_rds_cluster.this.replication_source_identifier == null
    error_message = "Aurora alone says who replicates from whom."
  }

  assert {
    condition     = output.joined_global_cluster_id == "aurora-global-test"
    error_message = "Whoever joins next must be given the global database."
  }
}

run "P1_K5_the_cluster_that_creates_the_database_is_given_the_password_without_keeping_it" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.master_username == "dr_admin" && aws_rds_cluster.this.database_name == "app" && aws_rds_cluster.this.master_password_wo_version == 1
    error_message = "The first cluster creates user and database."
  }

  assert {
    condition     = aws_rds_cluster.this.master_password == null && aws_rds_cluster.this.master_password_wo == null && aws_rds_cluster.this.manage_master_user_password == null
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

run "P2_S3_class_and_encryption_with_the_key_of_the_region" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == var.data_key_arn
    error_message = "The cluster must be encrypted with our key."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.instance_class == "db.r6g.large"])
    error_message = "Every instance must have the class that was asked for."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.performance_insights_enabled && instance.performance_insights_kms_key_id == var.data_key_arn])
    error_message = "Performance Insights sees statements: its data must be encrypted with our key."
  }
}

run "P3_P6_S4_T2_writer_and_readers_over_three_zones_in_the_order_of_promotion" {
  command = plan

  assert {
    condition = [for instance in aws_rds_cluster_instance.this : [instance.identifier, instance.availability_zone, instance.promotion_tier]] == [
      ["aurora-us-east-1-1-test", "us-east-1a", 0], ["aurora-us-east-1-2-test", "us-east-1b", 1], ["aurora-us-east-1-3-test", "us-east-1c", 2]
    ]
    error_message = "A writer and two readers are required, each in a zone and with a place in the order of promotion of its own."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.auto_minor_version_upgrade == false])
    error_message = "An automatic upgrade of one region would stop switchover and failover."
  }
}

run "P3_P6_S4_more_readers_go_round_the_zones" {
  command = plan

  variables {
    database = {
      engine_version        = "16.8"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 14
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  assert {
    condition     = [for zone in var.network.availability_zones : length([for instance in aws_rds_cluster_instance.this : instance if instance.availability_zone == zone])] == [5, 5, 5]
    error_message = "No zone may hold two instances more than another."
  }

  assert {
    condition     = max(aws_rds_cluster_instance.this[*].promotion_tier...) <= 15
    error_message = "RDS knows no promotion tier above 15."
  }

  assert {
    condition = [aws_rds_cluster_parameter_group.this.family, aws_rds_cluster_parameter_group.this.name, aws_db_parameter_group.this.family, aws_db_parameter_group.this.name] == [
      "aurora-postgresql16", "parameters-cluster-aurora-postgresql16-test", "aurora-postgresql16", "parameters-instance-aurora-postgresql16-test"
    ]
    error_message = "With a new major version the groups must be of another family, and of other names, because the old ones are still in use (P5)."
  }
}

run "P4_S5_backups_with_point_in_time_recovery" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.backup_retention_period == 14 && aws_rds_cluster.this.preferred_backup_window == "03:00-03:30"
    error_message = "Retention and window must be those that were asked for."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.preferred_maintenance_window == "sun:06:00-sun:07:00"])
    error_message = "RDS would choose a window for each instance, anywhere in the week and over a drill too."
  }

  assert {
    condition     = aws_rds_cluster.this.preferred_maintenance_window == "sun:06:00-sun:07:00" && aws_rds_cluster.this.copy_tags_to_snapshot && alltrue([for instance in aws_rds_cluster_instance.this : instance.copy_tags_to_snapshot])
    error_message = "The maintenance window must be the one that was asked for, and snapshots must carry the tags (T5)."
  }
}

run "P5_parameter_groups" {
  command = plan

  assert {
    condition = {
      for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.name => "${parameter.value} ${parameter.apply_method}"
    } == { "rds.force_ssl" = "1 immediate", "shared_preload_libraries" = "pg_stat_statements pending-reboot" }
    error_message = "TLS must be forced and pg_stat_statements preloaded; AWS refuses to apply a static parameter at once."
  }

  assert {
    condition     = { for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value } == { "pg_stat_statements.track" = "all" }
    error_message = "Statements inside functions must be seen too."
  }

  assert {
    condition = (aws_rds_cluster.this.db_cluster_parameter_group_name == "parameters-cluster-aurora-postgresql15-test" &&
    alltrue([for instance in aws_rds_cluster_instance.this : instance.db_parameter_group_name == "parameters-instance-aurora-postgresql15-test"]))
    error_message = "The groups must be in use."
  }
}

run "T3_nothing_stands_in_the_way_of_a_destroy_or_stays_behind" {
  command = plan

  assert {
    condition     = !aws_rds_cluster.this.deletion_protection && aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.delete_automated_backups && aws_rds_cluster.this.apply_immediately
    error_message = "Nothing may stop a destroy or be left after it."
  }

  assert {
    condition     = aws_cloudwatch_log_group.postgresql.name == "/aws/rds/cluster/aurora-us-east-1-test/postgresql" && !aws_cloudwatch_log_group.postgresql.skip_destroy
    error_message = "The log group must be ours before RDS makes one that stays behind."
  }
}

run "T6_logs_and_enhanced_monitoring_on_behalf_of_this_account" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.enabled_cloudwatch_logs_exports == toset(["postgresql"]) && aws_cloudwatch_log_group.postgresql.retention_in_days == 30 && aws_cloudwatch_log_group.postgresql.kms_key_id == var.logs_key_arn
    error_message = "The log must leave the region's instances, encrypted with our key, and must not be kept for ever."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.monitoring_interval == 60 && instance.monitoring_role_arn == "arn:aws:iam::123456789012:role/iam-monitoring-us-east-1-test"])
    error_message = "Every instance must be monitored."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role.monitoring.assume_role_policy).Statement : [statement.Principal, statement.Condition]
    ] == [[{ Service = "monitoring.rds.amazonaws.com" }, { StringEquals = { "aws:SourceAccount" = "123456789012" } }]]
    error_message = "Only RDS may assume the role, and for this account only."
  }

  assert {
    condition     = aws_iam_role.monitoring.name == "iam-monitoring-us-east-1-test" && endswith(aws_iam_role_policy_attachment.monitoring.policy_arn, "/AmazonRDSEnhancedMonitoringRole")
    error_message = "The role must be named by T2 and may do no more than monitor."
  }
}

run "T8_only_the_given_networks_may_connect" {
  command = plan

  assert {
    condition = toset([for rule in aws_vpc_security_group_ingress_rule.application : "${rule.security_group_id} ${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"]) == toset([
      for cidr in ["10.10.0.0/18", "10.10.64.0/18", "10.20.0.0/18", "10.20.128.0/20"] : "sg-0a1b2c3d4e5f60001 ${cidr} tcp 5432-5432"
    ])
    error_message = "Exactly the application subnets of both regions, and the functions of the other one, may reach the port of the database."
  }

  assert {
    condition     = aws_rds_cluster.this.vpc_security_group_ids == toset(["sg-0a1b2c3d4e5f60001"]) && aws_rds_cluster.this.db_subnet_group_name == "subnets-database-test" && aws_db_subnet_group.this.subnet_ids == toset(var.network.private_subnet_ids)
    error_message = "The cluster must be in the private subnets, behind its security group."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.publicly_accessible == false])
    error_message = "The database must not be reachable from the internet."
  }
}

run "E1_T8_the_database_reaches_s3_for_exports_and_nothing_else" {
  command = plan

  assert {
    condition = [
      aws_rds_cluster_role_association.export.feature_name, aws_rds_cluster_role_association.export.role_arn
    ] == ["s3Export", "arn:aws:iam::123456789012:role/iam-export-us-east-1-test"]
    error_message = "Without this role the extension aws_s3 cannot write."
  }

  assert {
    condition = [
      aws_vpc_security_group_egress_rule.exports.security_group_id, aws_vpc_security_group_egress_rule.exports.prefix_list_id,
      aws_vpc_security_group_egress_rule.exports.ip_protocol, aws_vpc_security_group_egress_rule.exports.from_port, aws_vpc_security_group_egress_rule.exports.to_port,
    ] == ["sg-0a1b2c3d4e5f60001", "pl-63a5400a", "tcp", 443, 443]
    error_message = "Exports go to S3 over HTTPS; a database has nothing else to connect to."
  }
}

run "P3_S4_refuses_one_reader_and_what_could_not_work" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 1
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
    network = {
      vpc_id             = "vpc-0a1b2c3d4e5f60001"
      vpc_cidr           = "10.10.0.0/16"
      availability_zones = ["us-east-1a", "us-east-1a", "us-east-1c"]
      private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
      application_cidrs  = ["10.10.0.0/18"]
    }
    account_id         = "12345"
    logs_key_arn       = "alias/aws/logs"
    log_retention_days = 31
    export_role_arn    = "iam-export"
    s3_prefix_list_id  = "com.amazonaws.us-east-1.s3"
    environment_suffix = "Test"
    region             = "east"
    port               = 443
    data_key_arn       = "alias/aws/rds"
    source_region      = "us-west-2"
  }

  expect_failures = [
    var.database, var.network, var.account_id, var.logs_key_arn, var.log_retention_days, var.export_role_arn, var.s3_prefix_list_id, var.environment_suffix,
    var.region, var.port, var.data_key_arn, var.creates_the_database,
  ]
}

run "P4_S5_refuses_to_go_without_backups" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 0
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "T8_refuses_the_whole_internet" {
  command = plan

  variables {
    peer_application_cidrs = ["0.0.0.0/0"]
    network = {
      vpc_id             = "vpc-0a1b2c3d4e5f60001"
      vpc_cidr           = "10.10.0.0/16"
      availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
      private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
      application_cidrs  = ["0.0.0.0/0"]
    }
  }

  expect_failures = [var.peer_application_cidrs, var.network]
}
