# A controller that does not run is not missed by anybody until the day on which it is needed. Errors and throttles are alarmed by the
# function's own module.
resource "aws_cloudwatch_metric_alarm" "not_running" {
  alarm_name        = "alarm-${local.name}-not-running-${var.region}-${var.environment_suffix}"
  alarm_description = "Nobody starts ${module.function.name}: a loss of ${var.peer.region} would go unnoticed. Look at the rule ${local.schedule}."

  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = module.function.name }
  statistic           = "Sum"
  period              = 60 # seconds
  evaluation_periods  = 3
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# It says so itself, twice a minute, while it could do its work: it has seen every path to the other region alive, or its own region
# writes. Running is not enough: with a path that never worked it would refuse to promote.
resource "aws_cloudwatch_metric_alarm" "unguarded" {
  alarm_name        = "alarm-${local.name}-unguarded-${var.region}-${var.environment_suffix}"
  alarm_description = "The failover controller of ${var.region} would not promote if ${var.peer.region} were lost now: it does not see every path to it alive, or cannot read roles or lag. Its log says which."

  namespace           = "DisasterRecovery"
  metric_name         = "Guarded"
  dimensions          = { Cluster = var.database.cluster_id }
  statistic           = "Maximum"
  period              = 60 # seconds
  evaluation_periods  = 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}
