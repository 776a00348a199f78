# What a refresh, the data sources and the ephemeral resources of the stack call, for plan and apply alike: first the database, its
# keys, secrets and roles.

data "aws_iam_policy_document" "read_database" {
  # Calls that list, or that know no resources. They tell what there is in the account, not what is in it.
  statement {
    sid = "SeeWhatThereIs"
    actions = [
      "cloudwatch:DescribeAlarms",
      "ec2:DescribeManagedPrefixLists",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeSubnets",
      "ec2:GetManagedPrefixListEntries",
      "kms:ListAliases",
      "logs:DescribeLogGroups",
      "rds:DescribeDBClusterParameterGroups",
      "rds:DescribeDBClusterParameters",
      "rds:DescribeDBClusters",
      "rds:DescribeDBInstances",
      "rds:DescribeDBParameterGroups",
      "rds:DescribeDBParameters",
      "rds:DescribeDBSubnetGroups",
      "rds:DescribeEventSubscriptions",
      "rds:DescribeGlobalClusters",
      "route53:GetHealthCheck",
      "sns:GetSubscriptionAttributes",
    ]
    resources = ["*"]
  }

  # Those of the global cluster come with its description.
  statement {
    sid       = "ReadTagsOfTheDatabase"
    actions   = ["rds:ListTagsForResource"]
    resources = [for arn in local.database_arns : arn if arn != local.global_cluster_arn]
  }

  statement {
    sid       = "ReadKeys"
    actions   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"]
    resources = local.arns.key

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # An ephemeral resource makes a password in every plan; it is thrown away where one is stored already (K4, K5).
  statement {
    sid       = "MakeAPassword"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:GetSecretValue"]
    resources = local.arns.secret
  }

  statement {
    sid       = "DecryptSecrets"
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
      values   = local.arns.secret
    }
  }

  statement {
    sid = "ReadRoles"
    actions = [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
    ]
    resources = flatten(values(local.stack_roles))
  }
}
