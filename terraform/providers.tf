# One provider for each region. There is no default provider: a resource without an explicit region is a mistake.

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  # The wrong credentials must never reach the right account's resources, or the other way round.
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "us_west_2"
  region = "us-west-2"

  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}
