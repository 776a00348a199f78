# Keys have no names that a policy could know them by, but they have our tag from the first moment.

data "aws_iam_policy_document" "apply_secrets" {
  statement {
    sid       = "MakeKeys"
    actions   = ["kms:CreateKey"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # A key that has the tag of an environment keeps it. KMS cannot tell a new key from an old one without the tag.
  statement {
    sid       = "TagNewKeys"
    actions   = ["kms:TagResource"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/environmentSuffix"
      values   = [local.suffix]
    }

    condition {
      test     = "Null"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = ["true"]
    }
  }

  statement {
    sid = "ChangeOurKeys"
    actions = [
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:EnableKeyRotation",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # Changing an alias takes a permission for the alias and one for the key.
  statement {
    sid       = "NameOurKeys"
    actions   = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
    resources = local.arns.alias
  }

  # RDS and DynamoDB go on using a key while nobody is calling them.
  statement {
    sid       = "ServicesGoOnUsingOurKeys"
    actions   = ["kms:CreateGrant"]
    resources = local.arns.key

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # While a secret is being made, its ARN may still lack the six characters that end it.
  statement {
    sid       = "MakeSecrets"
    actions   = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    resources = concat(local.arns.secret, [for arn in local.arns.secret : trimsuffix(arn, "-??????")])
  }

  statement {
    sid = "Secrets"
    actions = [
      "secretsmanager:CancelRotateSecret",
      "secretsmanager:DeleteSecret",
      "secretsmanager:PutSecretValue",
      "secretsmanager:RotateSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
      "secretsmanager:UpdateSecret",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = local.arns.secret
  }

  statement {
    sid       = "EncryptSecretsAndTables"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = flatten([for region in local.regions : [for service in ["dynamodb", "secretsmanager"] : "${service}.${region}.amazonaws.com"]])
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }
}
