# No output reads an attribute that a swap of the roles changes: a plan after a failover has to stay empty.

output "global_cluster_id" {
  description = "Identifier of the global database."
  value       = module.global_database.id
}

output "writer_name" {
  description = "The name that applications write through."
  value       = aws_route53_record.writer.fqdn
}

output "reader_endpoints" {
  description = "Reader endpoint of each region."
  value = {
    us-east-1 = module.database_us_east_1.reader_endpoint
    us-west-2 = module.database_us_west_2.reader_endpoint
  }
}

output "secret_arns" {
  description = "The database secret of each region."
  value = {
    us-east-1 = module.credentials.home_secret_arn
    us-west-2 = module.credentials.other_secret_arn
  }
}

output "event_topic_arns" {
  description = "The SNS topic for database events of each region."
  value = {
    us-east-1 = module.notifications_us_east_1.topic_arn
    us-west-2 = module.notifications_us_west_2.topic_arn
  }
}
