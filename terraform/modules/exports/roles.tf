# The roles through which clusters, and exports of snapshots, write to the bucket of their own region.

locals {
  regions = { home = var.home_region, other = var.other_region }
}

data "aws_iam_policy_document" "export_trust" {
  provider = aws.home
  for_each = local.regions

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type = "Service"
      # The extension aws_s3 of a cluster, and StartExportTask for a snapshot.
      identifiers = ["rds.amazonaws.com", "export.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:rds:${each.value}:${var.account_id}:*"]
    }
  }
}

data "aws_iam_policy_document" "export" {
  provider = aws.home
  for_each = local.regions

  statement {
    sid       = "WriteExports"
    actions   = ["s3:PutObject*", "s3:GetObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload"]
    resources = ["${local.bucket_arns[each.key]}/*"]
  }

  statement {
    sid       = "FindExports"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [local.bucket_arns[each.key]]
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
    resources = [local.key_arns[each.key]]
  }
}

# IAM is global, so the names need the region.
resource "aws_iam_role" "export" {
  provider = aws.home
  for_each = local.regions

  name               = "iam-export-${each.value}-${var.environment_suffix}"
  description        = "Writes exports of the database to S3 in ${each.value}"
  assume_role_policy = data.aws_iam_policy_document.export_trust[each.key].json
  # The pipeline may make no role without it (terraform/modules/pipeline_roles).
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/policy-boundary-${var.environment_suffix}"
}

resource "aws_iam_role_policy" "export" {
  provider = aws.home
  for_each = local.regions

  name   = "iam-export-${each.value}-${var.environment_suffix}"
  role   = aws_iam_role.export[each.key].id
  policy = data.aws_iam_policy_document.export[each.key].json
}
