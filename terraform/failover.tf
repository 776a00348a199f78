# H6, O3. A controller in each region watches over the other one and promotes its own. Only that of the region that follows has
# anything to do, so which of them it is changes with the roles and never with the configuration.

# The record of the controller of us-west-2, and the freeze of rotation, are in module.failover_table (rotation.tf).
module "failover_table_us_east_1" {
  source    = "./modules/failover_table"
  providers = { aws = aws.us_east_1 }

  environment_suffix = var.environment_suffix
}

module "failover_us_east_1" {
  source    = "./modules/failover_controller"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/failover-controller.zip"

  network = var.regions["us-east-1"]
  database = {
    cluster_id        = module.database_us_east_1.cluster_id
    cluster_arn       = module.database_us_east_1.cluster_arn
    reader_endpoint   = module.database_us_east_1.reader_endpoint
    port              = local.port
    security_group_id = module.database_us_east_1.security_group_id
    health_url        = "https://${module.health_us_east_1.host}${module.health_us_east_1.paths["writer"]}"
  }
  peer = {
    region          = "us-west-2"
    vpc_cidr        = var.regions["us-west-2"].vpc_cidr
    cluster_arn     = module.database_us_west_2.cluster_arn
    endpoint        = module.database_us_west_2.endpoint
    reader_endpoint = module.database_us_west_2.reader_endpoint
    health_url      = "https://${module.health_us_west_2.host}${module.health_us_west_2.paths["writer"]}"
  }
  global_cluster = {
    id  = module.database_us_west_2.joined_global_cluster_id
    arn = module.global_database.arn
  }

  writer_name             = module.routing.writer_name
  failover                = var.failover
  replication_lag_seconds = var.objectives.replication_lag_seconds
  table = {
    name = module.failover_table_us_east_1.name
    arn  = module.failover_table_us_east_1.arn
  }

  secret_arn         = module.credentials.home_secret_arn
  data_key_arn       = module.encryption_us_east_1.data_key_arn
  messaging_key_arn  = module.encryption_us_east_1.messaging_key_arn
  logs_key_arn       = module.encryption_us_east_1.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_east_1.topic_arn
}

module "failover_us_west_2" {
  source    = "./modules/failover_controller"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/failover-controller.zip"

  network = var.regions["us-west-2"]
  database = {
    cluster_id        = module.database_us_west_2.cluster_id
    cluster_arn       = module.database_us_west_2.cluster_arn
    reader_endpoint   = module.database_us_west_2.reader_endpoint
    port              = local.port
    security_group_id = module.database_us_west_2.security_group_id
    health_url        = "https://${module.health_us_west_2.host}${module.health_us_west_2.paths["writer"]}"
  }
  peer = {
    region          = "us-east-1"
    vpc_cidr        = var.regions["us-east-1"].vpc_cidr
    cluster_arn     = module.database_us_east_1.cluster_arn
    endpoint        = module.database_us_east_1.endpoint
    reader_endpoint = module.database_us_east_1.reader_endpoint
    health_url      = "https://${module.health_us_east_1.host}${module.health_us_east_1.paths["writer"]}"
  }
  global_cluster = {
    id  = module.database_us_west_2.joined_global_cluster_id
    arn = module.global_database.arn
  }

  writer_name             = module.routing.writer_name
  failover                = var.failover
  replication_lag_seconds = var.objectives.replication_lag_seconds
  table = {
    name = module.failover_table.name
    arn  = module.failover_table.arn
  }

  secret_arn         = module.credentials.other_secret_arn
  data_key_arn       = module.encryption_us_west_2.data_key_arn
  messaging_key_arn  = module.encryption_us_west_2.messaging_key_arn
  logs_key_arn       = module.encryption_us_west_2.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_west_2.topic_arn
}
