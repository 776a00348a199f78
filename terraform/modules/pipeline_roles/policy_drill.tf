# A drill moves the writer role. It can neither change nor remove the clusters that it is about.

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
