# The roles that the workflows assume. Here and not in the configuration that they apply: a role must not be able to change itself.

module "roles" {
  source = "../modules/pipeline_roles"

  account_id           = var.account_id
  environment          = var.environment
  environment_suffix   = var.environment_suffix
  hosted_zone_id       = var.hosted_zone_id
  github               = var.github
  oidc_provider_exists = var.oidc_provider_exists

  state = {
    region        = var.state_region
    bucket        = var.bucket
    lock_table    = var.lock_table
    key_arn       = aws_kms_key.state.arn
    plans_key_arn = aws_kms_key.plans.arn
  }

  evidence = {
    bucket        = local.evidence_bucket
    key_arn       = aws_kms_key.evidence.arn
    files_key_arn = aws_kms_key.evidence_files.arn
  }
}
