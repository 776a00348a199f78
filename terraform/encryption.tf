# Keys of its own for each region: a key that depends on the lost region would take the surviving one with it.

module "encryption_us_east_1" {
  source    = "./modules/encryption"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
}

module "encryption_us_west_2" {
  source    = "./modules/encryption"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
}
