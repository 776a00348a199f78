# H4. One name for writers, one for readers, each with a record for each region. The answer follows the *role*: a region is
# healthy for writers only while its cluster takes writes, so the name moves when Aurora has promoted, never before, and moves
# back by the same rule. PRIMARY is the first choice of Route 53 and no role of the database: it also answers while neither
# region is healthy.

locals {
  order = { (var.home_region) = "PRIMARY", (var.other_region) = "SECONDARY" }

  # The home record leads through Aurora's own writer name, which Aurora moves at a promotion. So while neither region is
  # healthy, between the loss of one and the first healthy answers of the other, the name already leads to the new writer.
  writer_targets = {
    (var.home_region)  = var.global_writer_endpoint
    (var.other_region) = var.regions[var.other_region].writer_endpoint
  }
}

resource "aws_route53_record" "writer" {
  for_each = local.order

  zone_id         = var.dns.hosted_zone_id
  name            = var.dns.writer_name
  type            = "CNAME"
  ttl             = 5 # seconds; part of the recovery time, because a client may keep the old answer for so long
  records         = [local.writer_targets[each.key]]
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.writer[each.key].id

  failover_routing_policy {
    type = each.value
  }
}

# O6. Readers prefer the home region and move when it cannot be read or lags.
resource "aws_route53_record" "reader" {
  for_each = local.order

  zone_id         = var.dns.hosted_zone_id
  name            = var.dns.reader_name
  type            = "CNAME"
  ttl             = 5
  records         = [var.regions[each.key].reader_endpoint]
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.reader[each.key].id

  failover_routing_policy {
    type = each.value
  }
}
