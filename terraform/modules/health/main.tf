# H5. What Route 53 asks: whether this region's cluster takes writes, and whether it is fit to be read. Its checkers come from
# the internet and cannot reach a private address, so they ask a function in the VPC through an API.

module "function" {
  source = "../function"

  environment_suffix = var.environment_suffix
  region             = var.region
  account_id         = var.account_id
  purpose            = "health"
  description        = "Tells Route 53 which role the cluster of ${var.region} plays"
  zip                = var.zip
  # Route 53 waits for two seconds; the API below gives up first.
  timeout_seconds = 5

  network                    = var.network
  database_cidrs             = [var.network.vpc_cidr]
  database_security_group_id = var.database.security_group_id
  port                       = var.database.port

  settings = {
    CLUSTER_IDENTIFIER            = var.database.cluster_id
    DATABASE_HOST                 = var.database.endpoint
    DATABASE_READER_HOST          = var.database.reader_endpoint
    DATABASE_PORT                 = tostring(var.database.port)
    DATABASE_NAME                 = var.database.name
    DATABASE_SECRET_ARN           = var.secret_arn
    REPLICATION_LAG_LIMIT_SECONDS = tostring(var.replication_lag_seconds)
  }

  permissions = data.aws_iam_policy_document.permissions.json

  logs_key_arn       = var.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = var.topic_arn
}

data "aws_iam_policy_document" "permissions" {
  statement {
    sid       = "ReadThePassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.secret_arn]
  }

  statement {
    sid       = "DecryptThePassword"
    actions   = ["kms:Decrypt"]
    resources = [var.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${var.region}.amazonaws.com"]
    }
  }
}
