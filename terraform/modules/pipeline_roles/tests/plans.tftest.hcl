# What goes through the state bucket from one role to another, letter by letter.
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
  oidc_provider_exists = true

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

run "each_role_has_its_own_part_in_sealed_plans_records_and_lease" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_policy.this["plan-plans"].policy).Statement == [
      {
        Sid      = "PutSealedPlans"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:aws:s3:::s3-tfstate-prod-123456789012/plans/production/*"
      },
      {
        Sid       = "MakeKeysForSealedPlans"
        Effect    = "Allow"
        Action    = "kms:GenerateDataKey"
        Resource  = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
        Condition = { StringEquals = { "kms:EncryptionContext:environment" = "production" } }
      },
      {
        Sid    = "ReadRecords"
        Effect = "Allow"
        Action = "s3:GetObject"
        Resource = [
          "arn:aws:s3:::s3-tfstate-prod-123456789012/drills/production/*",
          "arn:aws:s3:::s3-tfstate-prod-123456789012/applies/production/*",
        ]
      },
      {
        Sid      = "SeeTheLeaseAndTheLastDrill"
        Effect   = "Allow"
        Action   = "dynamodb:GetItem"
        Resource = "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-prod"
        Condition = {
          "ForAllValues:StringEquals" = { "dynamodb:LeadingKeys" = ["lease/production", "drill/production"] }
          Null                        = { "dynamodb:LeadingKeys" = "false" }
        }
      },
    ]
    error_message = "The plan role must put sealed plans and make keys for them, and fetch or open none."
  }

  assert {
    condition = jsondecode(aws_iam_policy.this["apply-plans"].policy).Statement == [
      {
        Sid      = "GetSealedPlans"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::s3-tfstate-prod-123456789012/plans/production/*"
      },
      {
        Sid       = "OpenSealedPlans"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
        Condition = { StringEquals = { "kms:EncryptionContext:environment" = "production" } }
      },
      {
        Sid      = "RememberApplies"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:GetObject"]
        Resource = "arn:aws:s3:::s3-tfstate-prod-123456789012/applies/production/*"
      },
      {
        Sid      = "ReadDrills"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::s3-tfstate-prod-123456789012/drills/production/*"
      },
      {
        Sid    = "ReadTheControllersRecord"
        Effect = "Allow"
        Action = "dynamodb:GetItem"
        Resource = [
          "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-failover-prod",
          "arn:aws:dynamodb:us-east-1:123456789012:table/dynamodb-failover-prod",
        ]
      },
      {
        Sid      = "TakeAndGiveBackTheLease"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:GetItem"]
        Resource = "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-prod"
        Condition = {
          "ForAllValues:StringEquals" = { "dynamodb:LeadingKeys" = "lease/production" }
          Null                        = { "dynamodb:LeadingKeys" = "false" }
        }
      },
    ]
    error_message = "The apply role must fetch and open sealed plans, and put none and make no keys for them."
  }

  assert {
    condition = jsondecode(aws_iam_policy.this["drill-records"].policy).Statement == [
      {
        Sid      = "RememberDrills"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:aws:s3:::s3-tfstate-prod-123456789012/drills/production/*"
      },
      {
        Sid      = "TakeAndGiveBackTheLease"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:GetItem"]
        Resource = "arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-prod"
        Condition = {
          "ForAllValues:StringEquals" = { "dynamodb:LeadingKeys" = "lease/production" }
          Null                        = { "dynamodb:LeadingKeys" = "false" }
        }
      },
      {
        Sid      = "EncryptRecordsAndLease"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "kms:DescribeKey", "kms:Decrypt"]
        Resource = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
        Condition = {
          StringEquals = {
            "kms:ViaService" = ["dynamodb.us-west-2.amazonaws.com", "s3.us-west-2.amazonaws.com"]
          }
        }
      },
    ]
    error_message = "The drill role must have no part in sealed plans."
  }

  # A plan that somebody can fetch again is a secret in the hands of whoever can open a pull request; one that can be put by
  # whoever applies needs no review.
  assert {
    condition = [
      for name, document in local.policies.plan : name
      if strcontains(document, "key/00000000-0000-0000-0000-000000000002") && strcontains(document, "kms:Decrypt")
    ] == []
    error_message = "The plan role may decrypt nothing with the key of sealed plans."
  }

  assert {
    condition = [
      for name, document in local.policies.apply : name
      if strcontains(document, "key/00000000-0000-0000-0000-000000000002") && strcontains(document, "kms:GenerateDataKey")
    ] == []
    error_message = "The apply role may make no keys for sealed plans."
  }

  assert {
    condition = [
      for name, document in local.policies.drill : name
      if strcontains(document, "key/00000000-0000-0000-0000-000000000002") || strcontains(document, "/plans/")
    ] == []
    error_message = "The drill role may do nothing with sealed plans."
  }
}
