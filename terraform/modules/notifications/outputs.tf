output "topic_arn" {
  description = "The topic for database events."
  value       = aws_sns_topic.events.arn
}
