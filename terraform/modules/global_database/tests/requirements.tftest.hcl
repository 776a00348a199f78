# The real provider, so that its own checks run too; a plan of new resources calls nothing.
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
  environment_suffix = "test"
  engine_version     = "15.10"
  database_name      = "app"
}

run "P1_T2_global_cluster_is_made_empty_and_encrypted" {
  command = plan

  assert {
    condition     = aws_rds_global_cluster.this.global_cluster_identifier == "aurora-global-test"
    error_message = "The global cluster must be named by T2."
  }

  assert {
    condition     = aws_rds_global_cluster.this.database_name == "app"
    error_message = "Its database must be that of the first cluster: a difference would destroy it and make it anew."
  }

  assert {
    condition     = aws_rds_global_cluster.this.engine == "aurora-postgresql" && aws_rds_global_cluster.this.engine_version == "15.10"
    error_message = "Engine and version must be those that were asked for."
  }

  assert {
    condition     = aws_rds_global_cluster.this.storage_encrypted
    error_message = "Members of an unencrypted global cluster cannot be encrypted."
  }
}

run "T3_global_cluster_can_be_destroyed" {
  command = plan

  assert {
    condition     = aws_rds_global_cluster.this.force_destroy && !aws_rds_global_cluster.this.deletion_protection
    error_message = "Nothing may stand in the way of a destroy."
  }
}

run "refuses_half_a_version_and_a_name_that_postgresql_would_fold" {
  command = plan

  variables {
    engine_version     = "15"
    database_name      = "App"
    environment_suffix = "-test"
  }

  expect_failures = [var.engine_version, var.database_name, var.environment_suffix]
}
