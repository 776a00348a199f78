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
