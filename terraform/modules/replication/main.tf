# O4, S2. How far this region is behind, while it is the one that follows. The metrics exist only in the region that follows, so
# each region has these alarms and the roles decide which of them has data: an alarm in one region only would be blind after the
# first failover.

locals {
  limit_ms = var.replication_lag_seconds * 1000
  lag = {
    # How much would be lost if the other region went now.
    rpo = { metric = "AuroraGlobalDBRPOLag", what = "Losing the other region now would lose more than" }
    # How long changes take to arrive, also without a commit.
    replication = { metric = "AuroraGlobalDBReplicationLag", what = "Changes of the other region arrive later than" }
  }
}

resource "aws_cloudwatch_metric_alarm" "lag" {
  for_each = local.lag

  alarm_name        = "alarm-${each.key}-lag-${var.region}-${var.environment_suffix}"
  alarm_description = "${each.value.what} ${var.replication_lag_seconds} s. The database keeps running where it is: this region is the worse place until it has caught up."

  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBClusterIdentifier = var.cluster_id }
  statistic           = "Maximum"
  period              = 60 # seconds
  evaluation_periods  = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = local.limit_ms
  # While this region writes there is no data, and that is right: the alarm then says so, instead of keeping the state that it had
  # when the roles were swapped. Missing data that is wrong has the alarm below, which looks at this state.
  treat_missing_data = "missing"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# Not an alarm that anybody is told of, but a state that the next alarm looks at: ALARM means that this region takes writes, as the
# health function counts in its answers to Route 53. One answer in five minutes is enough, so that a swap of the roles, while both
# metrics change over, is not mistaken for blindness.
resource "aws_cloudwatch_metric_alarm" "writes" {
  alarm_name        = "alarm-state-writes-${var.region}-${var.environment_suffix}"
  alarm_description = "No problem: in state ALARM means that ${var.region} takes writes."

  namespace           = "DisasterRecovery"
  metric_name         = "Writable"
  dimensions          = { Cluster = var.cluster_id }
  statistic           = "Maximum"
  period              = 60 # seconds
  evaluation_periods  = 5
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  # Who says nothing does not write.
  treat_missing_data = "notBreaching"
}

# A region that neither writes nor tells how far it is behind is not replicating, or nobody can see it. By the states of two alarms
# and not by metric math: what an expression makes of a metric that has no data at all is not documented.
resource "aws_cloudwatch_composite_alarm" "no_data" {
  alarm_name        = "alarm-lag-no-data-${var.region}-${var.environment_suffix}"
  alarm_description = "${var.region} neither writes nor says how far it is behind: replication has stopped, or its monitoring has."

  alarm_rule = join(" AND ", [
    "INSUFFICIENT_DATA(\"${aws_cloudwatch_metric_alarm.lag["rpo"].alarm_name}\")",
    "NOT ALARM(\"${aws_cloudwatch_metric_alarm.writes.alarm_name}\")",
  ])

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# The engine of the region's instances, as RDS sees it: the second opinion of the health checks (H3).
resource "aws_cloudwatch_metric_alarm" "engine" {
  alarm_name        = "alarm-engine-${var.region}-${var.environment_suffix}"
  alarm_description = "No database engine of ${var.region} has been up for longer than a moment."

  namespace           = "AWS/RDS"
  metric_name         = "EngineUptime"
  dimensions          = { DBClusterIdentifier = var.cluster_id }
  statistic           = "Maximum"
  period              = 60 # seconds
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  # The end of the data is not the end of the database; the endpoint of the health checks tells them apart.
  treat_missing_data = "missing"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}
