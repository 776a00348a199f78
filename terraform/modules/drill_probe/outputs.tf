output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "history_bucket" {
  description = "Name of the bucket that holds the histories of the drills that this function watched."
  value       = aws_s3_bucket.history.bucket
}
