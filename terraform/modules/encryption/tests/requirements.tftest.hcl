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

variables {
  region             = "us-west-2"
  account_id         = "123456789012"
  environment_suffix = "test"
}

run "T9_data_key_is_for_rds_and_secrets_of_this_account_and_region" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.data.policy).Statement :
      statement.Sid => try(toset(flatten([statement.Condition.StringEquals["kms:ViaService"]])), [])
      } == {
      AccountAdministersTheKey        = []
      ServicesUseTheKeyForThisAccount = toset(["rds.us-west-2.amazonaws.com", "secretsmanager.us-west-2.amazonaws.com"])
      DatabaseServiceHoldsGrants      = toset(["rds.us-west-2.amazonaws.com"])
    }
    error_message = "The data key must be usable through RDS and Secrets Manager of its own region, and nothing else."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.data.policy).Statement :
      statement.Condition.StringEquals["kms:CallerAccount"] == "123456789012" if statement.Principal.AWS == "*"
    ])
    error_message = "A statement for everybody must be narrowed to the account."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.data.policy).Statement :
      statement.Condition.Bool["kms:GrantIsForAWSResource"] if statement.Action == "kms:CreateGrant"
    ] == ["true"]
    error_message = "Only AWS services may be handed a grant."
  }
}

run "T9_every_key_stays_in_the_hands_of_the_account" {
  command = plan

  assert {
    condition = alltrue([
      for key in [aws_kms_key.data, aws_kms_key.messaging, aws_kms_key.logs] : one([
        for statement in jsondecode(key.policy).Statement : statement.Principal.AWS if statement.Action == "kms:*"
      ]) == "arn:aws:iam::123456789012:root"
    ])
    error_message = "Without the account as administrator nobody could ever change a policy again, and nobody else may."
  }
}

run "T9_N1_messaging_key_names_its_publishers_and_no_more" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.messaging.policy).Statement :
      join(" ", sort(flatten([statement.Principal.Service]))) => statement.Condition if can(statement.Principal.Service)
      } == {
      "cloudwatch.amazonaws.com events.rds.amazonaws.com" = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      "sns.amazonaws.com"                                 = { ArnLike = { "kms:EncryptionContext:aws:sqs:arn" = "arn:aws:sqs:us-west-2:123456789012:*" } }
    }
    error_message = "RDS events and CloudWatch alarms must be able to publish for this account, and SNS to deliver to its queues; nobody else."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.messaging.policy).Statement :
      toset(statement.Action) == toset(["kms:Decrypt", "kms:GenerateDataKey*"]) if can(statement.Principal.Service)
    ])
    error_message = "Publishers may encrypt, and nothing else."
  }
}

run "T9_logs_key_is_for_log_groups_of_this_account_and_region" {
  command = plan

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.logs.policy).Statement : [statement.Principal.Service, statement.Condition] if can(statement.Principal.Service)
      ] == [
      ["logs.us-west-2.amazonaws.com", { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-west-2:123456789012:log-group:*" } }]
    ]
    error_message = "CloudWatch Logs of the region must be able to use the key, for log groups of this account only."
  }
}

run "T2_T3_keys_are_named_rotated_and_soon_gone" {
  command = plan

  assert {
    condition = [for alias in [aws_kms_alias.data, aws_kms_alias.messaging, aws_kms_alias.logs] : alias.name] == [
      "alias/kms-data-test", "alias/kms-messaging-test", "alias/kms-logs-test"
    ]
    error_message = "Aliases must be named by T2."
  }

  assert {
    condition = alltrue([
      for key in [aws_kms_key.data, aws_kms_key.messaging, aws_kms_key.logs] : key.enable_key_rotation && key.deletion_window_in_days == 7
    ])
    error_message = "Keys must rotate, and be deleted after the shortest window."
  }
}

run "refuses_what_is_no_region_account_or_suffix" {
  command = plan

  variables {
    region             = "us-west-2a"
    account_id         = "12345"
    environment_suffix = "Test"
  }

  expect_failures = [var.region, var.account_id, var.environment_suffix]
}
