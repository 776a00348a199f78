# H1 to H4. Health checks of both regions, and the records that follow them. Nothing here has to be called while a region is being
# lost: Route 53's API lives in us-east-1, its checkers and name servers do not.

locals {
  # 3 × 10 s is the budget for detection (O3). The slower checks of Route 53, every 30 s, would need 90 s.
  interval_seconds = 10
  # Beside the two regions, so that the loss of one does not blind the checkers; with three or more, one of them can err.
  checkers = ["eu-west-1", "us-east-1", "us-west-1", "us-west-2"]

  questions = {
    for pair in setproduct(keys(var.regions), ["writer", "replica"]) :
    "${pair[0]}-${pair[1]}" => { region = pair[0], path = var.regions[pair[0]].health_paths[pair[1]] }
  }
}

# H3, first kind: the endpoint of each region is asked.
resource "aws_route53_health_check" "endpoint" {
  for_each = local.questions

  type              = "HTTPS"
  fqdn              = var.regions[each.value.region].health_host
  port              = 443
  resource_path     = each.value.path
  enable_sni        = true
  request_interval  = local.interval_seconds
  failure_threshold = var.failure_threshold
  regions           = local.checkers

  tags = { Name = "health-check-${each.key}-${var.environment_suffix}" }
}

# H3, second kind: what CloudWatch knows. Route 53 copies the definition of the alarm and reads the metric itself; `triggers` has
# it copied again. Without data nothing is known, so the last known status holds and the endpoint decides: "Unhealthy" would
# fail over on the first apply, and "Healthy" would bring an engine back that was last seen down.
resource "aws_route53_health_check" "engine" {
  for_each = var.regions

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = each.value.engine_alarm.name
  cloudwatch_alarm_region         = each.key
  insufficient_data_health_status = "LastKnownStatus"

  triggers = { definition = each.value.engine_alarm.definition }

  tags = { Name = "health-check-${each.key}-engine-${var.environment_suffix}" }
}

# H2: replication lag, of the region that follows. There is no data in the one that writes, which is not behind; with the last known
# status a region that was behind when it was promoted would stay unfit to be read for as long as it writes.
resource "aws_route53_health_check" "lag" {
  for_each = var.regions

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = each.value.lag_alarm.name
  cloudwatch_alarm_region         = each.key
  insufficient_data_health_status = "Healthy"

  triggers = { definition = each.value.lag_alarm.definition }

  tags = { Name = "health-check-${each.key}-lag-${var.environment_suffix}" }
}

# Fit to be written: the endpoint says that the cluster takes writes, and RDS has no other opinion of the engine. Lag is not among
# the children. A high lag means that the *other* region is the worse place, and is no reason to leave this one; and a region that
# was behind when it was promoted must not stay unhealthy for it.
resource "aws_route53_health_check" "writer" {
  for_each = var.regions

  type                   = "CALCULATED"
  child_health_threshold = 2
  child_healthchecks = [
    aws_route53_health_check.endpoint["${each.key}-writer"].id,
    aws_route53_health_check.engine[each.key].id,
  ]

  tags = { Name = "health-check-${each.key}-fit-to-write-${var.environment_suffix}" }
}

# Fit to be read: connected, and less than the limit behind, by both kinds of check.
resource "aws_route53_health_check" "reader" {
  for_each = var.regions

  type                   = "CALCULATED"
  child_health_threshold = 2
  child_healthchecks = [
    aws_route53_health_check.endpoint["${each.key}-replica"].id,
    aws_route53_health_check.lag[each.key].id,
  ]

  tags = { Name = "health-check-${each.key}-fit-to-read-${var.environment_suffix}" }
}
