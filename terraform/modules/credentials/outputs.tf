output "master_password" {
  description = "The password as it is stored. Ephemeral: it exists in memory only (K5)."
  value       = jsondecode(ephemeral.aws_secretsmanager_secret_version.home.secret_string).password
  ephemeral   = true
}

output "password_version" {
  description = "Changes when the master password is to be set anew."
  value       = local.password_version
}

output "home_secret_arn" {
  description = "The secret of the home region."
  value       = aws_secretsmanager_secret.home.arn
}

output "other_secret_arn" {
  description = "The secret of the other region."
  value       = aws_secretsmanager_secret.other.arn
}
