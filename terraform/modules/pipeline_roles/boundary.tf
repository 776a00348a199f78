# The most that a role of the stack may ever do, whatever its own policies say. Without it the apply role could make a role that
# may do everything, and hand that to a function.

data "aws_iam_policy_document" "boundary" {
  #checkov:skip=CKV_AWS_111:a boundary grants nothing; the calls without a resource are those that Lambda makes to join a network
  #checkov:skip=CKV_AWS_356:a boundary grants nothing; the calls without a resource know none

  statement {
    sid       = "FunctionsWriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for arn in local.arns.function_logs : "${arn}:log-stream:*"]
  }

  # What the managed policy of Enhanced Monitoring says.
  statement {
    sid = "MonitoringWritesLogs"
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:GetLogEvents",
      "logs:PutLogEvents",
      "logs:PutRetentionPolicy",
    ]
    resources = flatten([for region in local.regions : [
      "arn:aws:logs:${region}:${var.account_id}:log-group:RDS*",
      "arn:aws:logs:${region}:${var.account_id}:log-group:RDS*:log-stream:*",
    ]])
  }

  # Lambda joins a function to the network with its role; these calls know no resources.
  statement {
    sid = "FunctionsJoinTheNetwork"
    actions = [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["*"]
  }

  statement {
    sid = "Secrets"
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = local.arns.secret
  }

  statement {
    sid       = "Passwords"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }

  statement {
    sid       = "OurKeys"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  statement {
    sid       = "SeeTheDatabase"
    actions   = ["rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeGlobalClusters"]
    resources = ["*"]
  }

  statement {
    sid       = "MoveTheWriter"
    actions   = ["rds:FailoverGlobalCluster"]
    resources = concat([local.global_cluster_arn], local.arns.cluster)
  }

  statement {
    sid       = "RecordAndTell"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "sns:Publish"]
    resources = concat(local.arns.table, local.arns.topic)
  }

  statement {
    sid = "Buckets"
    actions = [
      "s3:GetBucketLocation",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
    ]
    resources = local.arns.bucket
  }

  statement {
    sid = "Objects"
    actions = [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject*",
      "s3:GetObject*",
      "s3:PutObject*",
      "s3:ReplicateDelete",
      "s3:ReplicateObject",
      "s3:ReplicateTags",
    ]
    resources = [for arn in local.arns.bucket : "${arn}/*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "policy-boundary-${local.suffix}"
  description = "The most that a role of the stack of ${var.environment} may do"
  policy      = data.aws_iam_policy_document.boundary.json
}
