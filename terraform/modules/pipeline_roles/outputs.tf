output "role_arns" {
  description = "The roles, as environments/<name>.yaml names them."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}

output "subjects" {
  description = "The subjects that each role trusts, to compare with the token of a job that is refused."
  value       = { for role, claims in local.claims : role => claims.sub }
}
