# The real provider, so that its own checks run too and policies are rendered; a plan of new resources calls nothing. What AWS
# decides is made up, so that what refers to it can be read.
provider "aws" {
  alias                       = "home"
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

provider "aws" {
  alias                       = "other"
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

override_resource {
  target          = aws_s3_bucket.home
  override_during = plan
  values = {
    id  = "s3-exports-123456789012-us-east-1-test"
    arn = "arn:aws:s3:::s3-exports-123456789012-us-east-1-test"
  }
}

override_resource {
  target          = aws_s3_bucket.other
  override_during = plan
  values = {
    id  = "s3-exports-123456789012-us-west-2-test"
    arn = "arn:aws:s3:::s3-exports-123456789012-us-west-2-test"
  }
}

variables {
  environment_suffix = "test"
  account_id         = "123456789012"
  home_region        = "us-east-1"
  other_region       = "us-west-2"
  home_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  other_key_arn      = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
  home_topic_arn     = "arn:aws:sns:us-east-1:123456789012:sns-events-test"
  other_topic_arn    = "arn:aws:sns:us-west-2:123456789012:sns-events-test"
  glacier_after_days = 30
  expire_after_days  = 365
}

run "E1_E2_a_versioned_bucket_in_each_region" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition     = [aws_s3_bucket.home.bucket, aws_s3_bucket.other.bucket] == ["s3-exports-123456789012-us-east-1-test", "s3-exports-123456789012-us-west-2-test"]
    error_message = "The buckets must be named by T2, with what makes the names unique in all of AWS."
  }

  assert {
    condition = alltrue([
      for versioning in [aws_s3_bucket_versioning.home, aws_s3_bucket_versioning.other] : versioning.versioning_configuration[0].status == "Enabled"
      ]) && [aws_s3_bucket_versioning.home.bucket, aws_s3_bucket_versioning.other.bucket] == [
      "s3-exports-123456789012-us-east-1-test", "s3-exports-123456789012-us-west-2-test"
    ]
    error_message = "Both buckets must keep versions."
  }

  assert {
    condition     = aws_s3_bucket.home.force_destroy && aws_s3_bucket.other.force_destroy
    error_message = "Versions must not stand in the way of a destroy (T3)."
  }

  assert {
    condition     = output.buckets == { us-east-1 = "s3-exports-123456789012-us-east-1-test", us-west-2 = "s3-exports-123456789012-us-west-2-test" }
    error_message = "Each region must be given its own bucket."
  }
}

run "E2_objects_encrypted_with_kms_are_copied_too" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition = (
      one(aws_s3_bucket_replication_configuration.home.rule).status == "Enabled" &&
      one(one(one(aws_s3_bucket_replication_configuration.home.rule).source_selection_criteria).sse_kms_encrypted_objects).status == "Enabled" &&
      one(one(one(aws_s3_bucket_replication_configuration.home.rule).destination).encryption_configuration).replica_kms_key_id == var.other_key_arn
    )
    error_message = "S3 leaves objects encrypted with KMS out unless the rule selects them and names a key of the other region."
  }

  assert {
    condition = (
      aws_s3_bucket_replication_configuration.home.bucket == "s3-exports-123456789012-us-east-1-test" &&
      one(one(aws_s3_bucket_replication_configuration.home.rule).destination).bucket == "arn:aws:s3:::s3-exports-123456789012-us-west-2-test"
    )
    error_message = "The copy must lie in the other region."
  }

  assert {
    condition = (
      one(one(one(one(aws_s3_bucket_replication_configuration.home.rule).destination).replication_time).time).minutes == 15 &&
      one(one(one(aws_s3_bucket_replication_configuration.home.rule).destination).metrics).status == "Enabled"
    )
    error_message = "Replication must have its time limit and its metrics."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.replication.policy).Statement : statement.Sid => [toset(flatten([statement.Action])), statement.Resource, try(statement.Condition.StringEquals["kms:ViaService"], null)]
      } == {
      ReadTheRules     = [toset(["s3:GetReplicationConfiguration", "s3:ListBucket"]), "arn:aws:s3:::s3-exports-123456789012-us-east-1-test", null]
      ReadTheSource    = [toset(["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]), "arn:aws:s3:::s3-exports-123456789012-us-east-1-test/*", null]
      WriteTheCopy     = [toset(["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]), "arn:aws:s3:::s3-exports-123456789012-us-west-2-test/*", null]
      DecryptTheSource = [toset(["kms:Decrypt"]), var.home_key_arn, "s3.us-east-1.amazonaws.com"]
      EncryptTheCopy   = [toset(["kms:Encrypt", "kms:GenerateDataKey"]), var.other_key_arn, "s3.us-west-2.amazonaws.com"]
    }
    error_message = "The role must be able to decrypt the source and encrypt the copy, and to do no more than copy."
  }

  assert {
    condition = one(jsondecode(aws_iam_role.replication.assume_role_policy).Statement).Condition == {
      StringEquals = { "aws:SourceAccount" = "123456789012" }
      ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::s3-exports-123456789012-us-east-1-test" }
    }
    error_message = "S3 may assume the role for this bucket only."
  }
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
run "E2_T6_copies_that_fail_or_come_late_are_told_of_in_the_region_that_has_the_metric" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition = [
      for alarm in [aws_cloudwatch_metric_alarm.replication_failed, aws_cloudwatch_metric_alarm.replication_late] :
      [alarm.alarm_name, alarm.namespace, alarm.metric_name, alarm.statistic, alarm.threshold, one(alarm.alarm_actions)]
      ] == [
      ["alarm-exports-failed-test", "AWS/S3", "OperationsFailedReplication", "Sum", 0, "arn:aws:sns:us-east-1:123456789012:sns-events-test"],
      ["alarm-exports-late-test", "AWS/S3", "ReplicationLatency", "Maximum", 900, "arn:aws:sns:us-west-2:123456789012:sns-events-test"],
    ]
    error_message = "S3 reports failures in the region of the source and delay in that of the destination, in seconds."
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.replication_failed, aws_cloudwatch_metric_alarm.replication_late] : alarm.dimensions == tomap({
        SourceBucket = aws_s3_bucket.home.bucket, DestinationBucket = aws_s3_bucket.other.bucket, RuleId = one(aws_s3_bucket_replication_configuration.home.rule).id
      })
    ])
    error_message = "S3 keeps these metrics by source, destination and rule."
  }
}

run "E3_old_exports_move_to_glacier_in_both_buckets" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition = alltrue([
      for lifecycle in [aws_s3_bucket_lifecycle_configuration.home, aws_s3_bucket_lifecycle_configuration.other] :
      lifecycle.rule[0].status == "Enabled" && one(lifecycle.rule[0].transition).days == 30 && one(lifecycle.rule[0].transition).storage_class == "GLACIER"
    ])
    error_message = "S3 does not copy what a rule of lifecycle does, so each bucket needs its own."
  }

  assert {
    condition = alltrue([
      for lifecycle in [aws_s3_bucket_lifecycle_configuration.home, aws_s3_bucket_lifecycle_configuration.other] :
      lifecycle.rule[0].expiration[0].days == 365 && one(lifecycle.rule[0].noncurrent_version_expiration).noncurrent_days == 365
    ])
    error_message = "Exports, and what is left of deleted ones, must not be kept for ever."
  }
}

run "E4_only_encrypted_only_over_tls_never_public" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition = [
      for encryption in [aws_s3_bucket_server_side_encryption_configuration.home, aws_s3_bucket_server_side_encryption_configuration.other] :
      [one(one(encryption.rule).apply_server_side_encryption_by_default).sse_algorithm, one(one(encryption.rule).apply_server_side_encryption_by_default).kms_master_key_id]
    ] == [["aws:kms", var.home_key_arn], ["aws:kms", var.other_key_arn]]
    error_message = "Each bucket must encrypt with the key of its own region."
  }

  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.home, aws_s3_bucket_public_access_block.other] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
      ]) && alltrue([
      for controls in [aws_s3_bucket_ownership_controls.home, aws_s3_bucket_ownership_controls.other] : one(controls.rule).object_ownership == "BucketOwnerEnforced"
    ])
    error_message = "Nothing in the buckets may ever be public."
  }

  assert {
    condition = [
      for policy in [aws_s3_bucket_policy.home, aws_s3_bucket_policy.other] : {
        for statement in jsondecode(policy.policy).Statement : statement.Sid => [statement.Effect, statement.Principal, statement.Action, toset(flatten([statement.Resource])), statement.Condition]
      }
      ] == [
      for bucket in [{ arn = aws_s3_bucket.home.arn, key = var.home_key_arn }, { arn = aws_s3_bucket.other.arn, key = var.other_key_arn }] : {
        OnlyOverTls = ["Deny", "*", "s3:*", toset([bucket.arn, "${bucket.arn}/*"]), { Bool = { "aws:SecureTransport" = "false" } }]
        OnlyEncryptedWithKms = ["Deny", "*", "s3:PutObject", toset(["${bucket.arn}/*"]), {
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }, Null = { "s3:x-amz-server-side-encryption" = "false" }
        }]
        OnlyEncryptedWithOurKey = ["Deny", "*", "s3:PutObject", toset(["${bucket.arn}/*"]), {
          ArnNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = bucket.key }, Null = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        }]
        NoKeysOfCallers = ["Deny", "*", "s3:PutObject", toset(["${bucket.arn}/*"]), { Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" } }]
      }
    ]
    error_message = "Requests without TLS, and objects under any other key, must be refused."
  }
}

run "E1_T2_T9_each_cluster_writes_to_the_bucket_of_its_own_region" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  assert {
    condition = { for key, role in aws_iam_role.export : role.name => one(jsondecode(role.assume_role_policy).Statement).Condition } == {
      for region in ["us-east-1", "us-west-2"] : "iam-export-${region}-test" => {
        StringEquals = { "aws:SourceAccount" = "123456789012" }, ArnLike = { "aws:SourceArn" = "arn:aws:rds:${region}:123456789012:*" }
      }
    }
    error_message = "RDS may assume a role for this account and the region of the role only."
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.export : toset(one(jsondecode(role.assume_role_policy).Statement).Principal.Service) == toset(["export.rds.amazonaws.com", "rds.amazonaws.com"])
    ])
    error_message = "Clusters and exports of snapshots write to the buckets, and nobody else."
  }

  assert {
    condition = {
      for key, policy in aws_iam_role_policy.export : key => toset(flatten([for statement in jsondecode(policy.policy).Statement : statement.Resource]))
      } == {
      home  = toset(["arn:aws:s3:::s3-exports-123456789012-us-east-1-test", "arn:aws:s3:::s3-exports-123456789012-us-east-1-test/*", var.home_key_arn])
      other = toset(["arn:aws:s3:::s3-exports-123456789012-us-west-2-test", "arn:aws:s3:::s3-exports-123456789012-us-west-2-test/*", var.other_key_arn])
    }
    error_message = "A role may use the bucket and the key of its own region."
  }
}

run "refuses_what_e3_forbids_and_what_is_no_arn" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  variables {
    glacier_after_days = 31
    home_key_arn       = "alias/aws/s3"
    other_key_arn      = "alias/aws/s3"
    home_topic_arn     = "sns-events-test"
    other_topic_arn    = "sns-events-test"
    home_region        = "east"
    other_region       = "west"
    account_id         = "12345"
  }

  expect_failures = [
    var.glacier_after_days, var.home_key_arn, var.other_key_arn, var.home_topic_arn, var.other_topic_arn,
    var.home_region, var.other_region, var.account_id,
  ]
}

run "refuses_to_pay_for_glacier_after_the_end" {
  command   = plan
  providers = { aws.home = aws.home, aws.other = aws.other }

  variables {
    expire_after_days = 119
  }

  expect_failures = [var.expire_after_days]
}
