# What ends a drill that was broken off: its state, the search for what it left, and the snapshots that Aurora takes of what it overwrites.

data "aws_iam_policy_document" "drill_recovery" {
  #checkov:skip=CKV_AWS_356:what a drill left is not known by name; the call only reads

  statement {
    sid       = "WriteTheStateOfTheDrill"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [local.lock_table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = [local.drill_id]
    }

    # "For all values" is also true of none.
    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }

  # Asked about all, because what was left is not known by name.
  statement {
    sid       = "FindWhatWasLeft"
    actions   = ["rds:DescribeDBClusterSnapshots"]
    resources = ["*"]
  }

  statement {
    sid       = "KeepWhatAuroraOverwrote"
    actions   = ["rds:CopyDBClusterSnapshot"]
    resources = concat(local.arns.unplanned_snapshot, local.arns.kept_snapshot)
  }
}
