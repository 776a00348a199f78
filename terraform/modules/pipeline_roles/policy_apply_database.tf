# The clusters and what belongs to them, by name: neither another database of the account nor a snapshot.

locals {
  database_arns = concat(
    [local.global_cluster_arn],
    local.arns.cluster,
    local.arns.instances,
    local.arns.more_instances,
    local.arns.subnet_group,
    local.arns.cluster_parameters,
    local.arns.parameters,
    local.arns.events,
  )
}

data "aws_iam_policy_document" "apply_database" {
  statement {
    sid = "Clusters"
    actions = [
      "rds:AddRoleToDBCluster",
      "rds:AddTagsToResource",
      "rds:CreateDBCluster",
      "rds:CreateDBClusterParameterGroup",
      "rds:CreateDBInstance",
      "rds:CreateDBParameterGroup",
      "rds:CreateDBSubnetGroup",
      "rds:CreateEventSubscription",
      "rds:CreateGlobalCluster",
      "rds:DeleteDBCluster",
      "rds:DeleteDBClusterParameterGroup",
      "rds:DeleteDBInstance",
      "rds:DeleteDBParameterGroup",
      "rds:DeleteDBSubnetGroup",
      "rds:DeleteEventSubscription",
      "rds:DeleteGlobalCluster",
      "rds:ModifyDBCluster",
      "rds:ModifyDBClusterParameterGroup",
      "rds:ModifyDBInstance",
      "rds:ModifyDBParameterGroup",
      "rds:ModifyDBSubnetGroup",
      "rds:ModifyEventSubscription",
      "rds:ModifyGlobalCluster",
      "rds:RebootDBInstance",
      "rds:RemoveFromGlobalCluster",
      "rds:RemoveRoleFromDBCluster",
      "rds:RemoveTagsFromResource",
      "rds:ResetDBClusterParameterGroup",
      "rds:ResetDBParameterGroup",
      # Destroying begins with bringing the writer home.
      "rds:SwitchoverGlobalCluster",
    ]
    # Clusters are made with the engine's own option group.
    resources = concat(local.database_arns, local.arns.option_group)
  }

  # RDS encrypts with our keys on behalf of the role.
  statement {
    sid       = "DatabaseUsesTheKeys"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
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
}
