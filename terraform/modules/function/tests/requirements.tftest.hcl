# The real provider, so that its own checks run too and policies are rendered; a plan of new resources calls nothing.
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

override_resource {
  target          = aws_security_group.this
  override_during = plan
  values          = { id = "sg-0a1b2c3d4e5f60009" }
}

variables {
  environment_suffix         = "test"
  region                     = "us-west-2"
  account_id                 = "123456789012"
  purpose                    = "health"
  description                = "Tells which role the cluster plays"
  zip                        = "../../functions/health.zip"
  timeout_seconds            = 5
  database_cidrs             = ["10.20.0.0/16", "10.10.0.0/16"]
  database_security_group_id = "sg-0a1b2c3d4e5f60001"
  port                       = 5432
  settings                   = { DATABASE_NAME = "app" }
  permissions                = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadThePassword\",\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf\"}]}"
  logs_key_arn               = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days         = 30
  topic_arn                  = "arn:aws:sns:us-west-2:123456789012:sns-events-test"

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
    application_cidrs  = ["10.20.0.0/18"]
  }
}

run "T7_T2_runs_on_the_runtime_that_provider_and_aws_both_accept" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.runtime == "nodejs22.x" && aws_lambda_function.this.handler == "index.handler"
    error_message = "Provider 5.100 knows no newer runtime, and AWS creates no function with an older one."
  }

  assert {
    condition     = aws_lambda_function.this.function_name == "lambda-health-us-west-2-test" && output.name == "lambda-health-us-west-2-test"
    error_message = "The function must be named by T2."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256("../../functions/health.zip")
    error_message = "New code must be noticed, and the same code must not be uploaded again."
  }

  assert {
    condition     = aws_lambda_function.this.timeout == 5 && aws_lambda_function.this.environment[0].variables == tomap({ DATABASE_NAME = "app" })
    error_message = "Time limit and settings must be those that were asked for."
  }
}

run "T3_the_log_group_and_the_network_go_with_the_function" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/lambda-health-us-west-2-test" && one(aws_lambda_function.this.logging_config[*].log_group) == aws_cloudwatch_log_group.this.name
    error_message = "The log group must be ours before Lambda makes one that stays behind."
  }

  assert {
    condition     = !anytrue([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Effect == "Allow" && contains(flatten([statement.Action]), "logs:CreateLogGroup")])
    error_message = "A late invocation would bring the log group back after a destroy."
  }

  assert {
    condition     = aws_lambda_function.this.replace_security_groups_on_destroy == null
    error_message = "A destroy would not wait for the network interfaces of Lambda, take the role away from it, and leave them in the subnets."
  }
}

run "T6_logs_are_encrypted_and_kept_and_failures_are_told" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.kms_key_id == var.logs_key_arn && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "Logs must be encrypted with our key, and not be kept for ever."
  }

  assert {
    condition = { for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles] : alarm.alarm_name => [alarm.namespace, alarm.metric_name, alarm.statistic, alarm.dimensions.FunctionName] } == {
      "alarm-health-errors-us-west-2-test"    = ["AWS/Lambda", "Errors", "Sum", "lambda-health-us-west-2-test"]
      "alarm-health-throttles-us-west-2-test" = ["AWS/Lambda", "Throttles", "Sum", "lambda-health-us-west-2-test"]
    }
    error_message = "Failures and refused calls of the function must be watched."
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles] :
      alarm.comparison_operator == "GreaterThanThreshold" && alarm.threshold == 0 && alarm.alarm_actions == toset([var.topic_arn]) && alarm.ok_actions == toset([var.topic_arn])
    ])
    error_message = "The first failure must be told, and its end too."
  }
}

run "T8_the_role_may_log_join_the_network_and_do_what_was_asked_for" {
  command = plan

  assert {
    condition     = one(jsondecode(aws_iam_role.this.assume_role_policy).Statement).Principal == { Service = "lambda.amazonaws.com" } && aws_iam_role.this.name == "iam-health-us-west-2-test"
    error_message = "Only Lambda may assume the role, which is named by T2."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : "${statement.Effect} ${statement.Sid}"]) == toset(["Allow ReadThePassword", "Allow WriteLogs", "Allow JoinTheNetwork", "Deny CodeLeavesTheNetworkAlone"])
    error_message = "The role must have the permissions that every function needs and those that were asked for, and no others."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "WriteLogs"]) == "arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/lambda-health-us-west-2-test:*"
    error_message = "The function may write to its own log group only."
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [statement.Action, statement.Condition] if statement.Effect == "Deny"]) == [
      "ec2:*", { ArnEquals = { "lambda:SourceFunctionArn" = "arn:aws:lambda:us-west-2:123456789012:function:lambda-health-us-west-2-test" } }
    ]
    error_message = "Lambda joins the network with the role; the code must not."
  }
}

run "K2_T8_reaches_the_databases_and_the_apis_of_aws_and_nothing_else" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.vpc_config[0].subnet_ids == toset(var.network.private_subnet_ids) && aws_lambda_function.this.vpc_config[0].security_group_ids == toset(["sg-0a1b2c3d4e5f60009"])
    error_message = "The function must run in the private subnets, behind its own security group."
  }

  assert {
    condition = toset([for rule in aws_vpc_security_group_egress_rule.database : "${rule.security_group_id} ${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"]) == toset([
      "sg-0a1b2c3d4e5f60009 10.20.0.0/16 tcp 5432-5432", "sg-0a1b2c3d4e5f60009 10.10.0.0/16 tcp 5432-5432"
    ])
    error_message = "The function must reach the databases that it is for."
  }

  assert {
    condition     = [aws_vpc_security_group_egress_rule.apis.ip_protocol, aws_vpc_security_group_egress_rule.apis.from_port, aws_vpc_security_group_egress_rule.apis.to_port] == ["tcp", 443, 443]
    error_message = "Outside the network only HTTPS is needed."
  }

  assert {
    condition = [
      aws_vpc_security_group_ingress_rule.database.security_group_id, aws_vpc_security_group_ingress_rule.database.referenced_security_group_id,
      aws_vpc_security_group_ingress_rule.database.from_port, aws_vpc_security_group_ingress_rule.database.to_port, aws_vpc_security_group_ingress_rule.database.ip_protocol,
    ] == ["sg-0a1b2c3d4e5f60001", "sg-0a1b2c3d4e5f60009", 5432, 5432, "tcp"]
    error_message = "The database must let the function in, and not a whole network for its sake."
  }
}

run "refuses_what_could_not_work_or_would_be_open" {
  command = plan

  variables {
    description                = "Tells which role the cluster plays."
    database_security_group_id = "default"
    purpose                    = "Health_Check"
    zip                        = "../../functions/health.js"
    timeout_seconds            = 901
    database_cidrs             = ["0.0.0.0/0"]
    port                       = 443
    settings                   = { password = "x" }
    permissions                = "not a policy"
    log_retention_days         = 0
    topic_arn                  = "sns-events-test"
    logs_key_arn               = "alias/aws/logs"
  }

  expect_failures = [
    var.purpose, var.zip, var.timeout_seconds, var.database_cidrs, var.port, var.settings, var.permissions, var.log_retention_days, var.topic_arn, var.logs_key_arn, var.description, var.database_security_group_id
  ]
}
