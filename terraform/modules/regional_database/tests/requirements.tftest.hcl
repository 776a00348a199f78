# The requirements on one region's clusters, by their ids; the provider is mocked.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  region                 = "us-west-2"
  account_id             = "123456789012"
  environment_suffix     = "test"
  global_cluster_id      = "aurora-global-test"
  port                   = 5432
  peer_application_cidrs = ["10.10.0.0/18"]
  data_key_arn           = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000000"

  creates_the_database = false
  source_region        = "us-east-1"

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
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-4", "subnet-5", "subnet-6"]
    application_cidrs  = ["10.20.0.0/18", "10.20.64.0/18"]
  }
}

run "P3_S4_writer_and_readers_over_three_zones" {
  command = plan

  assert {
    condition     = length(aws_rds_cluster_instance.this) == 3
    error_message = "A writer and two readers are required."
  }

  assert {
    condition     = length(toset(aws_rds_cluster_instance.this[*].availability_zone)) == 3
    error_message = "The instances must be spread over three zones."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.instance_class == "db.r6g.large"])
    error_message = "Every instance must have the class that was asked for (P2, S3)."
  }
}

run "P6_promotion_tiers" {
  command = plan

  assert {
    condition     = aws_rds_cluster_instance.this[*].promotion_tier == [0, 1, 2]
    error_message = "Each instance needs its place in the order of promotion."
  }
}

run "P2_S3_encrypted_with_the_key_of_the_region" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == var.data_key_arn
    error_message = "The cluster must be encrypted with our key."
  }
}

run "P4_S5_backups" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.backup_retention_period == 14
    error_message = "Backups must be kept as long as was asked for."
  }
}

run "P5_parameters" {
  command = plan

  assert {
    condition = anytrue([
      for parameter in aws_rds_cluster_parameter_group.this.parameter :
      parameter.name == "shared_preload_libraries" && parameter.value == "pg_stat_statements" && parameter.apply_method == "pending-reboot"
    ])
    error_message = "pg_stat_statements must be preloaded."
  }

  assert {
    condition     = anytrue([for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.name == "rds.force_ssl" && parameter.value == "1"])
    error_message = "TLS must be forced."
  }
}

# That a secondary brings no credentials of its own cannot be read here (the mock makes them up); the emulator refuses any.
run "S1_a_secondary_knows_its_source" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.source_region == "us-east-1" && aws_rds_cluster.this.global_cluster_identifier == "aurora-global-test"
    error_message = "An encrypted secondary needs the source region and the global database."
  }
}

run "P1_the_first_cluster_creates_user_and_database" {
  command = plan

  variables {
    creates_the_database    = true
    source_region           = null
    master_password         = "only-for-this-test"
    master_password_version = 1
  }

  assert {
    condition     = aws_rds_cluster.this.master_username == "dr_admin" && aws_rds_cluster.this.database_name == "app"
    error_message = "The first cluster must create the master user and the database."
  }
}

run "T2_names" {
  command = plan

  assert {
    condition     = aws_rds_cluster.this.cluster_identifier == "aurora-us-west-2-test"
    error_message = "The cluster's name must be resource type, purpose and suffix."
  }

  assert {
    condition     = aws_rds_cluster_instance.this[*].identifier == ["aurora-us-west-2-1-test", "aurora-us-west-2-2-test", "aurora-us-west-2-3-test"]
    error_message = "The instances' names must be resource type, purpose and suffix."
  }
}

run "T3_destroyable" {
  command = plan

  assert {
    condition     = !aws_rds_cluster.this.deletion_protection && aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.delete_automated_backups
    error_message = "Nothing may stop a destroy or be left after it."
  }
}

run "T8_only_the_given_networks_may_connect" {
  command = plan

  assert {
    condition = toset([for rule in aws_vpc_security_group_ingress_rule.application : "${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"]) == toset([
      "10.10.0.0/18 tcp 5432-5432", "10.20.0.0/18 tcp 5432-5432", "10.20.64.0/18 tcp 5432-5432",
    ])
    error_message = "Exactly the application subnets of both regions may reach the port of the database."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.publicly_accessible == false])
    error_message = "The database must not be reachable from the internet."
  }
}

run "upgrades_never_come_by_themselves" {
  command = plan

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.auto_minor_version_upgrade == false])
    error_message = "An automatic upgrade of one region would stop switchover and failover."
  }
}
