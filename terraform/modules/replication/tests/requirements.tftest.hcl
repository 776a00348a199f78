mock_provider "aws" {}

variables {
  environment_suffix      = "test"
  region                  = "us-west-2"
  cluster_id              = "aurora-us-west-2-test"
  replication_lag_seconds = 45
  topic_arn               = "arn:aws:sns:us-west-2:123456789012:sns-events-test"
}

run "O4_S2_lag_is_alarmed_in_milliseconds_for_the_cluster_of_the_region" {
  command = plan

  assert {
    condition = { for alarm in aws_cloudwatch_metric_alarm.lag : alarm.alarm_name => [alarm.namespace, alarm.metric_name, alarm.dimensions] } == {
      "alarm-rpo-lag-us-west-2-test"         = ["AWS/RDS", "AuroraGlobalDBRPOLag", tomap({ DBClusterIdentifier = "aurora-us-west-2-test" })]
      "alarm-replication-lag-us-west-2-test" = ["AWS/RDS", "AuroraGlobalDBReplicationLag", tomap({ DBClusterIdentifier = "aurora-us-west-2-test" })]
    }
    error_message = "The metrics exist for the cluster that follows only, under its own identifier."
  }

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.lag :
      alarm.threshold == 45000 && alarm.comparison_operator == "GreaterThanOrEqualToThreshold" && alarm.statistic == "Maximum" && alarm.period * alarm.evaluation_periods == 120
    ])
    error_message = "The limit is in seconds, the metric in milliseconds; two minutes above it are too long."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.lag : alarm.treat_missing_data == "missing"])
    error_message = "Without data the alarm must say that it knows nothing: notBreaching would call a dead replication healthy, and the alarm below looks at this state."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.lag : alarm.alarm_actions == toset([var.topic_arn]) && alarm.ok_actions == toset([var.topic_arn])])
    error_message = "Somebody must be told, of the end too."
  }
}

# Route 53 copies the definition, and takes no statistics but the plain ones, and no alarm on M out of N.
run "H3_alarms_that_route_53_can_copy" {
  command = plan

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.lag["rpo"], aws_cloudwatch_metric_alarm.engine] :
      contains(["Average", "Minimum", "Maximum", "Sum", "SampleCount"], alarm.statistic) && alarm.period >= 60 && alarm.datapoints_to_alarm == null && length(alarm.metric_query) == 0
    ])
    error_message = "Route 53 would refuse the health check."
  }

  assert {
    condition     = [output.lag_alarm.name, output.engine_alarm.name] == ["alarm-rpo-lag-us-west-2-test", "alarm-engine-us-west-2-test"]
    error_message = "The health checks must be given these alarms."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.engine.metric_name == "EngineUptime" && aws_cloudwatch_metric_alarm.engine.dimensions == tomap({ DBClusterIdentifier = "aurora-us-west-2-test" }) && aws_cloudwatch_metric_alarm.engine.comparison_operator == "LessThanThreshold"
    error_message = "The engine must be watched for the cluster of the region."
  }
}

run "H3_a_stricter_limit_has_another_definition" {
  command = plan

  variables {
    replication_lag_seconds = 30
  }

  assert {
    condition     = output.lag_alarm.definition != run.H3_alarms_that_route_53_can_copy.lag_alarm.definition
    error_message = "Route 53 keeps a copy of the alarm and has to be told that it changed."
  }

  assert {
    condition     = output.engine_alarm.definition == run.H3_alarms_that_route_53_can_copy.engine_alarm.definition
    error_message = "What did not change must not be copied again."
  }
}

run "S2_a_region_that_neither_writes_nor_tells_its_lag_is_alarmed" {
  command = plan

  assert {
    condition     = aws_cloudwatch_composite_alarm.no_data.alarm_rule == "INSUFFICIENT_DATA(\"alarm-rpo-lag-us-west-2-test\") AND NOT ALARM(\"alarm-state-writes-us-west-2-test\")"
    error_message = "Silence is a fault unless the region writes."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.no_data.alarm_name == "alarm-lag-no-data-us-west-2-test" && aws_cloudwatch_composite_alarm.no_data.alarm_actions == toset([var.topic_arn])
    error_message = "Somebody must be told."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.writes.namespace == "DisasterRecovery" && aws_cloudwatch_metric_alarm.writes.metric_name == "Writable" &&
      aws_cloudwatch_metric_alarm.writes.dimensions == tomap({ Cluster = "aurora-us-west-2-test" }) &&
      aws_cloudwatch_metric_alarm.writes.comparison_operator == "GreaterThanOrEqualToThreshold" && aws_cloudwatch_metric_alarm.writes.threshold == 1
    )
    error_message = "The health function counts that the region takes writes in this metric."
  }

  assert {
    condition     = [aws_cloudwatch_metric_alarm.writes.datapoints_to_alarm, aws_cloudwatch_metric_alarm.writes.evaluation_periods, aws_cloudwatch_metric_alarm.writes.treat_missing_data] == [1, 5, "notBreaching"]
    error_message = "One answer in five minutes is enough to be the writer; none is not."
  }

  assert {
    condition     = length(coalesce(aws_cloudwatch_metric_alarm.writes.alarm_actions, [])) == 0
    error_message = "Being the writer is nothing to be woken for."
  }
}

run "refuses_a_lag_above_the_objective_and_what_is_no_region_or_topic" {
  command = plan

  variables {
    replication_lag_seconds = 61
    region                  = "west"
    topic_arn               = "sns-events-test"
    cluster_id              = "arn:aws:rds:us-west-2:123456789012:cluster:aurora"
  }

  expect_failures = [var.replication_lag_seconds, var.region, var.topic_arn, var.cluster_id]
}
