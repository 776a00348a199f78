locals {
  topic_name = "sns-events-${var.environment_suffix}"
  # Spelt out, so that the policies are known, and can be reviewed, before anything exists.
  topic_arn = "arn:aws:sns:${var.region}:${var.account_id}:${local.topic_name}"

  # Who may publish, and about what. Any region in the ARN: that of a global database names none. The documentation's own
  # example, which ends in ":db:prefix-*", would keep the events of clusters out.
  publishers = {
    "cloudwatch.amazonaws.com" = { sid = "AlarmsOfThisAccount", source = "arn:aws:cloudwatch:*:${var.account_id}:alarm:*" }
    "events.rds.amazonaws.com" = { sid = "DatabaseEventsOfThisAccount", source = "arn:aws:rds:*:${var.account_id}:*" }
  }
}

# N1: database events and alarms of this region.
resource "aws_sns_topic" "events" {
  name              = local.topic_name
  kms_master_key_id = var.messaging_key_arn
}

data "aws_iam_policy_document" "events" {
  dynamic "statement" {
    for_each = local.publishers

    content {
      sid       = statement.value.sid
      actions   = ["sns:Publish"]
      resources = [local.topic_arn]

      principals {
        type        = "Service"
        identifiers = [statement.key]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [var.account_id]
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
    resources = [local.topic_arn]

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
