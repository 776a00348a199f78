# K1, K3: what the applications of this region read. It has users of its own, so it depends on nothing in the other region.
resource "aws_secretsmanager_secret" "application" {
  #checkov:skip=CKV2_AWS_57:it is rotated below, by way of its first version, which checkov does not follow
  name        = "secret-application-${var.environment_suffix}"
  description = "Users of the applications, ${var.environment_suffix}"
  kms_key_id  = var.data_key_arn

  # T3: a secret in its recovery window would block the next apply, which uses the same name.
  recovery_window_in_days = 0
}

# Everything but a password (K5). The first rotation, which runs as soon as it is configured below, makes a user and adds it.
resource "aws_secretsmanager_secret_version" "application" {
  secret_id = aws_secretsmanager_secret.application.id
  secret_string_wo = jsonencode({
    engine = "postgres"
    host   = var.database.host
    port   = var.database.port
    # The rotation turns to the other user of the pair.
    username = "${local.application_user_prefix}_b"
    dbname   = var.database.name
    ssl      = true
  })
  # Written only when this number changes: an apply never overwrites a rotated password.
  secret_string_wo_version = 1

  # The second label keeps this version for ever. Without one Secrets Manager would remove it some day, Terraform would find it
  # missing, and the next apply would put these first contents in the place of the current password.
  version_stages = ["AWSCURRENT", "TERRAFORM"]

  lifecycle {
    # Rotation moves the label AWSCURRENT on.
    ignore_changes = [version_stages]
  }
}

locals {
  # In the two hours after midnight (UTC), when neither drills nor maintenance run: src/environment/rules.ts refuses windows that
  # overlap. One of the hours is for repeating what failed.
  rotation_window = "2h"
}

# The first password of the master user is as new as the secret. That the function can do its work is tried out nevertheless:
# Secrets Manager has it test the current password.
resource "aws_secretsmanager_secret_rotation" "master" {
  #checkov:skip=CKV_AWS_304:the number of days is a variable, whose validation refuses more than 90
  secret_id           = var.master_secret_arn
  rotation_lambda_arn = module.function.arn
  rotate_immediately  = false

  rotation_rules {
    automatically_after_days = var.rotation_days
    duration                 = local.rotation_window
  }

  # Secrets Manager invokes the function when rotation is configured, not when it is due.
  depends_on = [aws_lambda_permission.secrets_manager]
}

resource "aws_secretsmanager_secret_rotation" "application" {
  #checkov:skip=CKV_AWS_304:the number of days is a variable, whose validation refuses more than 90
  # Of the version, so that there is something to start from.
  secret_id           = aws_secretsmanager_secret_version.application.secret_id
  rotation_lambda_arn = module.function.arn
  rotate_immediately  = true

  rotation_rules {
    automatically_after_days = var.rotation_days
    duration                 = local.rotation_window
  }

  depends_on = [aws_lambda_permission.secrets_manager]
}
