data "aws_iam_policy_document" "permissions" {
  statement {
    sid = "RotateTheSecretsOfThisRegion"
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = [var.master_secret_arn, aws_secretsmanager_secret.application.arn]
  }

  # One master user has one password, which both regions keep.
  statement {
    sid = "KeepTheOtherMasterSecretInStep"
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = [var.peer.master_secret_arn]
  }

  # Knows no resources.
  statement {
    sid       = "MakePasswords"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = { Own = [var.region, var.data_key_arn], Other = [var.peer.region, var.peer.data_key_arn] }

    content {
      sid       = "${statement.key}KeyThroughSecretsManager"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value[1]]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${statement.value[0]}.amazonaws.com"]
      }
    }
  }

  statement {
    sid       = "SeeWhetherTheWriterMoves"
    actions   = ["rds:DescribeGlobalClusters"]
    resources = [var.global_cluster.arn]
  }

  statement {
    sid       = "SeeWhetherRotationIsFrozen"
    actions   = ["dynamodb:GetItem"]
    resources = [var.freeze_table.arn, var.freeze_table.peer_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = ["rotation-freeze"]
    }
  }
}
