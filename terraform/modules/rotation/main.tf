# K2. Passwords are changed by a function in the VPC of each region, so that either region can do it while the other is lost. It
# rotates the two secrets of its region: that of the master user, and that of the applications.

locals {
  # The users of a region add its name, as src/rotation/application-users.ts does too.
  application_user_prefix = "${var.application_role}_${replace(var.region, "-", "_")}"

  # The global writer endpoint can lead to either region, over the peering.
  database_cidrs = [var.network.vpc_cidr, var.peer.vpc_cidr]
}

module "function" {
  source = "../function"

  environment_suffix = var.environment_suffix
  region             = var.region
  account_id         = var.account_id
  purpose            = "rotation"
  description        = "Changes the passwords of the database for ${var.region}"
  zip                = var.zip
  # One step waits up to 20 s for replication, and a region that is lost costs a few seconds for each call to it.
  timeout_seconds = 120

  network                    = var.network
  database_cidrs             = local.database_cidrs
  database_security_group_id = var.database.security_group_id
  port                       = var.database.port

  settings = {
    MASTER_SECRET_ARN      = var.master_secret_arn
    PEER_MASTER_SECRET_ARN = var.peer.master_secret_arn
    APPLICATION_SECRET_ARN = aws_secretsmanager_secret.application.arn
    APPLICATION_ROLE       = var.application_role
    READER_HOSTS           = join(",", var.database.reader_hosts)
    GLOBAL_CLUSTER_ID      = var.global_cluster.id
    FREEZE_TABLE           = var.freeze_table.name
  }

  permissions = data.aws_iam_policy_document.permissions.json

  logs_key_arn       = var.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = var.topic_arn
}

# Secrets Manager calls the function, for secrets of this account only. Not bound to the secrets as well: the guide for rotation
# functions names the account as the condition, and a rotation that cannot start would only be noticed when it is due.
resource "aws_lambda_permission" "secrets_manager" {
  statement_id   = "SecretsManager"
  action         = "lambda:InvokeFunction"
  function_name  = module.function.name
  principal      = "secretsmanager.amazonaws.com"
  source_account = var.account_id
}
