# Where the functions of each region live. The networks are given, so their ranges are known before anything is made.
data "aws_subnet" "private_us_east_1" {
  provider = aws.us_east_1
  for_each = toset(var.regions["us-east-1"].private_subnet_ids)

  id = each.value
}

data "aws_subnet" "private_us_west_2" {
  provider = aws.us_west_2
  for_each = toset(var.regions["us-west-2"].private_subnet_ids)

  id = each.value
}

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
  account_id           = var.account_id
  environment_suffix   = var.environment_suffix
  global_cluster_id    = module.global_database.id
  creates_the_database = true

  database     = var.database
  port         = local.port
  network      = var.regions["us-east-1"]
  data_key_arn = module.encryption_us_east_1.data_key_arn
  logs_key_arn = module.encryption_us_east_1.logs_key_arn

  log_retention_days = var.log_retention_days
  export_role_arn    = module.exports.home_role_arn
  s3_prefix_list_id  = data.aws_ec2_managed_prefix_list.s3_us_east_1.id

  peer_application_cidrs  = var.regions["us-west-2"].application_cidrs
  peer_private_cidrs      = [for subnet in data.aws_subnet.private_us_west_2 : subnet.cidr_block]
  master_password         = module.credentials.master_password
  master_password_version = module.credentials.password_version
}

module "database_us_west_2" {
  source    = "./modules/regional_database"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  # A cluster joins as a secondary only once the writer's instances serve. Destroy runs the other way round: the replica
  # leaves first, as the API demands. (Not depends_on: that would make every data source of the module unknown at plan.)
  global_cluster_id    = module.database_us_east_1.joined_global_cluster_id
  creates_the_database = false
  # A constant (see variable home_region), and not the region of the current writer.
  source_region = var.home_region

  database     = var.database
  port         = local.port
  network      = var.regions["us-west-2"]
  data_key_arn = module.encryption_us_west_2.data_key_arn
  logs_key_arn = module.encryption_us_west_2.logs_key_arn

  log_retention_days = var.log_retention_days
  export_role_arn    = module.exports.other_role_arn
  s3_prefix_list_id  = data.aws_ec2_managed_prefix_list.s3_us_west_2.id

  peer_application_cidrs = var.regions["us-east-1"].application_cidrs
  peer_private_cidrs     = [for subnet in data.aws_subnet.private_us_east_1 : subnet.cidr_block]
}

# Looked up here and not in the module, where the wait for the first cluster would make it unknown at plan.

data "aws_ec2_managed_prefix_list" "s3_us_east_1" {
  provider = aws.us_east_1

  name = "com.amazonaws.us-east-1.s3"
}

data "aws_ec2_managed_prefix_list" "s3_us_west_2" {
  provider = aws.us_west_2

  name = "com.amazonaws.us-west-2.s3"
}
