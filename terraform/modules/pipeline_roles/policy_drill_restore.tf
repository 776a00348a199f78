# A restore drill restores into clusters of its own: from the backups beside the writer, and from a snapshot in the other region. It makes and
# removes clusters and snapshots by their names, and can neither change nor remove the ones that it is about, or any other backup.

data "aws_iam_policy_document" "drill_restore" {
  # From our cluster, with its network and parameters, into the drill's.
  statement {
    sid     = "Restore"
    actions = ["rds:RestoreDBClusterToPointInTime"]
    resources = concat(
      local.arns.cluster,
      local.arns.drill_cluster,
      local.arns.subnet_group,
      local.arns.cluster_parameters,
      local.arns.option_group,
    )
  }

  # Our own cluster is not among them: a snapshot can become the drill's cluster only.
  statement {
    sid     = "RestoreTheSnapshot"
    actions = ["rds:RestoreDBClusterFromSnapshot"]
    resources = concat(
      local.arns.drill_snapshot,
      local.arns.drill_cluster,
      local.arns.subnet_group,
      local.arns.cluster_parameters,
      local.arns.option_group,
    )
  }

  statement {
    sid       = "TakeTheSnapshot"
    actions   = ["rds:CreateDBClusterSnapshot"]
    resources = concat(local.arns.cluster, local.arns.drill_snapshot)
  }

  statement {
    sid       = "TheDrillsOwnSnapshots"
    actions   = ["rds:AddTagsToResource", "rds:CopyDBClusterSnapshot", "rds:DeleteDBClusterSnapshot"]
    resources = local.arns.drill_snapshot
  }

  statement {
    sid       = "TheDrillsOwnCluster"
    actions   = ["rds:AddTagsToResource", "rds:CreateDBInstance", "rds:DeleteDBCluster", "rds:DeleteDBInstance"]
    resources = concat(local.arns.drill_cluster, local.arns.drill_instance)
  }

  # An instance gets the parameters of ours.
  statement {
    sid       = "WithOurParameters"
    actions   = ["rds:CreateDBInstance"]
    resources = local.arns.parameters
  }

  statement {
    sid       = "RestoreWithTheKeys"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in local.regions : "rds.${region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  statement {
    sid       = "DatabaseHoldsGrants"
    actions   = ["kms:CreateGrant"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in local.regions : "rds.${region}.amazonaws.com"]
    }

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
}
