# N2. Two things can go wrong with a message, and each has its own place. SNS cannot deliver it: the dead-letter queue of the
# subscription. A consumer takes it three times and never finishes: the dead-letter queue of the queue. Only the second counts
# receives; SNS ignores a maxReceiveCount.

locals {
  queues = {
    events      = "sqs-events-${var.environment_suffix}"
    dead        = "sqs-events-dead-${var.environment_suffix}"
    undelivered = "sqs-events-undelivered-${var.environment_suffix}"
  }
  queue_arns = { for key, name in local.queues : key => "arn:aws:sqs:${var.region}:${var.account_id}:${name}" }

  fourteen_days = 14 * 24 * 3600 # seconds, the longest that SQS keeps a message

  # Who sends to which queue. SQS itself moves messages to "dead", and needs no permission for that.
  senders = {
    events      = "TopicDelivers"
    undelivered = "TopicSetsAside"
  }
}

resource "aws_sqs_queue" "events" {
  name              = local.queues.events
  kms_master_key_id = var.messaging_key_arn

  message_retention_seconds  = local.fourteen_days
  visibility_timeout_seconds = 60

  # Spelt out, so that a plan shows after how many tries a message is set aside, before anything exists.
  redrive_policy = jsonencode({
    deadLetterTargetArn = local.queue_arns.dead
    maxReceiveCount     = 3
  })

  depends_on = [aws_sqs_queue.dead]
}

resource "aws_sqs_queue" "dead" {
  name              = local.queues.dead
  kms_master_key_id = var.messaging_key_arn

  message_retention_seconds = local.fourteen_days

  # Spelt out: the queue refers to this one, and cannot be referred to in turn.
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arns.events]
  })
}

resource "aws_sqs_queue" "undelivered" {
  name              = local.queues.undelivered
  kms_master_key_id = var.messaging_key_arn

  message_retention_seconds = local.fourteen_days
}

data "aws_iam_policy_document" "queues" {
  for_each = local.queue_arns

  dynamic "statement" {
    for_each = contains(keys(local.senders), each.key) ? [local.senders[each.key]] : []

    content {
      sid       = statement.value
      actions   = ["sqs:SendMessage"]
      resources = [each.value]

      principals {
        type        = "Service"
        identifiers = ["sns.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [local.topic_arn]
      }
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

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

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.url
  policy    = data.aws_iam_policy_document.queues["events"].json
}

resource "aws_sqs_queue_policy" "dead" {
  queue_url = aws_sqs_queue.dead.url
  policy    = data.aws_iam_policy_document.queues["dead"].json
}

resource "aws_sqs_queue_policy" "undelivered" {
  queue_url = aws_sqs_queue.undelivered.url
  policy    = data.aws_iam_policy_document.queues["undelivered"].json
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.events.arn

  redrive_policy = jsonencode({ deadLetterTargetArn = local.queue_arns.undelivered })

  # Without the policies the first events would be neither delivered nor set aside.
  depends_on = [aws_sqs_queue_policy.events, aws_sqs_queue_policy.undelivered]
}

# Somebody has to look at what nobody could handle.
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = { dead = aws_sqs_queue.dead.name, undelivered = aws_sqs_queue.undelivered.name }

  alarm_name        = "alarm-events-${each.key}-${var.region}-${var.environment_suffix}"
  alarm_description = "Database events wait in ${each.value}: nobody has been told of them, or nobody could handle them."

  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 60 # seconds
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # SQS sends no data for a queue that nobody has used for hours.
  treat_missing_data = "notBreaching"

  alarm_actions = [aws_sns_topic.events.arn]
  ok_actions    = [aws_sns_topic.events.arn]
}
