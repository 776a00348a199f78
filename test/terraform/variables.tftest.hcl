# Mistakes that have to be refused before anything is asked of AWS. Run by terraform.itest.ts on a copy of terraform/variables.tf
# alone, with the values of environments/production.yaml: in the whole configuration every run would open the credentials' ephemeral
# resources, which Terraform cannot mock.

run "T1_accepts_the_example_environment" {
  command = plan

  assert {
    condition     = var.environment == "production"
    error_message = "The environment that users copy must be accepted."
  }
}

run "T1_T2_refuses_names_that_resources_cannot_have" {
  command = plan

  variables {
    environment        = "Production"
    environment_suffix = "pr--od"
    account_id         = "12345678901"
  }

  expect_failures = [var.environment, var.environment_suffix, var.account_id]
}

run "T2_refuses_a_suffix_that_is_too_long" {
  command = plan

  variables {
    environment_suffix = "abcdefghijklmnopq"
  }

  expect_failures = [var.environment_suffix]
}

run "P1_refuses_a_home_region_whose_order_of_creation_is_not_expressed" {
  command = plan

  variables {
    home_region = "us-west-2"
  }

  expect_failures = [var.home_region]
}

run "refuses_a_hosted_zone_by_name" {
  command = plan

  variables {
    dns = merge(var.dns, { hosted_zone_id = "db.example.internal" })
  }

  expect_failures = [var.dns]
}

run "refuses_a_writer_name_outside_the_zone" {
  command = plan

  variables {
    dns = merge(var.dns, { writer_name = "writer.example.org" })
  }

  expect_failures = [var.dns]
}

run "refuses_one_name_for_writers_and_readers" {
  command = plan

  variables {
    dns = merge(var.dns, { reader_name = var.dns.writer_name })
  }

  expect_failures = [var.dns]
}

run "refuses_a_version_that_is_not_full" {
  command = plan

  variables {
    database = merge(var.database, { engine_version = "15" })
  }

  expect_failures = [var.database]
}

run "P2_refuses_a_burstable_class" {
  command = plan

  variables {
    database = merge(var.database, { instance_class = "db.t4g.medium" })
  }

  expect_failures = [var.database]
}

run "P3_S4_refuses_one_reader" {
  command = plan

  variables {
    database = merge(var.database, { readers_per_region = 1 })
  }

  expect_failures = [var.database]
}

run "P3_S4_refuses_more_readers_than_a_global_database_allows" {
  command = plan

  variables {
    database = merge(var.database, { readers_per_region = 15 })
  }

  expect_failures = [var.database]
}

run "P4_S5_refuses_to_go_without_backups" {
  command = plan

  variables {
    database = merge(var.database, { backup_retention_days = 0 })
  }

  expect_failures = [var.database]
}

run "P4_S5_refuses_backups_for_longer_than_rds_keeps_them" {
  command = plan

  variables {
    database = merge(var.database, { backup_retention_days = 36 })
  }

  expect_failures = [var.database]
}

run "refuses_a_backup_window_without_an_end" {
  command = plan

  variables {
    database = merge(var.database, { backup_window = "03:00" })
  }

  expect_failures = [var.database]
}

run "refuses_a_maintenance_window_without_a_day" {
  command = plan

  variables {
    database = merge(var.database, { maintenance_window = "06:00-07:00" })
  }

  expect_failures = [var.database]
}

run "refuses_a_user_that_rds_reserves" {
  command = plan

  variables {
    database = merge(var.database, { master_username = "postgres" })
  }

  expect_failures = [var.database]
}

run "refuses_a_database_in_capitals" {
  command = plan

  variables {
    database = merge(var.database, { name = "App" })
  }

  expect_failures = [var.database]
}

run "T1_refuses_another_region" {
  command = plan

  variables {
    regions = { us-east-1 = var.regions["us-east-1"], eu-west-1 = var.regions["us-west-2"] }
  }

  expect_failures = [var.regions]
}

run "P3_S4_refuses_a_zone_of_another_region" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { availability_zones = ["us-west-2a", "us-west-2b", "us-east-1c"] }) })
  }

  expect_failures = [var.regions]
}

run "P3_S4_refuses_the_same_zone_twice" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { availability_zones = ["us-west-2a", "us-west-2b", "us-west-2a"] }) })
  }

  expect_failures = [var.regions]
}

run "P3_S4_refuses_two_subnets" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022"] }) })
  }

  expect_failures = [var.regions]
}

run "refuses_networks_that_overlap" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { vpc_cidr = "10.10.128.0/17" }) })
  }

  expect_failures = [var.regions]
}

run "refuses_a_network_without_a_prefix" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { vpc_cidr = "10.20.0.0" }) })
  }

  expect_failures = [var.regions]
}

run "T8_refuses_the_whole_internet" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { application_cidrs = ["0.0.0.0/0"] }) })
  }

  expect_failures = [var.regions]
}

run "T8_refuses_nobody" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { application_cidrs = [] }) })
  }

  expect_failures = [var.regions]
}

run "T8_refuses_more_networks_than_a_security_group_holds_of_both_regions" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { application_cidrs = [for number in range(26) : "10.20.${number}.0/24"] }) })
  }

  expect_failures = [var.regions]
}

run "T8_refuses_an_address_that_is_not_a_network" {
  command = plan

  variables {
    regions = merge(var.regions, { us-west-2 = merge(var.regions["us-west-2"], { application_cidrs = ["10.20.1.5/18"] }) })
  }

  expect_failures = [var.regions]
}

run "O1_refuses_a_weaker_rpo" {
  command = plan

  variables {
    objectives = merge(var.objectives, { rpo_seconds = 61 })
  }

  expect_failures = [var.objectives]
}

run "O4_refuses_a_weaker_lag" {
  command = plan

  variables {
    objectives = merge(var.objectives, { replication_lag_seconds = 61 })
  }

  expect_failures = [var.objectives]
}

run "O3_refuses_detection_of_zero_seconds_and_health_checks_that_take_longer" {
  command = plan

  variables {
    objectives                     = merge(var.objectives, { detection_seconds = 0 })
    health_check_failure_threshold = 4
  }

  expect_failures = [var.objectives, var.health_check_failure_threshold]
}

run "E3_refuses_glacier_after_more_than_thirty_days" {
  command = plan

  variables {
    exports = merge(var.exports, { glacier_after_days = 31 })
  }

  expect_failures = [var.exports]
}

run "E3_refuses_to_pay_for_glacier_after_the_end" {
  command = plan

  variables {
    exports = merge(var.exports, { glacier_after_days = 30, expire_after_days = 119 })
  }

  expect_failures = [var.exports]
}

run "refuses_a_retention_that_cloudwatch_does_not_know_and_an_address_that_is_none" {
  command = plan

  variables {
    log_retention_days  = 31
    notification_emails = ["oncall"]
  }

  expect_failures = [var.log_retention_days, var.notification_emails]
}

run "H6_refuses_a_mode_of_failover_that_nobody_knows" {
  command = plan

  variables {
    failover = merge(var.failover, { mode = "sometimes" })
  }

  expect_failures = [var.failover]
}

run "O3_refuses_a_detection_beyond_the_objective" {
  command = plan

  variables {
    failover = merge(var.failover, { interval_ms = 10000 })
  }

  expect_failures = [var.failover]
}

run "refuses_one_failure_as_the_loss_of_a_region" {
  command = plan

  variables {
    failover = merge(var.failover, { failure_threshold = 1 })
  }

  expect_failures = [var.failover]
}

run "refuses_probes_that_overlap" {
  command = plan

  variables {
    failover = merge(var.failover, { interval_ms = 1000 })
  }

  expect_failures = [var.failover]
}

run "refuses_less_time_than_aurora_needs_to_fail_over_inside_a_region" {
  command = plan

  variables {
    failover = merge(var.failover, { in_region_grace_seconds = 20 })
  }

  expect_failures = [var.failover]
}

run "H5_T8_refuses_to_let_the_internet_in_to_the_health_endpoint" {
  command = plan

  variables {
    regions = { for name, region in var.regions : name => merge(region, { egress_cidrs = ["0.0.0.0/0"] }) }
  }

  expect_failures = [var.regions]
}

run "refuses_a_region_without_public_addresses" {
  command = plan

  variables {
    regions = { for name, region in var.regions : name => merge(region, { egress_cidrs = [] }) }
  }

  expect_failures = [var.regions]
}
