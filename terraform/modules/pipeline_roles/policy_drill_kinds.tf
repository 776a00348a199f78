# What the kinds detection and rotation do beside moving the writer. Passwords are read by the function inside the VPC, never by the drill.

data "aws_iam_policy_document" "drill_kinds" {
  # A rehearsal is announced only while the controller's record is the one that the drill has seen, in one transaction with it.
  statement {
    sid       = "SeeThatNoLossIsRecorded"
    actions   = ["dynamodb:ConditionCheckItem"]
    resources = local.arns.failover_table

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = ["controller#aurora-global-${local.suffix}"]
    }

    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }

  # Never the record itself, from which the controller takes what it may do.
  statement {
    sid       = "AnnounceAndWithdrawARehearsal"
    actions   = ["dynamodb:DeleteItem", "dynamodb:PutItem"]
    resources = local.arns.failover_table

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = ["rehearsal#aurora-global-${local.suffix}"]
    }

    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }

  statement {
    sid       = "RotateNow"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:RotateSecret"]
    resources = concat(local.arns.database_secret, local.arns.application_secret)
  }

  # Secrets Manager asks for it of whoever has a secret rotated.
  statement {
    sid       = "RotationRuns"
    actions   = ["lambda:InvokeFunction"]
    resources = local.arns.rotation
  }
}
