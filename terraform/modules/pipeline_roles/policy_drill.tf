# A drill moves the writer role, and restores into a cluster of its own beside the database. It makes and removes that cluster, by
# its name, and can neither change nor remove the ones that it is about.

data "aws_iam_policy_document" "drill" {
  # Asked with filters, or about all members at once.
  statement {
    sid       = "SeeTheDatabase"
    actions   = ["rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeGlobalClusters"]
    resources = ["*"]
  }

  statement {
    sid       = "MoveTheWriter"
    actions   = ["rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"]
    resources = concat([local.global_cluster_arn], local.arns.cluster)
  }

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

  statement {
    sid       = "TheDrillsOwnCluster"
    actions   = ["rds:AddTagsToResource", "rds:CreateDBInstance", "rds:DeleteDBCluster", "rds:DeleteDBInstance"]
    resources = concat(local.arns.drill_cluster, local.arns.drill_instance)
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

  # The measured writes log in as the master user.
  statement {
    sid       = "ReadThePassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = local.arns.database_secret
  }

  statement {
    sid       = "DecryptThePassword"
    actions   = ["kms:Decrypt"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in local.regions : "secretsmanager.${region}.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:SecretARN"
      values   = local.arns.database_secret
    }
  }

  # In a failover drill the deployed controller promotes; the drill looks on.
  statement {
    sid       = "ReadTheControllersRecord"
    actions   = ["dynamodb:GetItem"]
    resources = local.arns.failover_table
  }

  # The measured writes are made inside the VPC, by a function that keeps its history in a bucket and is told there to stop.
  statement {
    sid       = "RunTheProbe"
    actions   = ["lambda:InvokeFunction"]
    resources = local.arns.drill_function
  }

  statement {
    sid       = "FindTheHistory"
    actions   = ["s3:ListBucket"]
    resources = local.arns.drill_bucket
  }

  statement {
    sid       = "ReadTheHistoryAndGiveSigns"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for arn in local.arns.drill_bucket : "${arn}/*"]
  }

  statement {
    sid       = "EncryptTheHistory"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in local.regions : "s3.${region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }
}
