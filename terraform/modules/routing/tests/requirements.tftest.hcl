# The provider is mocked, because a calculated check consists of the ids that Route 53 gives to others.
mock_provider "aws" {}

override_resource {
  target          = aws_route53_health_check.endpoint["us-east-1-writer"]
  override_during = plan
  values          = { id = "east-writer-endpoint" }
}

override_resource {
  target          = aws_route53_health_check.endpoint["us-east-1-replica"]
  override_during = plan
  values          = { id = "east-replica-endpoint" }
}

override_resource {
  target          = aws_route53_health_check.endpoint["us-west-2-writer"]
  override_during = plan
  values          = { id = "west-writer-endpoint" }
}

override_resource {
  target          = aws_route53_health_check.endpoint["us-west-2-replica"]
  override_during = plan
  values          = { id = "west-replica-endpoint" }
}

override_resource {
  target          = aws_route53_health_check.engine["us-east-1"]
  override_during = plan
  values          = { id = "east-engine" }
}

override_resource {
  target          = aws_route53_health_check.engine["us-west-2"]
  override_during = plan
  values          = { id = "west-engine" }
}

override_resource {
  target          = aws_route53_health_check.lag["us-east-1"]
  override_during = plan
  values          = { id = "east-lag" }
}

override_resource {
  target          = aws_route53_health_check.lag["us-west-2"]
  override_during = plan
  values          = { id = "west-lag" }
}

override_resource {
  target          = aws_route53_health_check.writer["us-east-1"]
  override_during = plan
  values          = { id = "east-writer" }
}

override_resource {
  target          = aws_route53_health_check.writer["us-west-2"]
  override_during = plan
  values          = { id = "west-writer" }
}

override_resource {
  target          = aws_route53_health_check.reader["us-east-1"]
  override_during = plan
  values          = { id = "east-reader" }
}

override_resource {
  target          = aws_route53_health_check.reader["us-west-2"]
  override_during = plan
  values          = { id = "west-reader" }
}

variables {
  environment_suffix     = "test"
  home_region            = "us-east-1"
  other_region           = "us-west-2"
  failure_threshold      = 3
  global_writer_endpoint = "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com"
  topic_arn              = "arn:aws:sns:us-east-1:123456789012:sns-events-test"

  dns = {
    hosted_zone_id = "Z0123456789ABCDEFGHIJ"
    writer_name    = "writer.db.example.internal"
    reader_name    = "reader.db.example.internal"
  }

  regions = {
    us-east-1 = {
      health_host     = "east.execute-api.us-east-1.amazonaws.com"
      health_paths    = { writer = "/health/writer", replica = "/health/replica" }
      writer_endpoint = "east.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"
      reader_endpoint = "east.cluster-ro-abcdefghijkl.us-east-1.rds.amazonaws.com"
      lag_alarm       = { name = "alarm-rpo-lag-us-east-1-test", definition = "a" }
      engine_alarm    = { name = "alarm-engine-us-east-1-test", definition = "b" }
    }
    us-west-2 = {
      health_host     = "west.execute-api.us-west-2.amazonaws.com"
      health_paths    = { writer = "/health/writer", replica = "/health/replica" }
      writer_endpoint = "west.cluster-abcdefghijkl.us-west-2.rds.amazonaws.com"
      reader_endpoint = "west.cluster-ro-abcdefghijkl.us-west-2.rds.amazonaws.com"
      lag_alarm       = { name = "alarm-rpo-lag-us-west-2-test", definition = "c" }
      engine_alarm    = { name = "alarm-engine-us-west-2-test", definition = "d" }
    }
  }
}

run "H1_H3_O3_endpoints_of_both_regions_are_asked_every_ten_seconds" {
  command = plan

  assert {
    condition = { for key, check in aws_route53_health_check.endpoint : key => [check.type, check.fqdn, check.port, check.resource_path] } == {
      us-east-1-writer  = ["HTTPS", "east.execute-api.us-east-1.amazonaws.com", 443, "/health/writer"]
      us-east-1-replica = ["HTTPS", "east.execute-api.us-east-1.amazonaws.com", 443, "/health/replica"]
      us-west-2-writer  = ["HTTPS", "west.execute-api.us-west-2.amazonaws.com", 443, "/health/writer"]
      us-west-2-replica = ["HTTPS", "west.execute-api.us-west-2.amazonaws.com", 443, "/health/replica"]
    }
    error_message = "Each region must be asked both questions over TLS."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.endpoint : check.request_interval * check.failure_threshold <= 30 && check.enable_sni])
    error_message = "A failure must be seen within 30 seconds, and API Gateway answers nobody who does not name it."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.endpoint : length(check.regions) >= 3 && length(setsubtract(check.regions, ["us-east-1", "us-west-2"])) > 0])
    error_message = "Route 53 needs three places to ask from, and one beside the two regions."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.endpoint : coalesce(check.invert_healthcheck, false) == false && coalesce(check.disabled, false) == false])
    error_message = "An inverted check begins unhealthy and would fail over at the first apply; a disabled one is always healthy."
  }
}

run "H3_alarms_are_copied_from_the_region_that_they_are_in" {
  command = plan

  assert {
    condition = {
      for kind, checks in { engine = aws_route53_health_check.engine, lag = aws_route53_health_check.lag } : kind => {
        for region, check in checks : region => [check.type, check.cloudwatch_alarm_name, check.cloudwatch_alarm_region, check.triggers.definition]
      }
      } == {
      engine = {
        us-east-1 = ["CLOUDWATCH_METRIC", "alarm-engine-us-east-1-test", "us-east-1", "b"]
        us-west-2 = ["CLOUDWATCH_METRIC", "alarm-engine-us-west-2-test", "us-west-2", "d"]
      }
      lag = {
        us-east-1 = ["CLOUDWATCH_METRIC", "alarm-rpo-lag-us-east-1-test", "us-east-1", "a"]
        us-west-2 = ["CLOUDWATCH_METRIC", "alarm-rpo-lag-us-west-2-test", "us-west-2", "c"]
      }
    }
    error_message = "Route 53 keeps a copy of the alarm and has to be told when it changes."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.engine : check.insufficient_data_health_status == "LastKnownStatus"])
    error_message = "The end of the data is not the end of the engine, nor its return."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.lag : check.insufficient_data_health_status == "Healthy"])
    error_message = "Who writes has no lag, and must not stay unfit to be read for one that it had."
  }
}

run "H2_H4_lag_decides_who_is_read_and_never_who_is_written" {
  command = plan

  assert {
    condition = { for region, check in aws_route53_health_check.writer : region => [check.type, check.child_health_threshold, check.child_healthchecks] } == {
      us-east-1 = ["CALCULATED", 2, toset(["east-writer-endpoint", "east-engine"])]
      us-west-2 = ["CALCULATED", 2, toset(["west-writer-endpoint", "west-engine"])]
    }
    error_message = "A region is written while its cluster takes writes; lag is a reason to stay, not to leave."
  }

  assert {
    condition = { for region, check in aws_route53_health_check.reader : region => [check.type, check.child_health_threshold, check.child_healthchecks] } == {
      us-east-1 = ["CALCULATED", 2, toset(["east-replica-endpoint", "east-lag"])]
      us-west-2 = ["CALCULATED", 2, toset(["west-replica-endpoint", "west-lag"])]
    }
    error_message = "A region is read while it is connected and close behind, by both kinds of check."
  }
}

run "H4_H6_O6_names_follow_the_roles" {
  command = plan

  assert {
    condition = { for region, record in aws_route53_record.writer : region => [record.zone_id, record.name, record.type, one(record.records), record.set_identifier, record.failover_routing_policy[0].type, record.health_check_id] } == {
      us-east-1 = ["Z0123456789ABCDEFGHIJ", "writer.db.example.internal", "CNAME", "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com", "us-east-1", "PRIMARY", "east-writer"]
      us-west-2 = ["Z0123456789ABCDEFGHIJ", "writer.db.example.internal", "CNAME", "west.cluster-abcdefghijkl.us-west-2.rds.amazonaws.com", "us-west-2", "SECONDARY", "west-writer"]
    }
    error_message = "The record that answers while neither region is healthy must lead through the name that Aurora itself moves; both must have their check."
  }

  assert {
    condition = { for region, record in aws_route53_record.reader : region => [record.name, record.type, one(record.records), record.set_identifier, record.failover_routing_policy[0].type, record.health_check_id] } == {
      us-east-1 = ["reader.db.example.internal", "CNAME", "east.cluster-ro-abcdefghijkl.us-east-1.rds.amazonaws.com", "us-east-1", "PRIMARY", "east-reader"]
      us-west-2 = ["reader.db.example.internal", "CNAME", "west.cluster-ro-abcdefghijkl.us-west-2.rds.amazonaws.com", "us-west-2", "SECONDARY", "west-reader"]
    }
    error_message = "Readers must be led to the readers of a region that is fit to be read."
  }

  assert {
    condition     = alltrue([for record in concat(values(aws_route53_record.writer), values(aws_route53_record.reader)) : record.ttl <= 10])
    error_message = "What a client may remember is part of the recovery time (O2)."
  }

  assert {
    condition     = output.health_check_ids == { us-east-1 = { writer = "east-writer", reader = "east-reader" }, us-west-2 = { writer = "west-writer", reader = "west-reader" } }
    error_message = "Others must be given the checks that the records follow."
  }
}

run "H1_T6_somebody_is_told_when_no_region_takes_writes" {
  command = plan

  assert {
    condition     = toset([for query in aws_cloudwatch_metric_alarm.nobody_writes.metric_query : one(query.metric[*].dimensions.HealthCheckId) if query.expression == null]) == toset(["east-writer", "west-writer"])
    error_message = "The alarm must look at both regions."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.nobody_writes.metric_query : query.expression if coalesce(query.return_data, false)]) == "SUM(METRICS())" && aws_cloudwatch_metric_alarm.nobody_writes.comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.nobody_writes.threshold == 1
    error_message = "Less than one region that takes writes is none."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.nobody_writes.treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.nobody_writes.alarm_actions == toset([var.topic_arn]) && aws_cloudwatch_metric_alarm.nobody_writes.alarm_name == "alarm-nobody-writes-test"
    error_message = "Not to know is to be told, and by a name of T2."
  }
}

run "T2_T5_health_checks_are_known_by_their_tag" {
  command = plan

  assert {
    condition = toset([
      for check in flatten([for group in [aws_route53_health_check.endpoint, aws_route53_health_check.engine, aws_route53_health_check.lag, aws_route53_health_check.writer, aws_route53_health_check.reader] : values(group)]) : check.tags.Name
      ]) == toset(flatten([
        for region in ["us-east-1", "us-west-2"] : [for what in ["writer", "replica", "engine", "lag", "fit-to-write", "fit-to-read"] : "health-check-${region}-${what}-test"]
    ]))
    error_message = "A health check has no name but this tag."
  }
}

run "refuses_a_detection_above_thirty_seconds_and_one_name_for_both" {
  command = plan

  variables {
    failure_threshold = 4
    home_region       = "east"
    other_region      = "west"
    topic_arn         = "sns-events-test"

    global_writer_endpoint = "aurora-global-test"
    dns = {
      hosted_zone_id = "Z0123456789ABCDEFGHIJ"
      writer_name    = "db.example.internal"
      reader_name    = "db.example.internal"
    }
  }

  expect_failures = [var.failure_threshold, var.home_region, var.other_region, var.topic_arn, var.dns, var.global_writer_endpoint]
}
