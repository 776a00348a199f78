# The real provider, so that its own checks run too; a plan of new resources calls nothing.
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "123456789012" }
}

variables {
  environment_suffix = "test"
}

run "T9_data_key_is_for_rds_and_secrets_of_this_account_and_region" {
  command = plan

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_kms_key.data.policy).Statement : try(statement.Condition.StringEquals["kms:ViaService"], [])
    ])) == toset(["rds.us-west-2.amazonaws.com", "secretsmanager.us-west-2.amazonaws.com"])
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

run "T9_N1_messaging_key_names_its_publishers_and_no_more" {
  command = plan

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_kms_key.messaging.policy).Statement : try(statement.Principal.Service, [])
    ])) == toset(["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"])
    error_message = "RDS events and CloudWatch alarms must be able to publish to an encrypted topic, and nobody else."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.messaging.policy).Statement :
      toset(statement.Action) == toset(["kms:Decrypt", "kms:GenerateDataKey*"]) &&
      statement.Condition.StringEquals["aws:SourceAccount"] == "123456789012"
      if can(statement.Principal.Service)
    ])
    error_message = "Publishers may encrypt for this account, and nothing else."
  }
}

run "T2_T3_keys_are_named_rotated_and_soon_gone" {
  command = plan

  assert {
    condition     = aws_kms_alias.data.name == "alias/kms-data-test" && aws_kms_alias.messaging.name == "alias/kms-messaging-test"
    error_message = "Aliases must be named by T2."
  }

  assert {
    condition     = alltrue([for key in [aws_kms_key.data, aws_kms_key.messaging] : key.enable_key_rotation && key.deletion_window_in_days == 7])
    error_message = "Keys must rotate, and be deleted after the shortest window."
  }
}
