# The real provider, so that its own checks run too and policies are rendered; a plan of new resources calls nothing. What AWS
# decides about the queues is made up, so that what refers to them can be read.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

override_resource {
  target          = aws_sns_topic.events
  override_during = plan
  values          = { arn = "arn:aws:sns:us-east-1:123456789012:sns-events-test" }
}

override_resource {
  target          = aws_sqs_queue.events
  override_during = plan
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:sqs-events-test"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/sqs-events-test"
  }
}

override_resource {
  target          = aws_sqs_queue.dead
  override_during = plan
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:sqs-events-dead-test"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/sqs-events-dead-test"
  }
}

override_resource {
  target          = aws_sqs_queue.undelivered
  override_during = plan
  values = {
    arn = "arn:aws:sqs:us-east-1:123456789012:sqs-events-undelivered-test"
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/sqs-events-undelivered-test"
  }
}

variables {
  region             = "us-east-1"
  account_id         = "123456789012"
  environment_suffix = "test"
  messaging_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  emails             = ["oncall@example.com", "audit@example.com"]
}

run "N1_T2_topic_is_named_and_encrypted_with_our_key" {
  command = plan

  assert {
    condition     = aws_sns_topic.events.name == "sns-events-test"
    error_message = "The topic must be named by T2."
  }

  assert {
    condition     = aws_sns_topic.events.kms_master_key_id == var.messaging_key_arn
    error_message = "The topic must be encrypted with our key."
  }

  assert {
    condition = toset([for subscription in aws_sns_topic_subscription.email : "${subscription.protocol} ${subscription.endpoint}"]) == toset([
      "email oncall@example.com", "email audit@example.com",
    ])
    error_message = "Every address must be subscribed."
  }
}

run "N1_only_rds_and_cloudwatch_of_this_account_publish_and_over_tls" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_sns_topic_policy.events.policy).Statement :
      "${statement.Effect} ${try(statement.Principal.Service, statement.Principal)}" => statement.Condition
      } == {
      "Allow cloudwatch.amazonaws.com" = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:cloudwatch:*:123456789012:alarm:*" }
      }
      "Allow events.rds.amazonaws.com" = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:rds:*:123456789012:*" }
      }
      "Deny *" = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "RDS and CloudWatch must be able to publish, on behalf of this account and about its resources only, and nobody without TLS."
  }

  assert {
    condition = toset([
      for statement in jsondecode(aws_sns_topic_policy.events.policy).Statement : "${statement.Action} ${statement.Resource}"
    ]) == toset(["sns:Publish arn:aws:sns:us-east-1:123456789012:sns-events-test"])
    error_message = "The policy must be about publishing to this topic, and about nothing else."
  }
}

run "N2_a_message_that_is_taken_three_times_in_vain_is_set_aside" {
  command = plan

  assert {
    condition = jsondecode(aws_sqs_queue.events.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:sqs-events-dead-test"
      maxReceiveCount     = 3
    }
    error_message = "After three receives a message must go to the dead-letter queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.dead.redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:us-east-1:123456789012:sqs-events-test"]
    }
    error_message = "Only the queue of the events may set aside into the dead-letter queue."
  }
}

run "N2_a_message_that_cannot_be_delivered_is_set_aside" {
  command = plan

  assert {
    condition = [aws_sns_topic_subscription.queue.protocol, aws_sns_topic_subscription.queue.topic_arn, aws_sns_topic_subscription.queue.endpoint] == [
      "sqs", "arn:aws:sns:us-east-1:123456789012:sns-events-test", "arn:aws:sqs:us-east-1:123456789012:sqs-events-test"
    ]
    error_message = "The topic must deliver to the queue of the events."
  }

  # SNS refuses any other field here, a maxReceiveCount too.
  assert {
    condition = jsondecode(aws_sns_topic_subscription.queue.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:sqs-events-undelivered-test"
    }
    error_message = "What SNS cannot deliver must have a queue of its own."
  }
}

run "N2_T2_T6_queues_are_named_encrypted_and_keep_messages_for_as_long_as_can_be" {
  command = plan

  assert {
    condition = { for queue in [aws_sqs_queue.events, aws_sqs_queue.dead, aws_sqs_queue.undelivered] : queue.name => [queue.kms_master_key_id, queue.message_retention_seconds] } == {
      for name in ["sqs-events-test", "sqs-events-dead-test", "sqs-events-undelivered-test"] : name => [var.messaging_key_arn, 1209600]
    }
    error_message = "Every queue must be encrypted with our key and keep what nobody looked at for 14 days."
  }

  assert {
    condition     = output.queue_names == { events = "sqs-events-test", dead = "sqs-events-dead-test", undelivered = "sqs-events-undelivered-test" }
    error_message = "The names that others are told must be those of the queues."
  }
}

run "N2_only_our_topic_sends_to_the_queues_and_over_tls" {
  command = plan

  assert {
    condition = {
      for queue, policy in {
        events = aws_sqs_queue_policy.events, dead = aws_sqs_queue_policy.dead, undelivered = aws_sqs_queue_policy.undelivered
        } : queue => {
        for statement in jsondecode(policy.policy).Statement : "${statement.Effect} ${try(statement.Principal.Service, statement.Principal)} ${statement.Action}" => statement.Condition
      }
      } == {
      for queue, has_sender in { events = true, dead = false, undelivered = true } : queue => merge(
        has_sender ? { "Allow sns.amazonaws.com sqs:SendMessage" = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:123456789012:sns-events-test" } } } : null,
        { "Deny * sqs:*" = { Bool = { "aws:SecureTransport" = "false" } } },
      )
    }
    error_message = "Our topic delivers and sets aside; nobody else sends, and nobody without TLS."
  }

  assert {
    condition = alltrue([
      for policy in [aws_sqs_queue_policy.events, aws_sqs_queue_policy.dead, aws_sqs_queue_policy.undelivered] : alltrue([
        for statement in jsondecode(policy.policy).Statement : endswith(policy.queue_url, element(split(":", statement.Resource), 5))
      ])
    ])
    error_message = "Each policy must be about the queue that it is attached to."
  }
}

run "N2_T6_somebody_is_told_of_what_was_set_aside" {
  command = plan

  assert {
    condition = { for alarm in aws_cloudwatch_metric_alarm.dead_letters : alarm.alarm_name => one(values(alarm.dimensions)) } == {
      "alarm-events-dead-us-east-1-test"        = "sqs-events-dead-test"
      "alarm-events-undelivered-us-east-1-test" = "sqs-events-undelivered-test"
    }
    error_message = "Each dead-letter queue must be watched."
  }

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.dead_letters :
      alarm.namespace == "AWS/SQS" && alarm.metric_name == "ApproximateNumberOfMessagesVisible" && keys(alarm.dimensions) == tolist(["QueueName"]) &&
      alarm.comparison_operator == "GreaterThanThreshold" && alarm.threshold == 0 && alarm.evaluation_periods == 1 &&
      alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:sns-events-test"])
    ])
    error_message = "The first message must be told of."
  }
}

run "N3_critical_events_are_subscribed_to" {
  command = plan

  assert {
    condition     = length(setsubtract(["failover", "failure", "global-failover"], aws_db_event_subscription.this["db-cluster"].event_categories)) == 0
    error_message = "Failover, failure and global failover of clusters must be told; the category has a hyphen."
  }

  assert {
    condition     = length(setsubtract(["backup", "failure", "notification", "read replica"], aws_db_event_subscription.this["db-instance"].event_categories)) == 0
    error_message = "Failure, backup, replication trouble and fencing (a notification) of instances must be told."
  }

  assert {
    condition     = length(setsubtract(["backup", "notification"], aws_db_event_subscription.this["db-cluster-snapshot"].event_categories)) == 0
    error_message = "Snapshots and exports that fail must be told."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html. RDS refuses others at apply, not the provider.
  assert {
    condition = alltrue([
      for source, known in {
        db-cluster          = ["configuration change", "creation", "deletion", "failover", "failure", "global-failover", "maintenance", "migration", "notification", "serverless"]
        db-instance         = ["availability", "backtrack", "backup", "configuration change", "creation", "deletion", "failover", "failure", "low storage", "maintenance", "notification", "read replica", "recovery", "restoration", "security", "security patching"]
        db-cluster-snapshot = ["backup", "creation", "deletion", "notification", "restoration"]
      } : length(setsubtract(aws_db_event_subscription.this[source].event_categories, known)) == 0
    ])
    error_message = "RDS refuses categories that it does not know for the type of the source."
  }

  assert {
    condition = alltrue([
      for source, subscription in aws_db_event_subscription.this :
      subscription.source_type == source && subscription.source_ids == null && subscription.enabled && subscription.sns_topic == "arn:aws:sns:us-east-1:123456789012:sns-events-test"
    ])
    error_message = "Clusters that a restore or a failover brings must be covered too, and all go to the topic of the region."
  }

  assert {
    condition = toset([for subscription in aws_db_event_subscription.this : subscription.name]) == toset([
      "rds-db-cluster-events-test", "rds-db-instance-events-test", "rds-db-cluster-snapshot-events-test"
    ])
    error_message = "Subscriptions must be named by T2."
  }
}

run "refuses_an_address_twice_and_a_key_that_is_none" {
  command = plan

  variables {
    emails            = ["oncall@example.com", "oncall@example.com"]
    messaging_key_arn = "alias/aws/sns"
  }

  expect_failures = [var.emails, var.messaging_key_arn]
}
