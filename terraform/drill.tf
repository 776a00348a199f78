# O1 to O3, O6: what the weekly drills measure with. Both regions have one: a drill watches from the region that it does not lose.

locals {
  drill_endpoints = {
    us-east-1 = {
      writer = module.database_us_east_1.endpoint
      reader = module.database_us_east_1.reader_endpoint
    }
    us-west-2 = {
      writer = module.database_us_west_2.endpoint
      reader = module.database_us_west_2.reader_endpoint
    }
  }
  # A year of weekly drills, and what came before the oldest of them.
  drill_history_days = 400
}

module "drill_probe_us_east_1" {
  source    = "./modules/drill_probe"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/drill-probe.zip"

  network       = var.regions["us-east-1"]
  peer_vpc_cidr = var.regions["us-west-2"].vpc_cidr
  database = {
    writer_name         = var.dns.writer_name
    port                = local.port
    security_group_id   = module.database_us_east_1.security_group_id
    restored_cluster_id = "aurora-restore-drill-${var.environment_suffix}"
    endpoints           = local.drill_endpoints
  }
  secret_arn             = module.credentials.home_secret_arn
  application_secret_arn = module.rotation_us_east_1.application_secret_arn
  data_key_arn           = module.encryption_us_east_1.data_key_arn
  expire_after_days      = local.drill_history_days

  logs_key_arn       = module.encryption_us_east_1.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_east_1.topic_arn
}

module "drill_probe_us_west_2" {
  source    = "./modules/drill_probe"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/drill-probe.zip"

  network       = var.regions["us-west-2"]
  peer_vpc_cidr = var.regions["us-east-1"].vpc_cidr
  database = {
    writer_name         = var.dns.writer_name
    port                = local.port
    security_group_id   = module.database_us_west_2.security_group_id
    restored_cluster_id = "aurora-restore-drill-${var.environment_suffix}"
    endpoints           = local.drill_endpoints
  }
  secret_arn             = module.credentials.other_secret_arn
  application_secret_arn = module.rotation_us_west_2.application_secret_arn
  data_key_arn           = module.encryption_us_west_2.data_key_arn
  expire_after_days      = local.drill_history_days

  logs_key_arn       = module.encryption_us_west_2.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_west_2.topic_arn
}
