output "bucket" {
  description = "The state bucket."
  value       = aws_s3_bucket.state.id
}

output "lock_table" {
  description = "The lock table."
  value       = aws_dynamodb_table.lock.name
}
