# What IAM takes at most (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), with the longest names that
# an environment can have.
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
  account_id           = "123456789012"
  environment          = "a23456789012345678901234567890"
  environment_suffix   = "a234567890123456"
  hosted_zone_id       = "Z1234567890123456789012345678901"
  oidc_provider_exists = true

  state = {
    region        = "ap-southeast-2"
    bucket        = "a12345678901234567890123456789012345678901234567890123456789012"
    lock_table    = "a123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
    key_arn       = "arn:aws:kms:ap-southeast-2:123456789012:key/mrk-00000000000000000000000000000001"
    plans_key_arn = "arn:aws:kms:ap-southeast-2:123456789012:key/mrk-00000000000000000000000000000002"
  }

  evidence = {
    bucket        = "s3-evidence-123456789012-a234567890123456"
    key_arn       = "arn:aws:kms:ap-southeast-2:123456789012:key/mrk-00000000000000000000000000000003"
    files_key_arn = "arn:aws:kms:ap-southeast-2:123456789012:key/mrk-00000000000000000000000000000004"
  }

  github = {
    owner          = "a23456789012345678901234567890123456789"
    owner_id       = "12345678901234567890"
    repository     = "a234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
    repository_id  = "12345678901234567890"
    default_branch = "main"
  }
}

run "policies_and_names_fit_what_iam_takes" {
  command = plan

  assert {
    # IAM does not count the spaces between the parts.
    condition     = [for name, policy in merge(aws_iam_policy.this, { boundary = aws_iam_policy.boundary }) : name if length(jsonencode(jsondecode(policy.policy))) > 6144] == []
    error_message = "A managed policy has at most 6,144 characters."
  }

  assert {
    condition     = [for name, role in aws_iam_role.this : name if length(jsonencode(jsondecode(role.assume_role_policy))) > 2048] == []
    error_message = "A trust policy has at most 2,048 characters."
  }

  assert {
    condition     = [for name, policies in local.policies : name if length(policies) > 10] == []
    error_message = "A role takes at most 10 managed policies."
  }

  assert {
    condition     = [for role in values(aws_iam_role.this) : role.name if length(role.name) > 64] == []
    error_message = "The name of a role has at most 64 characters."
  }
}
