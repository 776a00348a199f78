# The real provider, so that its own checks run too and policies are rendered; a plan of new resources calls nothing. What AWS
# decides is made up, so that what refers to it can be read.
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
  target          = aws_s3_bucket.history
  override_during = plan
  values          = { id = "s3-drill-history-123456789012-us-west-2-test" }
}

variables {
  environment_suffix     = "test"
  region                 = "us-west-2"
  account_id             = "123456789012"
  zip                    = "../../functions/drill-probe.zip"
  peer_vpc_cidr          = "10.10.0.0/16"
  secret_arn             = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-test-AbCdEf"
  application_secret_arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-application-test-AbCdEf"
  data_key_arn           = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
  logs_key_arn           = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days     = 30
  topic_arn              = "arn:aws:sns:us-west-2:123456789012:sns-events-test"
  expire_after_days      = 400

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60002"
    vpc_cidr           = "10.20.0.0/16"
    availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022", "subnet-0a1b2c3d4e5f60023"]
    application_cidrs  = ["10.20.0.0/18"]
  }

  database = {
    writer_name         = "writer.db.example.internal"
    port                = 5432
    security_group_id   = "sg-0a1b2c3d4e5f60001"
    restored_cluster_id = "aurora-restore-drill-test"
    endpoints = {
      us-east-1 = { writer = "aurora-us-east-1-test.cluster-abc.us-east-1.rds.amazonaws.com", reader = "aurora-us-east-1-test.cluster-ro-abc.us-east-1.rds.amazonaws.com" }
      us-west-2 = { writer = "aurora-us-west-2-test.cluster-def.us-west-2.rds.amazonaws.com", reader = "aurora-us-west-2-test.cluster-ro-def.us-west-2.rds.amazonaws.com" }
    }
  }
}

run "T2_names_and_outputs" {
  command = plan

  assert {
    condition     = output.function_name == "lambda-drill-probe-us-west-2-test" && output.history_bucket == "s3-drill-history-123456789012-us-west-2-test"
    error_message = "The drill finds function and bucket by these names; src/environment/names.ts derives them too."
  }
}

run "O1_a_probe_is_never_repeated" {
  command = plan

  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.this.function_name == "lambda-drill-probe-us-west-2-test"
    error_message = "Lambda repeats an asynchronous call twice by default, and the heartbeats with it."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 60
    error_message = "A probe that begins after the drill has given up would write into the next one."
  }
}

run "T8_reaches_both_regions_and_no_other_network" {
  command = plan

  assert {
    condition     = toset(local.database_cidrs) == toset(["10.20.0.0/16", "10.10.0.0/16"])
    error_message = "The writer can be in either region, and the old one is tried at its own endpoint."
  }
}

run "T9_may_keep_a_history_and_read_the_passwords_of_its_region" {
  command = plan

  assert {
    condition = {
      for statement in data.aws_iam_policy_document.permissions.statement : statement.sid => [statement.actions, statement.resources]
      } == {
      ReadThePasswords        = [toset(["secretsmanager:GetSecretValue"]), toset([var.secret_arn, var.application_secret_arn])]
      DecryptThePasswords     = [toset(["kms:Decrypt"]), toset([var.data_key_arn])]
      KeepTheHistory          = [toset(["s3:GetObject", "s3:PutObject"]), toset(["arn:aws:s3:::s3-drill-history-123456789012-us-west-2-test/runs/*"])]
      TellAbsentFromForbidden = [toset(["s3:ListBucket"]), toset(["arn:aws:s3:::s3-drill-history-123456789012-us-west-2-test"])]
      EncryptTheHistory       = [toset(["kms:Decrypt", "kms:GenerateDataKey"]), toset([var.data_key_arn])]
    }
    error_message = "The function must be able to do this and nothing else: above all it must not delete what it has written."
  }

  assert {
    condition = {
      for statement in data.aws_iam_policy_document.permissions.statement : statement.sid => one([for condition in statement.condition : one(condition.values) if condition.variable == "kms:ViaService"])
      if length(statement.condition) > 0
      } == {
      DecryptThePasswords = "secretsmanager.us-west-2.amazonaws.com"
      EncryptTheHistory   = "s3.us-west-2.amazonaws.com"
    }
    error_message = "The key is for use through these services only."
  }
}

run "E4_the_history_is_closed_encrypted_and_versioned" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_public_access_block.history.block_public_acls && aws_s3_bucket_public_access_block.history.block_public_policy &&
      aws_s3_bucket_public_access_block.history.ignore_public_acls && aws_s3_bucket_public_access_block.history.restrict_public_buckets
    )
    error_message = "Nobody outside may see the histories."
  }

  assert {
    condition     = aws_s3_bucket_versioning.history.versioning_configuration[0].status == "Enabled" && aws_s3_bucket.history.force_destroy
    error_message = "Versions must be kept, and must not stand in the way of a destroy (T3)."
  }

  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.history.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.data_key_arn &&
      one(aws_s3_bucket_server_side_encryption_configuration.history.rule).bucket_key_enabled
    )
    error_message = "The histories must be encrypted with our key of this region."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_s3_bucket_policy.history.policy).Statement : statement.Sid => [statement.Effect, statement.Condition]
      } == {
      OnlyOverTls             = ["Deny", { Bool = { "aws:SecureTransport" = "false" } }]
      OnlyEncryptedWithKms    = ["Deny", { StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }, Null = { "s3:x-amz-server-side-encryption" = "false" } }]
      OnlyEncryptedWithOurKey = ["Deny", { ArnNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.data_key_arn }, Null = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" } }]
      NoChunkIsWrittenTwice   = ["Deny", { Null = { "s3:if-none-match" = "true" }, Bool = { "s3:ObjectCreationOperation" = "true" } }]
    }
    error_message = "Only over TLS, only with our key, and no chunk over another."
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.history.rule).expiration[0].days == 400 && one(aws_s3_bucket_lifecycle_configuration.history.rule).noncurrent_version_expiration[0].noncurrent_days == 1
    error_message = "Histories must go when they are old, and beacons that were written over at once."
  }
}

run "refuses_endpoints_without_those_of_its_own_region" {
  command = plan

  variables {
    database = {
      writer_name         = "writer.db.example.internal"
      port                = 5432
      security_group_id   = "sg-0a1b2c3d4e5f60001"
      restored_cluster_id = "aurora-restore-drill-test"
      endpoints = {
        us-east-1 = { writer = "a", reader = "b" }
        eu-west-1 = { writer = "a", reader = "b" }
      }
    }
  }

  expect_failures = [var.database]
}

run "refuses_the_whole_internet" {
  command = plan

  variables {
    peer_vpc_cidr = "0.0.0.0/0"
  }

  expect_failures = [var.peer_vpc_cidr]
}

run "refuses_histories_that_are_gone_before_anybody_looks" {
  command = plan

  variables {
    expire_after_days = 1
  }

  expect_failures = [var.expire_after_days]
}
