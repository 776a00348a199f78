# K1, K3 to K5. The password is made by Secrets Manager, written without passing through plan or state, read back from where
# it was written, and given to the cluster and to the other region's secret. Reading it back matters: if an apply breaks off
# between two steps, the next one finds the password that is stored instead of making a different one.

module "credentials" {
  source = "./modules/credentials"
  providers = {
    aws.home  = aws.us_east_1
    aws.other = aws.us_west_2
  }

  environment_suffix = var.environment_suffix
  home_key_arn       = module.encryption_us_east_1.data_key_arn
  other_key_arn      = module.encryption_us_west_2.data_key_arn

  # The one name that follows the writer: a regional endpoint would lead to a read-only cluster after a failover. The empty
  # global database already has it, so the secrets can be complete before the first cluster needs its password from them.
  host     = module.global_database.endpoint
  port     = local.port
  username = var.database.master_username
  dbname   = var.database.name
}
