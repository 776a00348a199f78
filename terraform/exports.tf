# E1 to E4.

module "exports" {
  source = "./modules/exports"
  providers = {
    aws.home  = aws.us_east_1
    aws.other = aws.us_west_2
  }

  account_id         = var.account_id
  environment_suffix = var.environment_suffix
  home_region        = "us-east-1"
  other_region       = "us-west-2"
  home_key_arn       = module.encryption_us_east_1.data_key_arn
  other_key_arn      = module.encryption_us_west_2.data_key_arn
  home_topic_arn     = module.notifications_us_east_1.topic_arn
  other_topic_arn    = module.notifications_us_west_2.topic_arn
  glacier_after_days = var.exports.glacier_after_days
  expire_after_days  = var.exports.expire_after_days
}
