# T4: where Terraform keeps its state. Applied once for each environment, by hand, with a local state of its own; so are the roles
# beside it.

provider "aws" {
  region              = var.state_region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment = "production"
      "DR-Tier"   = "critical"
      ManagedBy   = "terraform"
    }
  }
}

locals {
  # The apply role changes the keys that have the suffix of its environment as this tag, and may give it to a key that has none. These
  # keys have it with a value that no suffix can have, so that it cannot make them its own, and with them open or forge what it applies.
  keys_of_the_pipeline = { environmentSuffix = "pipeline.${var.environment_suffix}" }
}

resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_18:a log of accesses would have to be kept away from here to be worth anything; CloudTrail's data events do that for an account that wants them
  #checkov:skip=CKV_AWS_144:the state is kept away from the home region, so the loss of one region takes the writer or the state and never both; a copy could not be used without the lock table
  #checkov:skip=CKV2_AWS_62:nobody is to be told when a state is written; the pipeline that writes it reports to the pull request

  bucket = var.bucket

  # T3. The states inside describe resources that are destroyed before; versions alone must not block the end.
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Hands the key to IAM, and says so: who may use it stands in the policies of the roles.
data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_109:the policy of a key is about that key alone, so its resource is always "*"
  #checkov:skip=CKV_AWS_111:the policy of a key is about that key alone, so its resource is always "*"
  #checkov:skip=CKV_AWS_356:the policy of a key is about that key alone, so its resource is always "*"

  statement {
    sid       = "AccountAdministersTheKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }
  }
}

resource "aws_kms_key" "state" {
  description             = "Terraform state"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = local.keys_of_the_pipeline
}

resource "aws_kms_alias" "state" {
  name          = "alias/kms-${trimprefix(var.bucket, "s3-")}"
  target_key_id = aws_kms_key.state.key_id
}

# Sealed plans are encrypted with keys that this one wraps, and not with that of the state: the plan role may make such keys and open
# none, the apply role may open them and make none. The policies of both roles bind it to the environment.
resource "aws_kms_key" "plans" {
  description             = "Sealed plans"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = local.keys_of_the_pipeline
}

resource "aws_kms_alias" "plans" {
  name          = "alias/kms-plans-${var.environment_suffix}"
  target_key_id = aws_kms_key.plans.key_id
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket = aws_s3_bucket.state.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state.json

  # S3 refuses two changes of a bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.state]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 90
      newer_noncurrent_versions = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # A sealed plan is applied soon after it was made, or never; the rule above would keep thirty versions of each for ever.
  rule {
    id     = "sealed-plans"
    status = "Enabled"

    filter {
      prefix = "plans/"
    }

    expiration {
      days = 30
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  # Rules about old versions need versions.
  depends_on = [aws_s3_bucket_versioning.state]
}

resource "aws_dynamodb_table" "lock" {
  name         = var.lock_table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "LockID"

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.state.arn
  }

  point_in_time_recovery {
    enabled = true
  }

  # T3
  deletion_protection_enabled = false
}
