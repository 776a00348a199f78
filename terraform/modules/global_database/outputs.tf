output "id" {
  description = "Identifier of the global database."
  value       = aws_rds_global_cluster.this.id
}

output "arn" {
  description = "ARN of the global database."
  value       = aws_rds_global_cluster.this.arn
}

output "endpoint" {
  description = "The global writer endpoint: the name that Aurora keeps pointing at the writer."
  value       = aws_rds_global_cluster.this.endpoint
}
