output "bucket" {
  description = "The state bucket."
  value       = aws_s3_bucket.state.id
}

output "lock_table" {
  description = "The lock table."
  value       = aws_dynamodb_table.lock.name
}

output "role_arns" {
  description = "The roles of the workflows, for environments/<name>.yaml."
  value       = module.roles.role_arns
}

output "subjects" {
  description = "The subjects that each role trusts, to compare with the token of a job that is refused."
  value       = module.roles.subjects
}

output "evidence_bucket" {
  description = "The bucket of the evidence of drills."
  value       = aws_s3_bucket.evidence.id
}

output "evidence_key_arn" {
  description = "The key that signs evidence; give its public half to whoever verifies."
  value       = aws_kms_key.evidence.arn
}
