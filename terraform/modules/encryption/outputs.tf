output "data_key_arn" {
  description = "Key for data at rest."
  value       = aws_kms_key.data.arn
}

output "messaging_key_arn" {
  description = "Key for topics and queues."
  value       = aws_kms_key.messaging.arn
}

output "logs_key_arn" {
  description = "Key for log groups."
  value       = aws_kms_key.logs.arn
}
