# The name that applications write through leads to the global writer endpoint, which Aurora itself moves with the writer.
# Nothing here changes when the roles swap, and no call to Route 53 is needed while a region is being lost.

resource "aws_route53_record" "writer" {
  provider = aws.us_east_1

  zone_id = var.dns.hosted_zone_id
  name    = var.dns.writer_name
  type    = "CNAME"
  # Seconds. Part of the recovery time: a client may keep the old answer for so long.
  ttl     = 5
  records = [module.global_database.endpoint]
}
