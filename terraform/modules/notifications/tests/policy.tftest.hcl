# The topic's policy is unknown until the topic is there, so this one applies, with a mocked provider.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:sns-events-test" }
  }
}

variables {
  environment_suffix = "test"
  messaging_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  emails             = []
}

run "N1_only_rds_and_cloudwatch_of_this_account_publish_and_over_tls" {
  command = apply

  assert {
    condition = toset(flatten([
      for statement in data.aws_iam_policy_document.events.statement : [
        for condition in statement.condition :
        "${statement.effect == "Deny" ? "deny" : "allow"} ${join(",", flatten(statement.principals[*].identifiers))} if ${condition.test} ${condition.variable} ${join(",", condition.values)}"
      ]
      ])) == toset([
      "allow cloudwatch.amazonaws.com if ArnLike aws:SourceArn arn:aws:cloudwatch:*:123456789012:alarm:*",
      "allow cloudwatch.amazonaws.com if StringEquals aws:SourceAccount 123456789012",
      "allow events.rds.amazonaws.com if ArnLike aws:SourceArn arn:aws:rds:*:123456789012:*",
      "allow events.rds.amazonaws.com if StringEquals aws:SourceAccount 123456789012",
      "deny * if Bool aws:SecureTransport false",
    ])
    error_message = "RDS and CloudWatch must be able to publish, on behalf of this account and about its resources only, and nobody without TLS."
  }

  assert {
    condition     = toset(flatten(data.aws_iam_policy_document.events.statement[*].actions)) == toset(["sns:Publish"])
    error_message = "The policy is about publishing only."
  }
}
