data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.name
  root_arn   = "arn:${data.aws_partition.current.partition}:iam::${local.account_id}:root"
}

# Data at rest: clusters, their snapshots, Performance Insights and the database secrets (P2, S3).
# RDS and Secrets Manager act with the caller's permissions through kms:ViaService, so no service principal is needed.
data "aws_iam_policy_document" "data" {
  statement {
    sid       = "AccountAdministersTheKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [local.root_arn]
    }
  }

  statement {
    sid = "ServicesUseTheKeyForThisAccount"
    actions = [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["rds.${local.region}.amazonaws.com", "secretsmanager.${local.region}.amazonaws.com"]
    }
  }

  # RDS keeps using the key while nobody is calling it, through a grant. Only AWS itself can be handed one this way.
  statement {
    sid       = "DatabaseServiceHoldsGrants"
    actions   = ["kms:CreateGrant"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["rds.${local.region}.amazonaws.com"]
    }

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

resource "aws_kms_key" "data" {
  description             = "Database clusters and secrets, ${var.environment_suffix}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.data.json

  tags = { Name = "kms-data-${var.environment_suffix}" }
}

resource "aws_kms_alias" "data" {
  name          = "alias/kms-data-${var.environment_suffix}"
  target_key_id = aws_kms_key.data.key_id
}

# Messages: a topic with the AWS-managed key would lose every event, because no service may publish with that key.
data "aws_iam_policy_document" "messaging" {
  statement {
    sid       = "AccountAdministersTheKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [local.root_arn]
    }
  }

  statement {
    # EventBridge is not among them until something of ours publishes through it; then it needs a statement without these
    # conditions, because it sends no source account and its events would be dropped in silence.
    sid       = "PublishersEncrypt"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["events.rds.amazonaws.com", "cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_kms_key" "messaging" {
  description             = "Topics and queues, ${var.environment_suffix}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.messaging.json

  tags = { Name = "kms-messaging-${var.environment_suffix}" }
}

resource "aws_kms_alias" "messaging" {
  name          = "alias/kms-messaging-${var.environment_suffix}"
  target_key_id = aws_kms_key.messaging.key_id
}
