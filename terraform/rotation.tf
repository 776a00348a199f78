# K2, K3. Each region changes its passwords itself. The global database's id is taken from where it is known only once the
# instances of both regions serve: rotation is tried out as soon as it is configured.

module "failover_table" {
  source    = "./modules/failover_table"
  providers = { aws = aws.us_west_2 }

  environment_suffix = var.environment_suffix
}

module "rotation_us_east_1" {
  source    = "./modules/rotation"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/rotation.zip"

  network = var.regions["us-east-1"]
  peer = {
    region            = "us-west-2"
    vpc_cidr          = var.regions["us-west-2"].vpc_cidr
    master_secret_arn = module.credentials.other_secret_arn
    data_key_arn      = module.encryption_us_west_2.data_key_arn
  }
  database = {
    host              = module.global_database.endpoint
    reader_hosts      = [module.database_us_east_1.reader_endpoint, module.database_us_west_2.reader_endpoint]
    name              = var.database.name
    port              = local.port
    security_group_id = module.database_us_east_1.security_group_id
  }
  global_cluster = {
    id  = module.database_us_west_2.joined_global_cluster_id
    arn = module.global_database.arn
  }

  master_secret_arn = module.credentials.home_secret_arn
  data_key_arn      = module.encryption_us_east_1.data_key_arn
  application_role  = var.secrets.application_role
  rotation_days     = var.secrets.rotation_days
  freeze_table = {
    name     = module.failover_table.name
    arn      = module.failover_table_us_east_1.arn
    peer_arn = module.failover_table.arn
  }

  logs_key_arn       = module.encryption_us_east_1.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_east_1.topic_arn
}

module "rotation_us_west_2" {
  source    = "./modules/rotation"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  zip                = "${path.module}/functions/rotation.zip"

  network = var.regions["us-west-2"]
  peer = {
    region            = "us-east-1"
    vpc_cidr          = var.regions["us-east-1"].vpc_cidr
    master_secret_arn = module.credentials.home_secret_arn
    data_key_arn      = module.encryption_us_east_1.data_key_arn
  }
  database = {
    host              = module.global_database.endpoint
    reader_hosts      = [module.database_us_east_1.reader_endpoint, module.database_us_west_2.reader_endpoint]
    name              = var.database.name
    port              = local.port
    security_group_id = module.database_us_west_2.security_group_id
  }
  global_cluster = {
    id  = module.database_us_west_2.joined_global_cluster_id
    arn = module.global_database.arn
  }

  master_secret_arn = module.credentials.other_secret_arn
  data_key_arn      = module.encryption_us_west_2.data_key_arn
  application_role  = var.secrets.application_role
  rotation_days     = var.secrets.rotation_days
  freeze_table = {
    name     = module.failover_table.name
    arn      = module.failover_table.arn
    peer_arn = module.failover_table_us_east_1.arn
  }

  logs_key_arn       = module.encryption_us_west_2.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = module.notifications_us_west_2.topic_arn
}
