# Made before the cluster: RDS would otherwise make it, without retention, and it would outlive a destroy.
resource "aws_cloudwatch_log_group" "postgresql" {
  name              = "/aws/rds/cluster/${local.cluster_id}/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.logs_key_arn
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    # Otherwise RDS could be made to use the role for an instance of somebody else's.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# IAM is global, so the name needs the region.
resource "aws_iam_role" "monitoring" {
  name               = "iam-monitoring-${var.region}-${var.environment_suffix}"
  description        = "Enhanced Monitoring of the database instances"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
  # The pipeline may make no role without it (terraform/modules/pipeline_roles).
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/policy-boundary-${var.environment_suffix}"
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
