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
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = local.limit_ms
  # While this region writes there is no data, and that is right. Missing data that is wrong has the alarm below.
  treat_missing_data = "ignore"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# A region that neither writes nor tells how far it is behind is not replicating, or nobody can see it. Who writes is told by the
# health function of this region: it answers Route 53 several times in a minute, and counts its answers.
resource "aws_cloudwatch_metric_alarm" "no_data" {
  alarm_name        = "alarm-lag-no-data-${var.region}-${var.environment_suffix}"
  alarm_description = "${var.region} neither writes nor says how far it is behind: replication has stopped, or its monitoring has."

  metric_query {
    id          = "blind"
    label       = "neither writer nor lag"
    expression  = "IF(FILL(writable, 0) < 1 AND FILL(lag, -1) < 0, 1, 0)"
    return_data = true
  }

  metric_query {
    id = "writable"

    metric {
      namespace   = "DisasterRecovery"
      metric_name = "Writable"
      dimensions  = { Cluster = var.cluster_id }
      stat        = "Maximum"
      period      = 60
    }
  }

  metric_query {
    id = "lag"

    metric {
      namespace   = "AWS/RDS"
      metric_name = "AuroraGlobalDBRPOLag"
      dimensions  = { DBClusterIdentifier = var.cluster_id }
      stat        = "Maximum"
      period      = 60
    }
  }

  evaluation_periods  = 5
  datapoints_to_alarm = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # Neither metric has any data: nothing could be worse known.
  treat_missing_data = "breaching"

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
