output "lag_alarm" {
  description = "The alarm on what would be lost. `definition` changes whenever the alarm does: Route 53 keeps a copy of it."
  value = {
    name       = aws_cloudwatch_metric_alarm.lag["rpo"].alarm_name
    definition = sha256(jsonencode([aws_cloudwatch_metric_alarm.lag["rpo"].threshold, aws_cloudwatch_metric_alarm.lag["rpo"].period, aws_cloudwatch_metric_alarm.lag["rpo"].evaluation_periods]))
  }
}

output "engine_alarm" {
  description = "The alarm on the engine, in the same shape."
  value = {
    name       = aws_cloudwatch_metric_alarm.engine.alarm_name
    definition = sha256(jsonencode([aws_cloudwatch_metric_alarm.engine.threshold, aws_cloudwatch_metric_alarm.engine.period, aws_cloudwatch_metric_alarm.engine.evaluation_periods]))
  }
}
