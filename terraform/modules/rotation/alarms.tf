# A rotation that fails is repeated by Secrets Manager an hour or more later, so errors are single: one is enough. The alarm of the
# function module waits for three minutes in a row, and would never see them.
resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name        = "alarm-rotation-failed-${var.region}-${var.environment_suffix}"
  alarm_description = "A password of the database could not be changed in ${var.region}. What applications read still works; see docs/rotation.md."

  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = module.function.name }
  statistic           = "Sum"
  period              = 300 # seconds
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # Nothing is rotated on most days; that rotations stop is what the next alarm is for.
  treat_missing_data = "notBreaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# A rotation that no longer begins fails nowhere. So the function is asked for the age of the passwords, which needs no trail of API
# calls.
resource "aws_cloudwatch_event_rule" "ages" {
  name                = "rule-password-ages-${var.region}-${var.environment_suffix}"
  description         = "Has ${module.function.name} look at the age of the passwords"
  schedule_expression = "rate(6 hours)"
}

resource "aws_cloudwatch_event_target" "ages" {
  rule  = aws_cloudwatch_event_rule.ages.name
  arn   = module.function.arn
  input = jsonencode({ look = "password-ages" })
}

resource "aws_lambda_permission" "ages" {
  statement_id  = "EventBridge"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.ages.arn
}

resource "aws_cloudwatch_metric_alarm" "overdue" {
  for_each = toset(["master", "application"])

  alarm_name        = "alarm-rotation-overdue-${each.key}-${var.region}-${var.environment_suffix}"
  alarm_description = "The ${each.key} password of ${var.region} has not been changed when it was due; see docs/rotation.md."

  namespace           = "DisasterRecovery"
  metric_name         = "PasswordAgeDays"
  dimensions          = { Secret = each.key }
  statistic           = "Maximum"
  period              = 21600 # seconds; one look in each
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  # A day until the window opens, and one for what is repeated.
  threshold = var.rotation_days + 2
  # That nobody looks is told, too; a new alarm begins in that state and tells nobody.
  treat_missing_data = "missing"

  alarm_actions             = [var.topic_arn]
  ok_actions                = [var.topic_arn]
  insufficient_data_actions = [var.topic_arn]
}
