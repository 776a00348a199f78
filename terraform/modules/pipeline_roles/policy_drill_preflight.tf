# What a drill looks at before it touches anything (docs/preflight.md). It only reads, and no value of a secret.

data "aws_iam_policy_document" "drill_preflight" {
  #checkov:skip=CKV_AWS_356:the calls without a resource only read, and know none that could be asked for both clusters and instances, or for composite alarms

  # Of everything in the region: the call's filters know clusters or instances, and never both. Composite alarms are only shown to those who
  # may see all alarms.
  statement {
    sid       = "SeeMaintenanceAndAlarms"
    actions   = ["cloudwatch:DescribeAlarms", "rds:DescribePendingMaintenanceActions"]
    resources = ["*"]
  }

  statement {
    sid       = "CompareParameters"
    actions   = ["rds:DescribeDBClusterParameters", "rds:DescribeDBParameters"]
    resources = concat(local.arns.cluster_parameters, local.arns.parameters)
  }

  # Labels of versions: whether a password is being changed.
  statement {
    sid       = "SeeRotations"
    actions   = ["secretsmanager:DescribeSecret"]
    resources = local.arns.secret
  }
}
