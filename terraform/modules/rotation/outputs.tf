output "application_secret_arn" {
  description = "The secret that the applications of this region read: host, port, database, user and password."
  value       = aws_secretsmanager_secret.application.arn
}

output "function_name" {
  description = "Name of the rotation function."
  value       = module.function.name
}
