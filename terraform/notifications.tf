# N1: a topic in each region, so that losing one does not silence the other.

module "notifications_us_east_1" {
  source    = "./modules/notifications"
  providers = { aws = aws.us_east_1 }

  region             = "us-east-1"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  messaging_key_arn  = module.encryption_us_east_1.messaging_key_arn
  emails             = var.notification_emails
}

module "notifications_us_west_2" {
  source    = "./modules/notifications"
  providers = { aws = aws.us_west_2 }

  region             = "us-west-2"
  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  messaging_key_arn  = module.encryption_us_west_2.messaging_key_arn
  emails             = var.notification_emails
}
