# The extension aws_s3 writes the result of a query to the exports bucket. On both clusters: the one that reads today may be the
# writer tomorrow. (Not iam_roles of the cluster, which would fight with this.)
resource "aws_rds_cluster_role_association" "export" {
  db_cluster_identifier = aws_rds_cluster.this.id
  feature_name          = "s3Export"
  role_arn              = var.export_role_arn
  # Beside the instances, not after them: should RDS be busy with the cluster, the provider asks again, and a region is complete
  # half a minute earlier.
}
