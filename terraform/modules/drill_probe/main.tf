# The instrument of the drills, inside the VPC: the runners of GitHub cannot reach a private database. One in each region, because
# either region can be the one that is lost, and a loss is watched from the other one.

locals {
  database_cidrs = [var.network.vpc_cidr, var.peer_vpc_cidr]
}

module "function" {
  source = "../function"

  environment_suffix = var.environment_suffix
  region             = var.region
  account_id         = var.account_id
  purpose            = "drill-probe"
  description        = "Writes and reads as applications do, and keeps what came of it, during a drill"
  zip                = var.zip
  # The longest that Lambda knows. A drill that takes longer goes on in the next call.
  timeout_seconds = 900

  network                    = var.network
  database_cidrs             = local.database_cidrs
  database_security_group_id = var.database.security_group_id
  port                       = var.database.port

  settings = {
    WRITER_NAME                 = var.database.writer_name
    DATABASE_PORT               = tostring(var.database.port)
    DATABASE_SECRET_ARN         = var.secret_arn
    APPLICATION_SECRET_ARN      = var.application_secret_arn
    DATABASE_ENDPOINTS          = jsonencode(var.database.endpoints)
    RESTORED_CLUSTER_IDENTIFIER = var.database.restored_cluster_id
    HISTORY_BUCKET              = local.bucket
  }

  permissions = data.aws_iam_policy_document.permissions.json

  logs_key_arn       = var.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = var.topic_arn
}

# A probe that Lambda repeats would write its heartbeats a second time, and one that begins late measures nothing: the drill looks after
# both itself.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = module.function.name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

data "aws_iam_policy_document" "permissions" {
  statement {
    sid       = "ReadThePasswords"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.secret_arn, var.application_secret_arn]
  }

  statement {
    sid       = "DecryptThePasswords"
    actions   = ["kms:Decrypt"]
    resources = [var.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${var.region}.amazonaws.com"]
    }
  }

  # Never s3:DeleteObject: what is written stays written.
  statement {
    sid       = "KeepTheHistory"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${local.bucket_arn}/runs/*"]
  }

  # Without it S3 answers "forbidden" for what does not exist yet, and waiting for something could not be told from being shut out.
  statement {
    sid       = "TellAbsentFromForbidden"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  statement {
    sid       = "EncryptTheHistory"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com"]
    }
  }
}
