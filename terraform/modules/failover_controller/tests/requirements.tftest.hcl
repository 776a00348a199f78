# The provider is mocked, because ARNs that AWS gives are needed to read the plan. Policies are therefore read as they are written, not
# as they are rendered.
mock_provider "aws" {
  override_during = plan

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:us-west-2:123456789012:function:lambda-failover-controller-us-west-2-test" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:us-west-2:123456789012:rule/rule-failover-controller-us-west-2-test" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/iam-failover-controller-us-west-2-test" }
  }

  mock_resource "aws_security_group" {
    defaults = { id = "sg-0a1b2c3d4e5f60009" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  environment_suffix      = "test"
  region                  = "us-west-2"
  account_id              = "123456789012"
  zip                     = "../../functions/failover-controller.zip"
  writer_name             = "writer.db.example.internal"
  replication_lag_seconds = 60
  secret_arn              = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf"
  data_key_arn            = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
  messaging_key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
  logs_key_arn            = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days      = 30
  topic_arn               = "arn:aws:sns:us-west-2:123456789012:sns-events-test"

  database = {
    cluster_id        = "aurora-us-west-2-test"
    cluster_arn       = "arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-test"
    reader_endpoint   = "aurora-us-west-2-test.cluster-ro-abcdefghijkl.us-west-2.rds.amazonaws.com"
    port              = 5432
    security_group_id = "sg-0a1b2c3d4e5f60001"
    health_url        = "https://west.execute-api.us-west-2.amazonaws.com/health/writer"
  }

  peer = {
    region          = "us-east-1"
    vpc_cidr        = "10.10.0.0/16"
    cluster_arn     = "arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test"
    endpoint        = "aurora-us-east-1-test.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"
    reader_endpoint = "aurora-us-east-1-test.cluster-ro-abcdefghijkl.us-east-1.rds.amazonaws.com"
    health_url      = "https://east.execute-api.us-east-1.amazonaws.com/health/writer"
  }

  global_cluster = {
    id  = "aurora-global-test"
    arn = "arn:aws:rds::123456789012:global-cluster:aurora-global-test"
  }

  failover = {
    mode                    = "automatic"
    interval_ms             = 5000
    timeout_ms              = 2000
    failure_threshold       = 3
    in_region_grace_seconds = 120
  }

  table = {
    name = "dynamodb-failover-test"
    arn  = "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-failover-test"
  }

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
    application_cidrs  = ["10.20.0.0/18"]
  }
}

run "H6_O3_runs_every_minute_and_is_not_repeated" {
  command = plan

  assert {
    condition     = aws_cloudwatch_event_rule.every_minute.schedule_expression == "rate(1 minute)" && aws_cloudwatch_event_rule.every_minute.name == "rule-failover-controller-us-west-2-test"
    error_message = "O3: an invocation each minute watches without a gap."
  }

  assert {
    condition = (aws_cloudwatch_event_target.function.arn == module.function.arn &&
      aws_cloudwatch_event_target.function.retry_policy[0].maximum_retry_attempts == 0 &&
    aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0)
    error_message = "A late or repeated start is no use."
  }

  assert {
    condition = (aws_lambda_permission.schedule.principal == "events.amazonaws.com" &&
    aws_lambda_permission.schedule.source_arn == aws_cloudwatch_event_rule.every_minute.arn)
    error_message = "The rule, and no other, may start the function."
  }
}

run "H6_promotes_the_cluster_of_its_own_region_only" {
  command = plan

  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.permissions.statement :
      statement.resources if contains(statement.actions, "rds:FailoverGlobalCluster")
    ])) == toset([var.global_cluster.arn, var.database.cluster_arn])
    error_message = "H6: the cluster of the other region must not be promoted from here."
  }

  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.permissions.statement :
      [for action in statement.actions : action if startswith(action, "rds:")]
    ])) == toset(["rds:FailoverGlobalCluster", "rds:DescribeGlobalClusters", "rds:DescribeDBClusters", "rds:DescribeDBInstances"])
    error_message = "It may look and promote, nothing else."
  }
}

run "T9_may_do_no_more_than_it_needs" {
  command = plan

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.permissions.statement : !contains(statement.resources, "*")])
    error_message = "Every permission names its resources."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.permissions.statement :
      length(statement.condition) == 1 if anytrue([for action in statement.actions : startswith(action, "kms:")])
    ])
    error_message = "T9: keys are used through SNS and Secrets Manager only."
  }

  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.permissions.statement :
      statement.resources if anytrue([for action in statement.actions : startswith(action, "dynamodb:")])
    ])) == toset([var.table.arn])
    error_message = "It may write its own table only."
  }
}

run "T6_tells_when_it_could_not_do_its_work" {
  command = plan

  assert {
    condition = (aws_cloudwatch_metric_alarm.not_running.metric_name == "Invocations" && aws_cloudwatch_metric_alarm.not_running.treat_missing_data == "breaching" &&
    aws_cloudwatch_metric_alarm.not_running.comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.not_running.alarm_actions == toset([var.topic_arn]))
    error_message = "T6: no invocations, no data: that must raise the alarm."
  }

  assert {
    condition = (aws_cloudwatch_metric_alarm.unguarded.metric_name == "Guarded" && aws_cloudwatch_metric_alarm.unguarded.treat_missing_data == "breaching" &&
    aws_cloudwatch_metric_alarm.unguarded.dimensions == tomap({ Cluster = "aurora-us-west-2-test" }) && aws_cloudwatch_metric_alarm.unguarded.alarm_actions == toset([var.topic_arn]))
    error_message = "H6: a controller that is not armed would promote nothing, and must say so."
  }
}

run "refuses_to_watch_over_its_own_region" {
  command = plan

  variables {
    peer = {
      region          = "us-west-2"
      vpc_cidr        = "10.10.0.0/16"
      cluster_arn     = "arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test"
      endpoint        = "writer.example"
      reader_endpoint = "readers.example"
      health_url      = "https://east.execute-api.us-east-1.amazonaws.com/health/writer"
    }
  }

  expect_failures = [var.peer]
}

run "refuses_the_same_endpoint_for_writers_and_readers" {
  command = plan

  variables {
    peer = {
      region          = "us-east-1"
      vpc_cidr        = "10.10.0.0/16"
      cluster_arn     = "arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test"
      endpoint        = "writer.example"
      reader_endpoint = "writer.example"
      health_url      = "https://east.execute-api.us-east-1.amazonaws.com/health/writer"
    }
  }

  expect_failures = [var.peer]
}

run "refuses_a_cluster_of_another_region" {
  command = plan

  variables {
    database = {
      cluster_id        = "aurora-us-east-1-test"
      cluster_arn       = "arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test"
      reader_endpoint   = "readers.example"
      port              = 5432
      security_group_id = "sg-0a1b2c3d4e5f60001"
      health_url        = "https://west.execute-api.us-west-2.amazonaws.com/health/writer"
    }
  }

  expect_failures = [var.database]
}

run "refuses_a_table_in_another_region" {
  command = plan

  variables {
    table = {
      name = "dynamodb-failover-test"
      arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/dynamodb-failover-test"
    }
  }

  expect_failures = [var.table]
}

run "O3_refuses_a_detection_of_more_than_30_seconds" {
  command = plan

  variables {
    failover = {
      mode                    = "automatic"
      interval_ms             = 10000
      timeout_ms              = 2000
      failure_threshold       = 3
      in_region_grace_seconds = 120
    }
  }

  expect_failures = [var.failover]
}

run "H6_refuses_a_mode_that_nobody_knows" {
  command = plan

  variables {
    failover = {
      mode                    = "sometimes"
      interval_ms             = 5000
      timeout_ms              = 2000
      failure_threshold       = 3
      in_region_grace_seconds = 120
    }
  }

  expect_failures = [var.failover]
}

run "refuses_one_failure_as_a_loss" {
  command = plan

  variables {
    failover = {
      mode                    = "automatic"
      interval_ms             = 5000
      timeout_ms              = 2000
      failure_threshold       = 1
      in_region_grace_seconds = 120
    }
  }

  expect_failures = [var.failover]
}

run "O4_refuses_a_lag_beyond_the_objective" {
  command = plan

  variables {
    replication_lag_seconds = 61
  }

  expect_failures = [var.replication_lag_seconds]
}

run "refuses_health_endpoints_without_TLS" {
  command = plan

  variables {
    database = {
      cluster_id        = "aurora-us-west-2-test"
      cluster_arn       = "arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-test"
      reader_endpoint   = "readers.example"
      port              = 5432
      security_group_id = "sg-0a1b2c3d4e5f60001"
      health_url        = "http://west.execute-api.us-west-2.amazonaws.com/health/writer"
    }
  }

  expect_failures = [var.database]
}
