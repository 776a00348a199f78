# What has to be known while one region is lost: the record of the failover controller, and whether passwords may be changed. One
# in each region, because the controller of the region that is promoted cannot count on the other one.

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:the items hold times, stages and reasons, no data; a failover must not depend on one more key
  name         = "dynamodb-failover-${var.environment_suffix}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  # A freeze that nobody lifted is removed some day; its readers look at the time themselves.
  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  # T3.
  deletion_protection_enabled = false
}
