# E2. Objects encrypted with KMS are left out in silence unless three things come together: the rule selects them, it names a
# key of the other region, and the role may use both keys.

data "aws_iam_policy_document" "replication_trust" {
  provider = aws.home

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.bucket_arns.home]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  provider = aws.home

  statement {
    sid       = "ReadTheRules"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.bucket_arns.home]
  }

  statement {
    sid       = "ReadTheSource"
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${local.bucket_arns.home}/*"]
  }

  statement {
    sid       = "WriteTheCopy"
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${local.bucket_arns.other}/*"]
  }

  statement {
    sid       = "DecryptTheSource"
    actions   = ["kms:Decrypt"]
    resources = [var.home_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.home_region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "EncryptTheCopy"
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [var.other_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.other_region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "replication" {
  provider = aws.home

  name               = "iam-replication-${var.environment_suffix}"
  description        = "Copies exports to the other region"
  assume_role_policy = data.aws_iam_policy_document.replication_trust.json
  # The pipeline may make no role without it (terraform/modules/pipeline_roles).
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/policy-boundary-${var.environment_suffix}"
}

resource "aws_iam_role_policy" "replication" {
  provider = aws.home

  name   = "iam-replication-${var.environment_suffix}"
  role   = aws_iam_role.replication.id
  policy = data.aws_iam_policy_document.replication.json
}

resource "aws_s3_bucket_replication_configuration" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id
  role   = aws_iam_role.replication.arn

  rule {
    id       = local.replication_rule
    priority = 0
    status   = "Enabled"

    filter {}

    # What is deleted here stays restorable there, under a marker.
    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = aws_s3_bucket.other.arn
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = var.other_key_arn
      }

      # Replication time control: 15 minutes, and the metrics that the alarms below need.
      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }
    }
  }

  # Both ends have to be versioned first, and stay so for as long as there is replication. Without its permissions, the role
  # would let the first exports fail.
  depends_on = [
    aws_s3_bucket_versioning.home,
    aws_s3_bucket_versioning.other,
    aws_iam_role_policy.replication,
  ]
}

locals {
  replication_rule = "all-exports"

  replication_dimensions = {
    SourceBucket      = local.buckets.home
    DestinationBucket = local.buckets.other
    RuleId            = local.replication_rule
  }
}

# S3 publishes failures in the region of the source, and delay in that of the destination: an alarm in the other one would never
# have any data. Both keep their state while nothing is copied, as S3 recommends for these metrics.

resource "aws_cloudwatch_metric_alarm" "replication_failed" {
  provider = aws.home

  alarm_name        = "alarm-exports-failed-${var.environment_suffix}"
  alarm_description = "Exports could not be copied to ${var.other_region}; S3 does not try again by itself."

  namespace           = "AWS/S3"
  metric_name         = "OperationsFailedReplication"
  dimensions          = local.replication_dimensions
  statistic           = "Sum"
  period              = 300 # seconds
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "ignore"

  alarm_actions = [var.home_topic_arn]
  ok_actions    = [var.home_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "replication_late" {
  provider = aws.other

  alarm_name        = "alarm-exports-late-${var.environment_suffix}"
  alarm_description = "Exports reach ${var.other_region} more than 15 minutes late."

  namespace           = "AWS/S3"
  metric_name         = "ReplicationLatency"
  dimensions          = local.replication_dimensions
  statistic           = "Maximum"
  period              = 300 # seconds
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 15 * 60 # seconds
  treat_missing_data  = "ignore"

  alarm_actions = [var.other_topic_arn]
  ok_actions    = [var.other_topic_arn]
}
