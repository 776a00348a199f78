# A key of its own for each region: a key that depends on the lost region would take the surviving one with it.

module "encryption_us_east_1" {
  source    = "./modules/encryption"
  providers = { aws = aws.us_east_1 }

  environment_suffix = var.environment_suffix
}

module "encryption_us_west_2" {
  source    = "./modules/encryption"
  providers = { aws = aws.us_west_2 }

  environment_suffix = var.environment_suffix
}
