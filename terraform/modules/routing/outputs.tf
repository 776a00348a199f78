output "writer_name" {
  description = "The name that applications write through."
  value       = aws_route53_record.writer[var.home_region].fqdn
}

output "reader_name" {
  description = "The name that applications read through."
  value       = aws_route53_record.reader[var.home_region].fqdn
}

output "health_check_ids" {
  description = "Health checks of each region: fit to be written, fit to be read."
  value = {
    for region in keys(var.regions) : region => {
      writer = aws_route53_health_check.writer[region].id
      reader = aws_route53_health_check.reader[region].id
    }
  }
}
