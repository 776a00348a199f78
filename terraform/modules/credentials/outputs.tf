output "home_secret_id" {
  description = "The secret of the home region, known only once its first version is stored."
  value       = aws_secretsmanager_secret_version.home.secret_id
}

output "password_version" {
  description = "Changes when the master password is to be set anew."
  value       = local.password_version
}

output "secret_arns" {
  description = "The secret of each region."
  value = {
    home  = aws_secretsmanager_secret.home.arn
    other = aws_secretsmanager_secret.other.arn
  }
}
