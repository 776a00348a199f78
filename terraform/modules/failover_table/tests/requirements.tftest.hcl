mock_provider "aws" {}

variables {
  environment_suffix = "test"
}

run "T2_T3_keeps_what_a_failover_has_to_know" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.name == "dynamodb-failover-test" && aws_dynamodb_table.this.hash_key == "id"
    error_message = "T2: the functions find the table and its items by these names."
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "T3: the table must not stand in the way of a destroy."
  }

  assert {
    condition     = aws_dynamodb_table.this.ttl[0].attribute_name == "expiresAt" && aws_dynamodb_table.this.ttl[0].enabled
    error_message = "A freeze of rotation that nobody lifted must end."
  }
}
