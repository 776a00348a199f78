# The provider is mocked, because the ARN of the secret that the module makes is needed to read it. Policies are therefore read as
# they are written, not as they are rendered.
mock_provider "aws" {
  override_during = plan

  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      id  = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-application-test-AbCdEf"
      arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-application-test-AbCdEf"
    }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:us-west-2:123456789012:function:lambda-rotation-us-west-2-test" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/iam-rotation-us-west-2-test" }
  }

  mock_resource "aws_security_group" {
    defaults = { id = "sg-0a1b2c3d4e5f60009" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  environment_suffix = "test"
  region             = "us-west-2"
  account_id         = "123456789012"
  zip                = "../../functions/rotation.zip"
  master_secret_arn  = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf"
  data_key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
  application_role   = "application"
  rotation_days      = 14
  logs_key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days = 30
  topic_arn          = "arn:aws:sns:us-west-2:123456789012:sns-events-test"

  peer = {
    region            = "us-east-1"
    vpc_cidr          = "10.10.0.0/16"
    master_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:secret-database-test-GhIjKl"
    data_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000002"
  }

  database = {
    host              = "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com"
    reader_hosts      = ["east.cluster-ro-abc.us-east-1.rds.amazonaws.com", "west.cluster-ro-abc.us-west-2.rds.amazonaws.com"]
    name              = "app"
    port              = 5432
    security_group_id = "sg-0a1b2c3d4e5f60001"
  }

  global_cluster = {
    id  = "aurora-global-test"
    arn = "arn:aws:rds::123456789012:global-cluster:aurora-global-test"
  }

  freeze_table = {
    name     = "dynamodb-failover-test"
    arn      = "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-failover-test"
    peer_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/dynamodb-failover-test"
  }

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
    application_cidrs  = ["10.20.0.0/18"]
  }
}

run "K2_rotates_both_secrets_of_the_region" {
  command = plan

  assert {
    condition = alltrue([for rotation in [aws_secretsmanager_secret_rotation.master, aws_secretsmanager_secret_rotation.application] :
      rotation.rotation_lambda_arn == "arn:aws:lambda:us-west-2:123456789012:function:lambda-rotation-us-west-2-test" &&
    rotation.rotation_rules[0].automatically_after_days == 14 && rotation.rotation_rules[0].duration == "2h"])
    error_message = "K2: both secrets must be rotated by the function, after the days that the environment says, in the night."
  }

  assert {
    condition     = aws_secretsmanager_secret_rotation.master.secret_id == var.master_secret_arn && aws_secretsmanager_secret_rotation.application.secret_id == aws_secretsmanager_secret.application.arn
    error_message = "K3: the secrets must be those of the region itself."
  }

  assert {
    condition     = aws_secretsmanager_secret_rotation.application.rotate_immediately && !aws_secretsmanager_secret_rotation.master.rotate_immediately
    error_message = "The application secret has no password until it is rotated; the master's is new."
  }

  assert {
    condition     = aws_lambda_permission.secrets_manager.principal == "secretsmanager.amazonaws.com" && aws_lambda_permission.secrets_manager.source_account == "123456789012"
    error_message = "Secrets Manager may invoke the function, for this account only."
  }
}

run "K1_K3_K5_keeps_the_application_secret_in_the_region" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret.application.name == "secret-application-test" && aws_secretsmanager_secret.application.kms_key_id == var.data_key_arn
    error_message = "K1, K3: a secret of its own, encrypted with a key of the region."
  }

  assert {
    condition     = aws_secretsmanager_secret.application.recovery_window_in_days == 0
    error_message = "T3: the secret must be gone after a destroy."
  }

  assert {
    condition     = aws_secretsmanager_secret_version.application.secret_string_wo_version == 1 && aws_secretsmanager_secret_version.application.secret_string == null
    error_message = "K5: the value must be write-only, and written once."
  }

  assert {
    condition     = contains(aws_secretsmanager_secret_version.application.version_stages, "TERRAFORM")
    error_message = "The first version needs a label of its own, or the apply after it was removed overwrites the password."
  }
}

run "K2_T8_reaches_the_database_wherever_it_writes" {
  command = plan

  assert {
    condition     = toset(local.database_cidrs) == toset(["10.20.0.0/16", "10.10.0.0/16"])
    error_message = "K2, T8: the function must reach the database of both regions, and nothing else on that port."
  }
}

run "T9_may_do_no_more_than_it_needs" {
  command = plan

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.permissions.statement :
      contains(["MakePasswords"], statement.sid) || !contains(statement.resources, "*")
    ])
    error_message = "Only GetRandomPassword knows no resources."
  }

  assert {
    condition = toset(flatten([for statement in data.aws_iam_policy_document.permissions.statement :
      [for action in statement.actions : action if contains(statement.resources, var.peer.master_secret_arn)]
    ])) == toset(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"])
    error_message = "In the other region it may read and write the master secret."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.permissions.statement :
      length(statement.condition) == 1 if anytrue([for action in statement.actions : startswith(action, "kms:")])
    ])
    error_message = "T9: keys are used through Secrets Manager only."
  }
}

run "T6_tells_of_every_failure" {
  command = plan

  assert {
    condition = (aws_cloudwatch_metric_alarm.failed.metric_name == "Errors" && aws_cloudwatch_metric_alarm.failed.threshold == 0 &&
    aws_cloudwatch_metric_alarm.failed.evaluation_periods == 1 && aws_cloudwatch_metric_alarm.failed.alarm_actions == toset([var.topic_arn]))
    error_message = "T6: one failed rotation must raise the alarm."
  }
}

run "K2_T6_tells_of_a_rotation_that_does_not_begin" {
  command = plan

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.overdue)) == toset(["master", "application"]) && alltrue([
      for kind, alarm in aws_cloudwatch_metric_alarm.overdue :
      alarm.metric_name == "PasswordAgeDays" && alarm.dimensions.Secret == kind && alarm.threshold == 16 &&
      alarm.alarm_actions == toset([var.topic_arn]) && alarm.insufficient_data_actions == toset([var.topic_arn])
    ])
    error_message = "A password that is older than it may be must raise an alarm, and so must nobody looking."
  }

  assert {
    condition     = aws_cloudwatch_event_target.ages.arn == "arn:aws:lambda:us-west-2:123456789012:function:lambda-rotation-us-west-2-test" && jsondecode(aws_cloudwatch_event_target.ages.input).look == "password-ages"
    error_message = "The ages must be looked at."
  }
}

run "K3_refuses_a_master_secret_of_the_other_region" {
  command = plan

  variables {
    master_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:secret-database-test-AbCdEf"
  }

  expect_failures = [var.master_secret_arn]
}

run "K2_refuses_to_rotate_seldom" {
  command = plan

  variables {
    rotation_days = 91
  }

  expect_failures = [var.rotation_days]
}

run "refuses_the_readers_of_one_region" {
  command = plan

  variables {
    database = {
      host              = "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com"
      reader_hosts      = ["west.cluster-ro-abc.us-west-2.rds.amazonaws.com"]
      name              = "app"
      port              = 5432
      security_group_id = "sg-0a1b2c3d4e5f60001"
    }
  }

  expect_failures = [var.database]
}
