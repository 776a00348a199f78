# The real provider, so that its own checks run too; a plan of new resources calls nothing.
provider "aws" {
  region                      = "us-east-1"
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
  messaging_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  emails             = ["oncall@example.com"]
}

run "N1_topic_is_named_and_encrypted_with_our_key" {
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
    condition     = [for subscription in aws_sns_topic_subscription.email : subscription.endpoint] == ["oncall@example.com"]
    error_message = "Every address must be subscribed."
  }
}

run "N3_critical_events_are_subscribed_to" {
  command = plan

  assert {
    condition     = length(setsubtract(["failover", "failure", "global-failover"], aws_db_event_subscription.clusters.event_categories)) == 0
    error_message = "Failover, failure and global failover of clusters must be told; the category has a hyphen."
  }

  assert {
    condition     = length(setsubtract(["backup", "failure", "notification"], aws_db_event_subscription.instances.event_categories)) == 0
    error_message = "Failure, backup and fencing (notification) of instances must be told."
  }

  assert {
    condition     = aws_db_event_subscription.clusters.source_type == "db-cluster" && aws_db_event_subscription.instances.source_type == "db-instance"
    error_message = "Fencing after a failover is an event of an instance, the failover itself one of a cluster."
  }

  assert {
    condition     = aws_db_event_subscription.clusters.source_ids == null && aws_db_event_subscription.instances.source_ids == null
    error_message = "Clusters that a restore or a failover brings must be covered too."
  }
}
