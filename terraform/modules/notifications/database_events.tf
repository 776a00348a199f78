# N3. The category is "global-failover" with a hyphen; the documentation's "global failover" is refused at apply.
# Subscriptions without source_ids cover every cluster of the region, also those that a drill restores.
locals {
  event_categories = {
    # Failover inside the region, across regions, failures, and the versions that keep a failover from working.
    db-cluster = ["failover", "failure", "global-failover", "maintenance", "notification"]
    # The events about fencing after a failover (RDS-EVENT-0390, -0391) are those of an instance, and so are backups and
    # replication trouble.
    db-instance = ["availability", "backup", "failover", "failure", "notification", "read replica", "recovery"]
    # Manual snapshots, and exports that fail (RDS-EVENT-0162, a notification).
    db-cluster-snapshot = ["backup", "notification"]
  }
}

resource "aws_db_event_subscription" "this" {
  for_each = local.event_categories

  name             = "rds-${each.key}-events-${var.environment_suffix}"
  sns_topic        = aws_sns_topic.events.arn
  source_type      = each.key
  event_categories = each.value

  # A subscription is checked by a test message, which the topic has to admit.
  depends_on = [aws_sns_topic_policy.events]
}
