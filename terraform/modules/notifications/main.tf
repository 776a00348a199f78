data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  # Who may publish, and about what. Any region in the ARN: that of a global database names none. The documentation's own
  # example, which ends in ":db:prefix-*", would keep the events of clusters out.
  publishers = {
    "cloudwatch.amazonaws.com" = { sid = "AlarmsOfThisAccount", source = "arn:${local.partition}:cloudwatch:*:${local.account_id}:alarm:*" }
    "events.rds.amazonaws.com" = { sid = "DatabaseEventsOfThisAccount", source = "arn:${local.partition}:rds:*:${local.account_id}:*" }
  }
}

# N1: database events of this region.
resource "aws_sns_topic" "events" {
  name              = "sns-events-${var.environment_suffix}"
  kms_master_key_id = var.messaging_key_arn
}

data "aws_iam_policy_document" "events" {
  dynamic "statement" {
    for_each = local.publishers

    content {
      sid       = statement.value.sid
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.events.arn]

      principals {
        type        = "Service"
        identifiers = [statement.key]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account_id]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = [statement.value.source]
      }
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.events.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "events" {
  arn    = aws_sns_topic.events.arn
  policy = data.aws_iam_policy_document.events.json
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.events.arn
  protocol  = "email"
  endpoint  = each.value
}

# N3. The category is "global-failover" with a hyphen; the documentation's "global failover" is refused at apply.
resource "aws_db_event_subscription" "clusters" {
  name        = "rds-cluster-events-${var.environment_suffix}"
  sns_topic   = aws_sns_topic.events.arn
  source_type = "db-cluster"
  event_categories = [
    "failover",
    "failure",
    "global-failover",
    "maintenance",
    "notification",
  ]

  # A subscription is checked by a test message, which the topic has to admit.
  depends_on = [aws_sns_topic_policy.events]
}

# The events about fencing after a failover (RDS-EVENT-0390, -0391) are those of an instance.
resource "aws_db_event_subscription" "instances" {
  name        = "rds-instance-events-${var.environment_suffix}"
  sns_topic   = aws_sns_topic.events.arn
  source_type = "db-instance"
  event_categories = [
    "availability",
    "backup",
    "failover",
    "failure",
    "notification",
    "recovery",
  ]

  depends_on = [aws_sns_topic_policy.events]
}
