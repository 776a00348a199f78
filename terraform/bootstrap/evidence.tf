# Where the evidence of drills is kept, and the key that signs it. Outside the stack on purpose: a drill must not be able to change what an
# earlier one has found, and evidence outlives the environment that it is about.

locals {
  evidence_bucket     = "s3-evidence-${var.account_id}-${var.environment_suffix}"
  evidence_bucket_arn = "arn:aws:s3:::${local.evidence_bucket}"
  evidence_is_locked  = var.evidence_lock_mode != "NONE"
}

# The private half never leaves KMS, so what carries its signature was signed by somebody whom this account had allowed to.
resource "aws_kms_key" "evidence" {
  #checkov:skip=CKV_AWS_7:KMS rotates no asymmetric keys; a new one would be another key, and the old public key is what old evidence is checked with

  description              = "Signs the evidence of drills"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  deletion_window_in_days  = 30
  policy                   = data.aws_iam_policy_document.key.json
  tags                     = local.keys_of_the_pipeline
}

resource "aws_kms_alias" "evidence" {
  name          = "alias/kms-evidence-${var.environment_suffix}"
  target_key_id = aws_kms_key.evidence.key_id
}

# A key of its own, and not that of the state: evidence has to be readable when there is no state any more.
resource "aws_kms_key" "evidence_files" {
  description             = "Encrypts the evidence of drills"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = local.keys_of_the_pipeline
}

resource "aws_kms_alias" "evidence_files" {
  name          = "alias/kms-files-of-evidence-${var.environment_suffix}"
  target_key_id = aws_kms_key.evidence_files.key_id
}

resource "aws_s3_bucket" "evidence" {
  #checkov:skip=CKV_AWS_18:a log of accesses would have to be kept away from here to be worth anything; CloudTrail's data events do that for an account that wants them
  #checkov:skip=CKV_AWS_144:everything here is signed, chained and locked; whoever wants a second copy downloads it, and can check that as well
  #checkov:skip=CKV2_AWS_62:nobody is to be told when evidence is written; the drill that writes it reports by itself

  bucket              = local.evidence_bucket
  object_lock_enabled = local.evidence_is_locked

  # T3 is about the stack, which this is not: locked evidence is meant to survive a destroy. Without a lock, as in a sandbox, it is not.
  force_destroy = !local.evidence_is_locked

  # Removed in the reverse order: a bucket that cannot be removed, because there is evidence in it, keeps the keys that make it readable and provable.
  depends_on = [aws_kms_alias.evidence, aws_kms_alias.evidence_files]
}

resource "aws_s3_bucket_versioning" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Whoever may write can choose no shorter time: it is the bucket that locks what is written.
resource "aws_s3_bucket_object_lock_configuration" "evidence" {
  count = local.evidence_is_locked ? 1 : 0

  bucket = aws_s3_bucket.evidence.id

  rule {
    default_retention {
      mode = var.evidence_lock_mode
      days = var.evidence_retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.evidence]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.evidence_files.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "evidence" {
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.evidence_bucket_arn, "${local.evidence_bucket_arn}/*"]

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

  # Object Lock keeps the first version; this keeps a second one from hiding it.
  statement {
    sid       = "NothingIsWrittenTwice"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local.evidence_bucket_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:if-none-match"
      values   = ["true"]
    }

    condition {
      test     = "Bool"
      variable = "s3:ObjectCreationOperation"
      values   = ["true"]
    }
  }

  # Also for whoever may bypass a lock of mode GOVERNANCE: they have to take this away first, which CloudTrail tells.
  dynamic "statement" {
    for_each = local.evidence_is_locked ? ["NothingIsRemoved"] : []

    content {
      sid       = statement.value
      effect    = "Deny"
      actions   = ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"]
      resources = ["${local.evidence_bucket_arn}/*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "evidence" {
  bucket = aws_s3_bucket.evidence.id
  policy = data.aws_iam_policy_document.evidence.json

  # S3 refuses two changes of a bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.evidence]
}

# Nothing expires: when the locks have run out, somebody decides.
resource "aws_s3_bucket_lifecycle_configuration" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  rule {
    id     = "uploads-that-broke-off"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.evidence]
}
