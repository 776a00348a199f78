# The provider is mocked, because the answers of AWS that the API consists of are needed to read it. Policies are therefore read
# as they are written, not as they are rendered.
mock_provider "aws" {
  override_during = plan

  mock_resource "aws_api_gateway_rest_api" {
    defaults = {
      id            = "abcdef1234"
      execution_arn = "arn:aws:execute-api:us-west-2:123456789012:abcdef1234"
    }
  }

  mock_resource "aws_security_group" {
    defaults = { id = "sg-0a1b2c3d4e5f60009" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/iam-health-us-west-2-test" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_ec2_managed_prefix_list" {
    defaults = {
      entries = [
        { cidr = "54.183.255.128/26", description = "us-west-1" },
        { cidr = "15.177.0.0/18", description = "all" },
      ]
    }
  }
}

variables {
  environment_suffix      = "test"
  region                  = "us-west-2"
  account_id              = "123456789012"
  zip                     = "../../functions/health.zip"
  secret_arn              = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf"
  data_key_arn            = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
  logs_key_arn            = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days      = 30
  topic_arn               = "arn:aws:sns:us-west-2:123456789012:sns-events-test"
  replication_lag_seconds = 45
  caller_cidrs            = ["203.0.113.10/32"]

  database = {
    cluster_id        = "aurora-us-west-2-test"
    endpoint          = "aurora-us-west-2-test.cluster-abcdefghijkl.us-west-2.rds.amazonaws.com"
    reader_endpoint   = "aurora-us-west-2-test.cluster-ro-abcdefghijkl.us-west-2.rds.amazonaws.com"
    name              = "app"
    port              = 5432
    security_group_id = "sg-0a1b2c3d4e5f60001"
  }

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
    application_cidrs  = ["10.20.0.0/18"]
  }
}

run "H5_a_question_for_writers_and_one_for_readers" {
  command = plan

  assert {
    condition     = output.host == "abcdef1234.execute-api.us-west-2.amazonaws.com" && output.paths == { writer = "/health/writer", replica = "/health/replica" }
    error_message = "Route 53 must be given the host and the paths of the API."
  }

  assert {
    condition = {
      for path, integration in aws_api_gateway_integration.this :
      aws_api_gateway_resource.this[path].path_part => [aws_api_gateway_method.this[path].http_method, integration.type, integration.integration_http_method]
      } == {
      writer  = ["GET", "AWS_PROXY", "POST"]
      replica = ["GET", "AWS_PROXY", "POST"]
    }
    error_message = "Both questions must reach the function."
  }

  assert {
    condition     = alltrue([for integration in aws_api_gateway_integration.this : integration.timeout_milliseconds <= 2000])
    error_message = "Route 53 does not wait longer than two seconds."
  }

  assert {
    condition     = alltrue([for method in aws_api_gateway_method.this : method.authorization == "NONE"])
    error_message = "Route 53 cannot sign its requests."
  }

  assert {
    condition     = toset([for permission in aws_lambda_permission.api : "${permission.principal} ${permission.source_arn}"]) == toset([for path in ["writer", "replica"] : "apigateway.amazonaws.com arn:aws:execute-api:us-west-2:123456789012:abcdef1234/*/GET/${path}"])
    error_message = "The API, and only this one, may call the function, by these two questions."
  }
}

run "H1_H2_the_function_knows_its_own_cluster_and_the_limit" {
  command = plan

  assert {
    condition     = data.aws_iam_policy_document.permissions.statement[*].sid == tolist(["ReadThePassword", "DecryptThePassword"])
    error_message = "The function may read the password and no more."
  }

  assert {
    condition = [for statement in data.aws_iam_policy_document.permissions.statement : [statement.actions, statement.resources]] == [
      [toset(["secretsmanager:GetSecretValue"]), toset(["arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf"])],
      [toset(["kms:Decrypt"]), toset(["arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"])],
    ]
    error_message = "Only the secret of this region, with the key of this region."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.permissions.statement[1].condition).values == tolist(["secretsmanager.us-west-2.amazonaws.com"])
    error_message = "The key decrypts for Secrets Manager, not exports or clusters."
  }

  assert {
    condition     = output.function_name == "lambda-health-us-west-2-test"
    error_message = "The function must be that of the region."
  }
}

run "H5_T8_only_the_checkers_of_route_53_and_the_failover_controllers_may_ask" {
  command = plan

  assert {
    condition     = data.aws_ec2_managed_prefix_list.checkers.name == "com.amazonaws.us-west-2.route53-healthchecks"
    error_message = "AWS keeps the list of the checkers under this name."
  }

  assert {
    condition = { for statement in data.aws_iam_policy_document.checkers.statement : coalesce(statement.effect, "Allow") => [for condition in statement.condition : [condition.test, condition.variable, condition.values]] } == {
      Allow = []
      Deny  = [["NotIpAddress", "aws:SourceIp", tolist(["15.177.0.0/18", "203.0.113.10/32", "54.183.255.128/26"])]]
    }
    error_message = "Whoever does not come from an address of the checkers, or of a failover controller, must be refused."
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.checkers.statement : statement.resources == toset(["arn:aws:execute-api:us-west-2:123456789012:abcdef1234/*"]) && statement.actions == toset(["execute-api:Invoke"])])
    error_message = "The policy must be about the whole API."
  }

  assert {
    condition     = aws_api_gateway_rest_api_policy.this.rest_api_id == "abcdef1234"
    error_message = "The policy must be attached to the API."
  }
}

run "H5_a_flood_does_not_reach_the_database" {
  command = plan

  assert {
    condition     = aws_api_gateway_method_settings.this.method_path == "*/*" && aws_api_gateway_method_settings.this.settings[0].throttling_rate_limit == 50 && aws_api_gateway_method_settings.this.settings[0].throttling_burst_limit == 100
    error_message = "Route 53 asks a few times in a second; more is not Route 53."
  }

  assert {
    condition     = aws_api_gateway_rest_api.this.endpoint_configuration[0].types == tolist(["REGIONAL"]) && aws_api_gateway_rest_api.this.name == "api-health-us-west-2-test"
    error_message = "An API at the edge would depend on us-east-1; the name must follow T2."
  }
}

run "H5_an_empty_list_of_checkers_is_refused" {
  command = plan

  override_data {
    target = data.aws_ec2_managed_prefix_list.checkers
    values = { entries = [] }
  }

  expect_failures = [aws_api_gateway_rest_api_policy.this]
}

run "refuses_what_could_not_work" {
  command = plan

  variables {
    region                  = "west"
    account_id              = "12345"
    zip                     = "health.js"
    secret_arn              = "secret-database-test"
    data_key_arn            = "alias/aws/secretsmanager"
    logs_key_arn            = "alias/aws/logs"
    log_retention_days      = 31
    replication_lag_seconds = 61
    topic_arn               = "sns-events-test"
    database = {
      cluster_id        = "aurora-us-west-2-test"
      endpoint          = "aurora-us-west-2-test"
      reader_endpoint   = "aurora-us-west-2-test"
      name              = "app"
      port              = 5432
      security_group_id = "sg-0a1b2c3d4e5f60001"
    }
  }

  expect_failures = [
    var.region, var.account_id, var.zip, var.secret_arn, var.data_key_arn, var.logs_key_arn, var.log_retention_days, var.replication_lag_seconds, var.topic_arn, var.database
  ]
}
