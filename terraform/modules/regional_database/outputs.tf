output "cluster_arn" {
  description = "The cluster."
  value       = aws_rds_cluster.this.arn
}

output "reader_endpoint" {
  description = "Spreads connections over the readers of this region."
  value       = aws_rds_cluster.this.reader_endpoint
}

output "security_group_id" {
  description = "The security group of the database."
  value       = aws_security_group.database.id
}

output "joined_global_cluster_id" {
  description = "The global database, once this cluster has joined it and its instances serve. Whatever joins next waits for this."
  value       = var.global_cluster_id
  depends_on  = [aws_rds_cluster_instance.this]
}

output "cluster_id" {
  description = "Identifier of the cluster."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "endpoint" {
  description = "The cluster endpoint: leads to the writer of this region, which is read-only while the other region writes."
  value       = aws_rds_cluster.this.endpoint
}
