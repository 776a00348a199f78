# Run by terraform.itest.ts on a copy of the module's variables alone, because Terraform cannot mock the ephemeral resources of the rest.

variables {
  environment_suffix = "test"
  home_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  other_key_arn      = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
  host               = "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com"
  port               = 5432
  username           = "dr_admin"
  dbname             = "app"
}

run "K1_accepts_what_a_client_needs" {
  command = plan

  assert {
    condition     = var.host == "aurora-global-test.global-abcdefghijkl.global.rds.amazonaws.com"
    error_message = "The global writer endpoint must be accepted."
  }
}

run "K1_T2_refuses_what_could_not_work" {
  command = plan

  variables {
    environment_suffix = "te--st"
    home_key_arn       = "alias/aws/secretsmanager"
    other_key_arn      = "alias/aws/secretsmanager"
    host               = "aurora-global-test"
    port               = 443
    username           = "Admin"
    dbname             = "my-app"
  }

  expect_failures = [var.environment_suffix, var.home_key_arn, var.other_key_arn, var.host, var.port, var.username, var.dbname]
}
