data "aws_iam_policy_document" "permissions" {
  # RDS names the call after both: the global database, and the cluster that is to be promoted. The cluster that is left may be
  # looked at, never promoted from here.
  statement {
    sid       = "PromoteTheClusterOfThisRegion"
    actions   = ["rds:FailoverGlobalCluster"]
    resources = [var.global_cluster.arn, var.database.cluster_arn]
  }

  statement {
    sid       = "SeeTheRoles"
    actions   = ["rds:DescribeGlobalClusters", "rds:DescribeDBClusters"]
    resources = [var.global_cluster.arn, var.database.cluster_arn, var.peer.cluster_arn]
  }

  # Asked by cluster, for which RDS wants a permission for all instances.
  statement {
    sid       = "SeeTheInstances"
    actions   = ["rds:DescribeDBInstances"]
    resources = [for region in [var.region, var.peer.region] : "arn:aws:rds:${region}:${var.account_id}:db:*"]
  }

  # Its own record, and the freeze of rotation.
  statement {
    sid       = "Record"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [var.table.arn]
  }

  statement {
    sid       = "Tell"
    actions   = ["sns:Publish"]
    resources = [var.topic_arn]
  }

  # The topic is encrypted, and whoever publishes encrypts.
  statement {
    sid       = "EncryptWhatIsTold"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = [var.messaging_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sns.${var.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "ReadThePassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.secret_arn]
  }

  statement {
    sid       = "DecryptThePassword"
    actions   = ["kms:Decrypt"]
    resources = [var.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${var.region}.amazonaws.com"]
    }
  }
}
