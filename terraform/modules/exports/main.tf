# E1, E4. A bucket in each region for manual exports of the database: the home one is copied to the other region. Both are closed,
# encrypted and versioned in the same way, because after the loss of a region the copy is all there is.

locals {
  # The account is part of the names, because bucket names are shared by all accounts of AWS.
  buckets = {
    home  = "s3-exports-${var.account_id}-${var.home_region}-${var.environment_suffix}"
    other = "s3-exports-${var.account_id}-${var.other_region}-${var.environment_suffix}"
  }
  # Spelt out, so that the policies are known before anything exists.
  bucket_arns = { for key, name in local.buckets : key => "arn:aws:s3:::${name}" }
  key_arns    = { home = var.home_key_arn, other = var.other_key_arn }
}

resource "aws_s3_bucket" "home" {
  #checkov:skip=CKV2_AWS_62:exports are made by hand and nothing waits for them; that their copying fails has an alarm
  #checkov:skip=CKV_AWS_18:who read an export is told by CloudTrail's data events, a trail of the account and not of one environment
  provider = aws.home

  bucket = local.buckets.home
  # T3: versions and markers would otherwise have to be removed by hand.
  force_destroy = true
}

resource "aws_s3_bucket" "other" {
  #checkov:skip=CKV2_AWS_62:exports are made by hand and nothing waits for them; that their copying fails has an alarm
  #checkov:skip=CKV_AWS_18:who read an export is told by CloudTrail's data events, a trail of the account and not of one environment
  provider = aws.other

  bucket        = local.buckets.other
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.home_key_arn
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.other_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_ownership_controls" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "buckets" {
  provider = aws.home
  for_each = local.bucket_arns

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value, "${each.value}/*"]

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

  # A key that comes with the request and stays with the caller leaves objects that nobody else can read, and names no KMS key that
  # the statements below could object to.
  statement {
    sid       = "NoKeysOfCallers"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption-customer-algorithm"
      values   = ["false"]
    }
  }

  # Objects without these headers get the key of the bucket. Those with others are refused.
  statement {
    sid       = "OnlyEncryptedWithKms"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["aws:kms"]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["false"]
    }
  }

  statement {
    sid       = "OnlyEncryptedWithOurKey"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotEquals"
      variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
      values   = [local.key_arns[each.key]]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id
  policy = data.aws_iam_policy_document.buckets["home"].json

  # S3 refuses two changes of a bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.home]
}

resource "aws_s3_bucket_policy" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id
  policy = data.aws_iam_policy_document.buckets["other"].json

  depends_on = [aws_s3_bucket_public_access_block.other]
}
