# Mistakes that have to be refused before anything is asked of AWS. Run by terraform.itest.ts on a copy of terraform/variables.tf
# alone: in the whole configuration every run would open the credentials' ephemeral resources, which Terraform cannot mock.
variables {
  environment         = "production"
  environment_suffix  = "prod"
  account_id          = "123456789012"
  home_region         = "us-east-1"
  notification_emails = ["oncall@example.com"]

  dns = {
    hosted_zone_id = "Z0123456789ABCDEFGHIJ"
    zone_name      = "db.example.internal"
    writer_name    = "writer.db.example.internal"
  }

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

  regions = {
    us-east-1 = {
      vpc_id             = "vpc-0a1b2c3d4e5f60001"
      vpc_cidr           = "10.10.0.0/16"
      availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
      private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
      application_cidrs  = ["10.10.0.0/18"]
    }
    us-west-2 = {
      vpc_id             = "vpc-0a1b2c3d4e5f60002"
      vpc_cidr           = "10.20.0.0/16"
      availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
      private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
      application_cidrs  = ["10.20.0.0/18"]
    }
  }

  objectives = {
    rpo_seconds             = 60
    rto_seconds             = 300
    detection_seconds       = 30
    replication_lag_seconds = 60
  }
}

run "accepts_a_complete_environment" {
  command = plan

  assert {
    condition     = var.environment == "production"
    error_message = "A complete environment must be accepted."
  }
}

run "refuses_T2_suffix_with_a_double_hyphen" {
  command = plan

  variables {
    environment_suffix = "pr--od"
  }

  expect_failures = [var.environment_suffix]
}

run "refuses_T2_suffix_too_long" {
  command = plan

  variables {
    environment_suffix = "abcdefghijklmnopq"
  }

  expect_failures = [var.environment_suffix]
}

run "refuses_account_id_of_eleven_digits" {
  command = plan

  variables {
    account_id = "12345678901"
  }

  expect_failures = [var.account_id]
}

run "refuses_P1_home_region_whose_order_of_creation_is_not_expressed" {
  command = plan

  variables {
    home_region = "us-west-2"
  }

  expect_failures = [var.home_region]
}

run "refuses_writer_name_outside_the_zone" {
  command = plan

  variables {
    dns = {
      hosted_zone_id = "Z0123456789ABCDEFGHIJ"
      zone_name      = "db.example.internal"
      writer_name    = "writer.example.org"
    }
  }

  expect_failures = [var.dns]
}

run "refuses_hosted_zone_by_name" {
  command = plan

  variables {
    dns = {
      hosted_zone_id = "db.example.internal"
      zone_name      = "db.example.internal"
      writer_name    = "writer.db.example.internal"
    }
  }

  expect_failures = [var.dns]
}

run "refuses_version_that_is_not_full" {
  command = plan

  variables {
    database = {
      engine_version        = "15"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_P2_burstable_class" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.t4g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_P3_S4_one_reader" {
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
  }

  expect_failures = [var.database]
}

run "refuses_P3_S4_more_readers_than_a_global_database_allows" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 15
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_P4_S5_no_backups" {
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

run "refuses_P4_S5_backups_for_longer_than_rds_keeps_them" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 36
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_backup_window_without_an_end" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_maintenance_window_without_a_day" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "06:00-07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_master_username_reserved_by_rds" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "app"
      master_username       = "postgres"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_database_name_in_capitals" {
  command = plan

  variables {
    database = {
      engine_version        = "15.10"
      name                  = "App"
      master_username       = "dr_admin"
      instance_class        = "db.r6g.large"
      readers_per_region    = 2
      backup_retention_days = 14
      backup_window         = "03:00-03:30"
      maintenance_window    = "sun:06:00-sun:07:00"
    }
  }

  expect_failures = [var.database]
}

run "refuses_T1_another_region" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      eu-west-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_P3_zone_of_another_region" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_P3_the_same_zone_twice" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1a"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_P3_two_subnets" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_networks_that_overlap" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.10.128.0/20"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_network_without_a_prefix" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.0.0/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_T8_the_whole_internet" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["0.0.0.0/0"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_T8_nobody" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = []
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_T8_an_address_that_is_not_a_network" {
  command = plan

  variables {
    regions = {
      us-east-1 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60001"
        vpc_cidr           = "10.10.0.0/16"
        availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
        application_cidrs  = ["10.10.0.0/18"]
      }
      us-west-2 = {
        vpc_id             = "vpc-0a1b2c3d4e5f60002"
        vpc_cidr           = "10.20.0.0/16"
        availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
        private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
        application_cidrs  = ["10.20.1.5/18"]
      }
    }
  }

  expect_failures = [var.regions]
}

run "refuses_O1_weaker_rpo" {
  command = plan

  variables {
    objectives = {
      rpo_seconds             = 61
      rto_seconds             = 300
      detection_seconds       = 30
      replication_lag_seconds = 60
    }
  }

  expect_failures = [var.objectives]
}

run "refuses_O3_detection_of_zero_seconds" {
  command = plan

  variables {
    objectives = {
      rpo_seconds             = 60
      rto_seconds             = 300
      detection_seconds       = 0
      replication_lag_seconds = 60
    }
  }

  expect_failures = [var.objectives]
}

run "refuses_notification_to_something_else_than_an_address" {
  command = plan

  variables {
    notification_emails = ["oncall"]
  }

  expect_failures = [var.notification_emails]
}
