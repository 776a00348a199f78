module "global_database" {
  source    = "./modules/global_database"
  providers = { aws = aws.us_east_1 }

  environment_suffix = var.environment_suffix
  engine_version     = var.database.engine_version
  database_name      = var.database.name
}

module "database_us_east_1" {
  source    = "./modules/regional_database"
  providers = { aws = aws.us_east_1 }

  region               = "us-east-1"
  environment_suffix   = var.environment_suffix
  global_cluster_id    = module.global_database.id
  database             = var.database
  port                 = local.port
  network              = var.regions["us-east-1"]
  peer_vpc_cidr        = var.regions["us-west-2"].vpc_cidr
  data_key_arn         = module.encryption_us_east_1.data_key_arn
  creates_the_database = true

  master_password         = jsondecode(ephemeral.aws_secretsmanager_secret_version.master.secret_string).password
  master_password_version = module.credentials.password_version
}

module "database_us_west_2" {
  source    = "./modules/regional_database"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  environment_suffix = var.environment_suffix
  # A cluster joins as a secondary only once the writer's instances serve. Destroy runs the other way round: the replica
  # leaves first, as the API demands. (Not depends_on: that would make every data source of the module unknown at plan.)
  global_cluster_id    = module.database_us_east_1.joined_global_cluster_id
  database             = var.database
  port                 = local.port
  network              = var.regions["us-west-2"]
  peer_vpc_cidr        = var.regions["us-east-1"].vpc_cidr
  data_key_arn         = module.encryption_us_west_2.data_key_arn
  creates_the_database = false
  source_region        = var.home_region
}
