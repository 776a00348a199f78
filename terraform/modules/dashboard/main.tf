# One page for whoever is on call. A dashboard belongs to no region, but is made through an API that the loss of us-east-1 must
# not take away.

locals {
  regions = keys(var.regions)

  # A widget for each question; `series` has the same metrics for both regions, side by side.
  charts = [
    {
      title  = "What would be lost now (ms): only the region that follows has data"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/RDS", "AuroraGlobalDBRPOLag", "DBClusterIdentifier", parts.cluster_id] }
      limit  = { label = "limit", value = var.replication_lag_seconds * 1000 }
    },
    {
      title  = "Takes writes (1) or not (0)"
      region = null
      series = { for region, parts in var.regions : region => ["DisasterRecovery", "Writable", "Cluster", parts.cluster_id] }
      limit  = null
    },
    {
      # Route 53 reports to us-east-1 only.
      title  = "Fit to be written, as Route 53 sees it"
      region = "us-east-1"
      series = { for region, parts in var.regions : region => ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", parts.writer_health_check_id] }
      limit  = null
    },
    {
      title  = "Connections"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", parts.cluster_id] }
      limit  = null
    },
    {
      title  = "Commit latency (ms)"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/RDS", "CommitLatency", "DBClusterIdentifier", parts.cluster_id] }
      limit  = null
    },
    {
      title  = "Processor (%)"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", parts.cluster_id] }
      limit  = { label = "limit", value = 80 }
    },
    {
      title  = "Events that nobody handled"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", parts.dead_letter_queue] }
      limit  = null
    },
    {
      title  = "Health function: duration (ms)"
      region = null
      series = { for region, parts in var.regions : region => ["AWS/Lambda", "Duration", "FunctionName", parts.health_function] }
      limit  = { label = "Route 53 gives up", value = 2000 }
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "dashboard-dr-${var.environment_suffix}"

  dashboard_body = jsonencode({
    widgets = [
      for index, chart in local.charts : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title  = chart.title
          view   = "timeSeries"
          region = coalesce(chart.region, local.regions[0])
          period = 60
          stat   = "Maximum"
          metrics = [
            for region, metric in chart.series : concat(metric, [{ label = region, region = coalesce(chart.region, region) }])
          ]
          annotations = { horizontal = chart.limit == null ? [] : [chart.limit] }
        }
      }
    ]
  })
}
