# The real provider, so that the documents are what AWS would get; a plan of new resources calls nothing.
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
  environment          = "production"
  environment_suffix   = "prod"
  hosted_zone_id       = "Z0123456789ABCDEFGHIJ"
  oidc_provider_exists = false

  state = {
    region        = "us-west-2"
    bucket        = "s3-tfstate-prod-123456789012"
    lock_table    = "dynamodb-tflock-prod"
    key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
    plans_key_arn = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
  }

  evidence = {
    bucket        = "s3-evidence-123456789012-prod"
    key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
    files_key_arn = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000004"
  }

  github = {
    owner          = "octo-org"
    owner_id       = "123456"
    repository     = "octo-repo"
    repository_id  = "456789"
    default_branch = "main"
  }
}

run "each_role_trusts_its_own_jobs_in_both_forms_of_its_subject_and_nothing_else" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud"           = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:repository_id" = "456789"
          "token.actions.githubusercontent.com:sub" = [
            "repo:octo-org/octo-repo:pull_request",
            "repo:octo-org@123456/octo-repo@456789:pull_request",
            "repo:octo-org/octo-repo:ref:refs/heads/main",
            "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main",
          ]
        }
      }
    }]
    error_message = "The plan role must trust pull requests of this repository, and jobs of its default branch, only."
  }

  assert {
    condition = jsondecode(aws_iam_role.this["apply"].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud"           = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:ref"           = "refs/heads/main"
          "token.actions.githubusercontent.com:repository_id" = "456789"
          "token.actions.githubusercontent.com:sub" = [
            "repo:octo-org/octo-repo:environment:production",
            "repo:octo-org@123456/octo-repo@456789:environment:production",
            "repo:octo-org/octo-repo:environment:production-break-glass",
            "repo:octo-org@123456/octo-repo@456789:environment:production-break-glass",
          ]
        }
      }
    }]
    error_message = "The apply role must trust jobs of the environment, and of its break-glass, on the default branch only."
  }

  assert {
    condition = jsondecode(aws_iam_role.this["drill"].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud"           = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:ref"           = "refs/heads/main"
          "token.actions.githubusercontent.com:repository_id" = "456789"
          "token.actions.githubusercontent.com:sub" = [
            "repo:octo-org/octo-repo:environment:production-drill",
            "repo:octo-org@123456/octo-repo@456789:environment:production-drill",
          ]
        }
      }
    }]
    error_message = "The drill role must trust jobs of the drill environment on the default branch only."
  }

  assert {
    condition     = { for name, role in aws_iam_role.this : name => role.name } == { plan = "iam-plan-prod", apply = "iam-apply-prod", drill = "iam-drill-prod" }
    error_message = "The roles must have the names that environments/production.yaml expects."
  }

  assert {
    condition     = { for name, role in aws_iam_role.this : name => role.max_session_duration } == { plan = 3600, apply = 7200, drill = 14400 }
    error_message = "A session must last as long as its workflow asks for, and no longer."
  }
}

run "an_account_that_has_the_provider_keeps_it" {
  command = plan

  variables {
    oidc_provider_exists = true
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "A second provider with the same URL cannot be made."
  }
}

run "an_account_without_the_provider_gets_it" {
  command = plan

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com" && aws_iam_openid_connect_provider.github[0].client_id_list == toset(["sts.amazonaws.com"])
    error_message = "The provider must be GitHub's, for tokens that are made for AWS."
  }
}

run "a_pattern_is_no_repository" {
  command = plan

  variables {
    github = { owner = "octo-org", owner_id = "123456", repository = "*", repository_id = "456789", default_branch = "main" }
  }

  expect_failures = [var.github]
}

run "an_id_is_a_number" {
  command = plan

  variables {
    github = { owner = "octo-org", owner_id = "octo-org", repository = "octo-repo", repository_id = "456789", default_branch = "main" }
  }

  expect_failures = [var.github]
}

run "a_branch_is_no_pattern" {
  command = plan

  variables {
    github = { owner = "octo-org", owner_id = "123456", repository = "octo-repo", repository_id = "456789", default_branch = "*" }
  }

  expect_failures = [var.github]
}
