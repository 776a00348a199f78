# H6, O3. Watches over the other region, from this one, and promotes the cluster of this region when the other is lost. There is one
# in each region, and the roles decide which of them has anything to do: in the region that writes it stands down. A controller in the
# region of the writer would be lost together with it, and one of a fixed region would be useless after the first failover.

locals {
  name     = "failover-controller"
  schedule = "rule-${local.name}-${var.region}-${var.environment_suffix}"
}

module "function" {
  source = "../function"

  environment_suffix = var.environment_suffix
  region             = var.region
  account_id         = var.account_id
  purpose            = local.name
  description        = "Promotes the cluster of ${var.region} when ${var.peer.region} is lost"
  zip                = var.zip
  # It watches for somewhat more than a minute; only a move, which is followed to its end, takes longer.
  timeout_seconds = 900

  network                    = var.network
  database_cidrs             = [var.network.vpc_cidr, var.peer.vpc_cidr]
  database_security_group_id = var.database.security_group_id
  port                       = var.database.port

  settings = {
    MODE                          = var.failover.mode
    GLOBAL_CLUSTER_ID             = var.global_cluster.id
    OWN_CLUSTER_ARN               = var.database.cluster_arn
    OWN_READER_HOST               = var.database.reader_endpoint
    OWN_HEALTH_URL                = var.database.health_url
    PEER_REGION                   = var.peer.region
    PEER_WRITER_HOST              = var.peer.endpoint
    PEER_READER_HOST              = var.peer.reader_endpoint
    PEER_HEALTH_URL               = var.peer.health_url
    WRITER_NAME                   = var.writer_name
    DATABASE_PORT                 = tostring(var.database.port)
    DATABASE_SECRET_ARN           = var.secret_arn
    TABLE                         = var.table.name
    TOPIC_ARN                     = var.topic_arn
    PROBE_INTERVAL_MS             = tostring(var.failover.interval_ms)
    PROBE_TIMEOUT_MS              = tostring(var.failover.timeout_ms)
    FAILURE_THRESHOLD             = tostring(var.failover.failure_threshold)
    REPLICATION_LAG_LIMIT_SECONDS = tostring(var.replication_lag_seconds)
    IN_REGION_GRACE_SECONDS       = tostring(var.failover.in_region_grace_seconds)
  }

  permissions = data.aws_iam_policy_document.permissions.json

  logs_key_arn       = var.logs_key_arn
  log_retention_days = var.log_retention_days
  topic_arn          = var.topic_arn
}

# An invocation each minute. Each watches for longer than that, so that the next one has seen enough when it takes over.
resource "aws_cloudwatch_event_rule" "every_minute" {
  name                = local.schedule
  description         = "Starts ${module.function.name}"
  schedule_expression = "rate(1 minute)"
}

resource "aws_cloudwatch_event_target" "function" {
  rule = aws_cloudwatch_event_rule.every_minute.name
  arn  = module.function.arn

  # A late start is no use: the next one is due by then.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 0
  }
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = module.function.name
  maximum_event_age_in_seconds = 60
  maximum_retry_attempts       = 0
}

resource "aws_lambda_permission" "schedule" {
  statement_id  = "schedule"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.every_minute.arn
}
