output "buckets" {
  description = "The exports bucket of each region."
  value = {
    (var.home_region)  = aws_s3_bucket.home.id
    (var.other_region) = aws_s3_bucket.other.id
  }
}

output "home_role_arn" {
  description = "Role for exports in the home region, usable once its permissions are there."
  value       = aws_iam_role.export["home"].arn
  depends_on  = [aws_iam_role_policy.export]
}

output "other_role_arn" {
  description = "Role for exports in the other region, usable once its permissions are there."
  value       = aws_iam_role.export["other"].arn
  depends_on  = [aws_iam_role_policy.export]
}
