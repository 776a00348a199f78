# What goes from one job to a later one through the state bucket: sealed plans, and what is remembered of applies and drills. A plan
# can be put by the role that makes it and fetched by the role that applies it, and neither can do the other's part: what a pull request
# can run never sees a plan again, and what applies cannot have made what it applies.

data "aws_iam_policy_document" "plan_plans" {
  statement {
    sid       = "PutSealedPlans"
    actions   = ["s3:PutObject"]
    resources = [local.plans_arn]
  }

  statement {
    sid       = "MakeKeysForSealedPlans"
    actions   = ["kms:GenerateDataKey"]
    resources = [var.state.plans_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:environment"
      values   = [var.environment]
    }
  }

  # The comment shows the last drill; the watchdog looks for what was merged and not applied.
  statement {
    sid       = "ReadRecords"
    actions   = ["s3:GetObject"]
    resources = [local.applies_arn, local.drills_arn]
  }

  # The watchdog tells of a lease that was left behind, and of a drill that was.
  statement {
    sid       = "SeeTheLeaseAndTheLastDrill"
    actions   = ["dynamodb:GetItem"]
    resources = [local.lock_table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = [local.lease_id, local.drill_id]
    }

    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "apply_plans" {
  statement {
    sid       = "GetSealedPlans"
    actions   = ["s3:GetObject"]
    resources = [local.plans_arn]
  }

  statement {
    sid       = "OpenSealedPlans"
    actions   = ["kms:Decrypt"]
    resources = [var.state.plans_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:environment"
      values   = [var.environment]
    }
  }

  statement {
    sid       = "RememberApplies"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [local.applies_arn]
  }

  statement {
    sid       = "ReadDrills"
    actions   = ["s3:GetObject"]
    resources = [local.drills_arn]
  }

  # Nothing is applied while the controller of a region is failing over.
  statement {
    sid       = "ReadTheControllersRecord"
    actions   = ["dynamodb:GetItem"]
    resources = local.arns.failover_table
  }

  statement {
    sid       = "TakeAndGiveBackTheLease"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [local.lock_table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = [local.lease_id]
    }

    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }
}

# The drill role has no part in plans or state. Of the state's key it may use what S3 and DynamoDB ask for on its behalf.
data "aws_iam_policy_document" "drill_records" {
  statement {
    sid       = "RememberDrills"
    actions   = ["s3:PutObject"]
    resources = [local.drills_arn]
  }

  statement {
    sid       = "TakeAndGiveBackTheLease"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [local.lock_table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = [local.lease_id]
    }

    condition {
      test     = "Null"
      variable = "dynamodb:LeadingKeys"
      values   = ["false"]
    }
  }

  statement {
    sid       = "EncryptRecordsAndLease"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    resources = [var.state.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["dynamodb.${var.state.region}.amazonaws.com", "s3.${var.state.region}.amazonaws.com"]
    }
  }
}
