# H1, H2, H5: each region answers for itself, from inside its VPC.

module "health_us_east_1" {
  source    = "./modules/health"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/health.zip"

  network = var.regions["us-east-1"]
  database = {
    cluster_id        = module.database_us_east_1.cluster_id
    endpoint          = module.database_us_east_1.endpoint
    reader_endpoint   = module.database_us_east_1.reader_endpoint
    name              = var.database.name
    port              = local.port
    security_group_id = module.database_us_east_1.security_group_id
  }
  caller_cidrs            = local.controller_cidrs
  secret_arn              = module.credentials.home_secret_arn
  data_key_arn            = module.encryption_us_east_1.data_key_arn
  replication_lag_seconds = var.objectives.replication_lag_seconds

  logs_key_arn       = module.encryption_us_east_1.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_east_1.topic_arn
}

module "health_us_west_2" {
  source    = "./modules/health"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/health.zip"

  network = var.regions["us-west-2"]
  database = {
    cluster_id        = module.database_us_west_2.cluster_id
    endpoint          = module.database_us_west_2.endpoint
    reader_endpoint   = module.database_us_west_2.reader_endpoint
    name              = var.database.name
    port              = local.port
    security_group_id = module.database_us_west_2.security_group_id
  }
  caller_cidrs            = local.controller_cidrs
  secret_arn              = module.credentials.other_secret_arn
  data_key_arn            = module.encryption_us_west_2.data_key_arn
  replication_lag_seconds = var.objectives.replication_lag_seconds

  logs_key_arn       = module.encryption_us_west_2.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_west_2.topic_arn
}

# O4, S2: in both regions, because either can be the one that follows.

module "replication_us_east_1" {
  source    = "./modules/replication"
  providers = { aws = aws.us_east_1 }

  region                  = "us-east-1"
  environment_suffix      = var.environment_suffix
  cluster_id              = module.database_us_east_1.cluster_id
  replication_lag_seconds = var.objectives.replication_lag_seconds
  topic_arn               = module.notifications_us_east_1.topic_arn
}

module "replication_us_west_2" {
  source    = "./modules/replication"
  providers = { aws = aws.us_west_2 }

  region                  = "us-west-2"
  environment_suffix      = var.environment_suffix
  cluster_id              = module.database_us_west_2.cluster_id
  replication_lag_seconds = var.objectives.replication_lag_seconds
  topic_arn               = module.notifications_us_west_2.topic_arn
}

# H3, H4. Route 53 keeps its alarms in us-east-1, hence that topic.

module "routing" {
  source    = "./modules/routing"
  providers = { aws = aws.us_east_1 }

  environment_suffix = var.environment_suffix
  home_region        = "us-east-1"
  other_region       = "us-west-2"
  failure_threshold  = var.health_check_failure_threshold
  topic_arn          = module.notifications_us_east_1.topic_arn

  dns = {
    hosted_zone_id = var.dns.hosted_zone_id
    writer_name    = var.dns.writer_name
    reader_name    = var.dns.reader_name
  }

  global_writer_endpoint = module.global_database.endpoint
  regions = {
    us-east-1 = {
      health_host     = module.health_us_east_1.host
      health_paths    = module.health_us_east_1.paths
      writer_endpoint = module.database_us_east_1.endpoint
      reader_endpoint = module.database_us_east_1.reader_endpoint
      lag_alarm       = module.replication_us_east_1.lag_alarm
      engine_alarm    = module.replication_us_east_1.engine_alarm
    }
    us-west-2 = {
      health_host     = module.health_us_west_2.host
      health_paths    = module.health_us_west_2.paths
      writer_endpoint = module.database_us_west_2.endpoint
      reader_endpoint = module.database_us_west_2.reader_endpoint
      lag_alarm       = module.replication_us_west_2.lag_alarm
      engine_alarm    = module.replication_us_west_2.engine_alarm
    }
  }
}

module "dashboard" {
  source    = "./modules/dashboard"
  providers = { aws = aws.us_west_2 }

  environment_suffix      = var.environment_suffix
  replication_lag_seconds = var.objectives.replication_lag_seconds
  regions = {
    us-east-1 = {
      cluster_id             = module.database_us_east_1.cluster_id
      writer_health_check_id = module.routing.health_check_ids["us-east-1"].writer
      dead_letter_queue      = module.notifications_us_east_1.queue_names.dead
      health_function        = module.health_us_east_1.function_name
    }
    us-west-2 = {
      cluster_id             = module.database_us_west_2.cluster_id
      writer_health_check_id = module.routing.health_check_ids["us-west-2"].writer
      dead_letter_queue      = module.notifications_us_west_2.queue_names.dead
      health_function        = module.health_us_west_2.function_name
    }
  }
}
