locals {
  # Raised by hand to have a new password made and stored everywhere. Rotation does not go through Terraform.
  password_version = 1

  secret_name = "secret-database-${var.environment_suffix}"

  # Everything in the secret that is not secret. Applications, rotation and drills all read this shape.
  connection = {
    engine   = "postgres"
    host     = var.host
    port     = var.port
    username = var.username
    dbname   = var.dbname
    ssl      = true
  }
}

# K4: 40 characters with special ones. Left out are the characters that RDS refuses in a master password (/ @ " and space)
# and those that break connection strings and shells.
ephemeral "aws_secretsmanager_random_password" "master" {
  provider = aws.home

  password_length            = 40
  exclude_characters         = "/@\"'\\`$ :%&?#"
  require_each_included_type = true
}

resource "aws_secretsmanager_secret" "home" {
  #checkov:skip=CKV2_AWS_57:the module rotation rotates it, and checkov does not follow its ARN there (K2)
  provider = aws.home

  name        = local.secret_name
  description = "Master user of the database, ${var.environment_suffix}"
  kms_key_id  = var.home_key_arn

  # T3: a secret in its recovery window would block the next apply, which uses the same name.
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "home" {
  provider = aws.home

  secret_id = aws_secretsmanager_secret.home.id
  secret_string_wo = jsonencode(merge(local.connection, {
    password = ephemeral.aws_secretsmanager_random_password.master.random_password
  }))
  # Written only when this number changes: an apply never overwrites a rotated password (K2).
  secret_string_wo_version = local.password_version

  # The second label keeps this version for ever. Without one Secrets Manager would remove it some day, Terraform would find it
  # missing, and the next apply would put another password in the place of the rotated one.
  version_stages = ["AWSCURRENT", "TERRAFORM"]

  lifecycle {
    # Rotation moves the label AWSCURRENT on.
    ignore_changes = [version_stages]
  }
}

# What is stored, not what was generated: the two differ after an apply that broke off.
ephemeral "aws_secretsmanager_secret_version" "home" {
  provider = aws.home

  # Known only once the version is there, so that it is never read before it is written.
  secret_id = aws_secretsmanager_secret_version.home.secret_id
}

# K3: a secret of its own in the other region, not a replica: a replica cannot be rotated and dies with its source.
resource "aws_secretsmanager_secret" "other" {
  #checkov:skip=CKV2_AWS_57:the module rotation rotates it, and checkov does not follow its ARN there (K2)
  provider = aws.other

  name        = local.secret_name
  description = "Master user of the database, ${var.environment_suffix}"
  kms_key_id  = var.other_key_arn

  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "other" {
  provider = aws.other

  secret_id                = aws_secretsmanager_secret.other.id
  secret_string_wo         = ephemeral.aws_secretsmanager_secret_version.home.secret_string
  secret_string_wo_version = local.password_version

  # As above.
  version_stages = ["AWSCURRENT", "TERRAFORM"]

  lifecycle {
    ignore_changes = [version_stages]
  }
}
