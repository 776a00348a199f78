# E3. Each bucket needs rules of its own: S3 copies objects, not what lifecycle rules do to them.
# Objects under 128 KB stay where they are, which is what S3 does unless it is told otherwise: moving one costs more than it saves.

resource "aws_s3_bucket_lifecycle_configuration" "home" {
  provider = aws.home

  bucket = aws_s3_bucket.home.id

  rule {
    id     = "old-exports"
    status = "Enabled"

    filter {}

    transition {
      days          = var.glacier_after_days
      storage_class = "GLACIER"
    }

    expiration {
      days = var.expire_after_days
    }

    noncurrent_version_transition {
      noncurrent_days = var.glacier_after_days
      storage_class   = "GLACIER"
    }

    noncurrent_version_expiration {
      noncurrent_days = var.expire_after_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # Rules about old versions need versions; and S3 refuses changes of replication and lifecycle at the same time.
  depends_on = [aws_s3_bucket_versioning.home, aws_s3_bucket_replication_configuration.home]
}

resource "aws_s3_bucket_lifecycle_configuration" "other" {
  provider = aws.other

  bucket = aws_s3_bucket.other.id

  rule {
    id     = "old-exports"
    status = "Enabled"

    filter {}

    transition {
      days          = var.glacier_after_days
      storage_class = "GLACIER"
    }

    expiration {
      days = var.expire_after_days
    }

    noncurrent_version_transition {
      noncurrent_days = var.glacier_after_days
      storage_class   = "GLACIER"
    }

    noncurrent_version_expiration {
      noncurrent_days = var.expire_after_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.other]
}
