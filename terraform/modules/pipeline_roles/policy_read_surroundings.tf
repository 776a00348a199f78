# The second half of what a refresh calls: what stands around the database.

data "aws_iam_policy_document" "read_surroundings" {
  statement {
    sid = "ReadFunctions"
    actions = [
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:GetFunctionEventInvokeConfig",
      "lambda:GetPolicy",
      "lambda:ListVersionsByFunction",
    ]
    resources = local.arns.function
  }

  statement {
    sid       = "ReadTheHealthEndpoint"
    actions   = ["apigateway:GET"]
    resources = concat(local.arns.api, local.arns.api_parts)
  }

  statement {
    sid       = "ReadRecordsAndHealthChecks"
    actions   = ["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource"]
    resources = [local.hosted_zone_arn, local.health_check_arn]
  }

  statement {
    sid       = "ReadLogsAndAlarms"
    actions   = ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource", "logs:ListTagsForResource"]
    resources = concat([local.dashboard_arn], local.arns.alarm, local.arns.function_logs, local.arns.database_logs)
  }

  statement {
    sid = "ReadMessages"
    actions = [
      "sns:GetTopicAttributes",
      "sns:ListSubscriptionsByTopic",
      "sns:ListTagsForResource",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
    ]
    resources = concat(local.arns.topic, local.arns.queue)
  }

  statement {
    sid = "ReadTheFailoverController"
    actions = [
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:ListTargetsByRule",
    ]
    resources = concat(local.arns.table, local.arns.rule)
  }

  statement {
    sid = "ReadTheSettingsOfBuckets"
    actions = [
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLogging",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
    ]
    resources = local.arns.bucket
  }
}
