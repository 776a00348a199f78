# A drill adds to the evidence of its environment and signs it. It can neither change nor remove what is there, nor choose how long it is
# locked: the bucket does.

data "aws_iam_policy_document" "drill_evidence" {
  statement {
    sid       = "AddAndReadEvidence"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [local.evidence_arn]
  }

  # What is there already, and to tell what is not from being shut out.
  statement {
    sid       = "FindEvidence"
    actions   = ["s3:ListBucket"]
    resources = [local.evidence_bucket_arn]
  }

  statement {
    sid       = "EncryptEvidence"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.evidence.files_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.state.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "SignEvidence"
    actions   = ["kms:Sign"]
    resources = [var.evidence.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:SigningAlgorithm"
      values   = ["ECDSA_SHA_256"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:MessageType"
      values   = ["DIGEST"]
    }
  }

  statement {
    sid       = "GiveThePublicKey"
    actions   = ["kms:GetPublicKey"]
    resources = [var.evidence.key_arn]
  }
}
