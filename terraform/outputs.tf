# No output reads an attribute that a swap of the roles changes: a plan after a failover has to stay empty.

output "global_cluster_id" {
  description = "Identifier of the global database."
  value       = module.global_database.id
}

output "writer_name" {
  description = "The name that applications write through."
  value       = module.routing.writer_name
}

output "reader_name" {
  description = "The name that applications read through."
  value       = module.routing.reader_name
}

output "connection" {
  description = "What a client needs beside a name and a secret. TLS is forced; the bundle has the authorities that sign the certificates."
  value = {
    port                  = local.port
    database              = var.database.name
    certificate_authority = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
  }
}

output "global_writer_endpoint" {
  description = "Aurora's own name for the writer. For clients that compare the certificate with the name (verify-full), which names of our zone are not in."
  value       = module.global_database.endpoint
}

output "writer_endpoints" {
  description = "Writer endpoint of each region, which is read-only while the other region writes."
  value = {
    us-east-1 = module.database_us_east_1.endpoint
    us-west-2 = module.database_us_west_2.endpoint
  }
}

output "reader_endpoints" {
  description = "Reader endpoint of each region."
  value = {
    us-east-1 = module.database_us_east_1.reader_endpoint
    us-west-2 = module.database_us_west_2.reader_endpoint
  }
}

output "application_secret_arns" {
  description = "The secret that the applications of each region read. Its password changes by itself: read it for each new connection."
  value = {
    us-east-1 = module.rotation_us_east_1.application_secret_arn
    us-west-2 = module.rotation_us_west_2.application_secret_arn
  }
}

output "secret_arns" {
  description = "The secret of the master user in each region; for administration, not for applications."
  value = {
    us-east-1 = module.credentials.home_secret_arn
    us-west-2 = module.credentials.other_secret_arn
  }
}

output "event_topic_arns" {
  description = "The SNS topic for database events and alarms of each region."
  value = {
    us-east-1 = module.notifications_us_east_1.topic_arn
    us-west-2 = module.notifications_us_west_2.topic_arn
  }
}

output "event_queue_arns" {
  description = "The SQS queue of each region from which consumers take database events and alarms."
  value = {
    us-east-1 = module.notifications_us_east_1.queue_arn
    us-west-2 = module.notifications_us_west_2.queue_arn
  }
}

output "export_buckets" {
  description = "The bucket for manual exports of each region; the first is copied to the second."
  value       = module.exports.buckets
}

output "security_group_ids" {
  description = "The security group of the database of each region."
  value = {
    us-east-1 = module.database_us_east_1.security_group_id
    us-west-2 = module.database_us_west_2.security_group_id
  }
}

output "health_check_ids" {
  description = "The Route 53 health checks of each region: fit to be written, fit to be read."
  value       = module.routing.health_check_ids
}

output "dashboard" {
  description = "Name of the CloudWatch dashboard."
  value       = module.dashboard.name
}
