output "topic_arn" {
  description = "The topic for database events and alarms."
  value       = aws_sns_topic.events.arn
}

output "queue_arn" {
  description = "The queue that consumers of database events read."
  value       = aws_sqs_queue.events.arn
}

output "queue_names" {
  description = "The queue and its two dead-letter queues."
  value       = local.queues
}
