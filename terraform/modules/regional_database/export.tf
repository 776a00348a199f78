# The extension aws_s3 writes the result of a query to the exports bucket. On both clusters: the one that reads today may be the
# writer tomorrow. (Not iam_roles of the cluster, which would fight with this.)
resource "aws_rds_cluster_role_association" "export" {
  db_cluster_identifier = aws_rds_cluster.this.id
  feature_name          = "s3Export"
  role_arn              = var.export_role_arn

  # RDS refuses a change of the cluster while its instances are being made.
  depends_on = [aws_rds_cluster_instance.this]
}
