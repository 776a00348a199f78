# T9: three keys in each region, so that losing one, or leaking the use of one, does not open the rest. A key for each region
# and not one multi-region key: replicas of one key share their material, so a mistake made with it is a mistake in both
# regions, and nothing here has to decrypt in one region what was encrypted in the other. Aurora, S3 replication and the
# secrets re-encrypt on arrival.
#
# The first statement of every policy hands the key to IAM: without it nobody could ever change the policy again.

locals {
  root_arn = "arn:aws:iam::${var.account_id}:root"
}

# Data at rest: clusters, their snapshots, Performance Insights, database secrets and exports (P2, S3, E4).
# RDS and Secrets Manager act with the caller's permissions through kms:ViaService, so no service principal is needed. S3 is not
# among them: who reads or replicates exports needs a permission of their own for the key.
data "aws_iam_policy_document" "data" {
  #checkov:skip=CKV_AWS_109:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_111:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_356:in the policy of a key "*" means this key; the account administers it through IAM
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
      values   = [var.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["rds.${var.region}.amazonaws.com", "secretsmanager.${var.region}.amazonaws.com"]
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
      values   = [var.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["rds.${var.region}.amazonaws.com"]
    }

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

resource "aws_kms_key" "data" {
  description             = "Database clusters, secrets and exports, ${var.environment_suffix}"
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
  #checkov:skip=CKV_AWS_109:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_111:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_356:in the policy of a key "*" means this key; the account administers it through IAM
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
      values   = [var.account_id]
    }
  }

  # A topic delivers to an encrypted queue only if it may use the key of the queue. Narrowed by what SQS says of the queue in every
  # call: that SNS passes on which topic it acts for is not documented for keys, and a message lost here would be lost without a trace.
  statement {
    sid       = "TopicsDeliverToQueues"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:sqs:arn"
      values   = ["arn:aws:sqs:${var.region}:${var.account_id}:*"]
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

# Logs can quote statements, and with them data. CloudWatch Logs uses the key by itself, for log groups of this account only.
data "aws_iam_policy_document" "logs" {
  #checkov:skip=CKV_AWS_109:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_111:in the policy of a key "*" means this key; the account administers it through IAM
  #checkov:skip=CKV_AWS_356:in the policy of a key "*" means this key; the account administers it through IAM
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
    sid = "LogGroupsOfThisAccount"
    actions = [
      "kms:Encrypt*",
      "kms:Decrypt*",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:Describe*",
    ]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${var.region}.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:*"]
    }
  }
}

resource "aws_kms_key" "logs" {
  description             = "Log groups, ${var.environment_suffix}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.logs.json

  tags = { Name = "kms-logs-${var.environment_suffix}" }
}

resource "aws_kms_alias" "logs" {
  name          = "alias/kms-logs-${var.environment_suffix}"
  target_key_id = aws_kms_key.logs.key_id
}
