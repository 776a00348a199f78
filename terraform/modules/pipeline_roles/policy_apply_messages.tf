# Topics, queues, alarms, logs and exports: what tells people, and what they keep.

data "aws_iam_policy_document" "apply_messages" {
  statement {
    sid = "TopicsAndQueues"
    actions = [
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:SetTopicAttributes",
      "sns:Subscribe",
      "sns:TagResource",
      "sns:UntagResource",
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:UntagQueue",
    ]
    resources = concat(local.arns.topic, local.arns.queue)
  }

  # These calls know no resources.
  statement {
    sid       = "Subscriptions"
    actions   = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]
    resources = ["*"]
  }

  statement {
    sid = "AlarmsAndDashboard"
    actions = [
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DeleteDashboards",
      "cloudwatch:PutCompositeAlarm",
      "cloudwatch:PutDashboard",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
    ]
    resources = concat(local.arns.alarm, [local.dashboard_arn])
  }

  statement {
    sid = "LogGroups"
    actions = [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ]
    # Some of the calls name the group, others all of its streams.
    resources = flatten([for arn in concat(local.arns.function_logs, local.arns.database_logs) : [arn, "${arn}:*"]])
  }

  statement {
    sid = "Buckets"
    actions = [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:ListBucketVersions",
      "s3:PutBucketOwnershipControls",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketTagging",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:PutReplicationConfiguration",
    ]
    resources = local.arns.bucket
  }

  # Destroying an environment takes its exports with it (T3); nothing here reads one.
  statement {
    sid       = "EmptyBuckets"
    actions   = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    resources = [for arn in local.arns.bucket : "${arn}/*"]
  }
}
