# The metrics of health checks live in us-east-1. These alarms inform; nothing that fails over depends on them.
resource "aws_cloudwatch_metric_alarm" "nobody_writes" {
  alarm_name        = "alarm-nobody-writes-${var.environment_suffix}"
  alarm_description = "No region takes writes. Expected for some seconds during a switchover; otherwise the runbook for failover applies."

  metric_query {
    id          = "writers"
    label       = "regions that take writes"
    expression  = "SUM(METRICS())"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { for region in keys(var.regions) : replace(region, "-", "_") => aws_route53_health_check.writer[region].id }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Route53"
        metric_name = "HealthCheckStatus"
        dimensions  = { HealthCheckId = metric_query.value }
        stat        = "Minimum"
        period      = 60
      }
    }
  }

  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}
