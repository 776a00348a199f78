variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "home_region" {
  description = "The region that Route 53 prefers; no role of the database."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.home_region))
    error_message = "home_region must be the name of an AWS region, for example us-east-1."
  }
}

variable "other_region" {
  description = "The region that stands in."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.other_region))
    error_message = "other_region must be the name of an AWS region, for example us-east-1."
  }
}

variable "regions" {
  description = "What there is to check, and to lead to, in each region."
  type = map(object({
    health_host     = string
    health_paths    = map(string)
    writer_endpoint = string
    reader_endpoint = string
    lag_alarm       = object({ name = string, definition = string })
    engine_alarm    = object({ name = string, definition = string })
  }))

  validation {
    condition     = length(var.regions) == 2
    error_message = "regions must have two regions."
  }
}

variable "global_writer_endpoint" {
  description = "The name that Aurora keeps pointing at the writer."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.global_writer_endpoint))
    error_message = "global_writer_endpoint must be a host name."
  }
}

variable "dns" {
  description = "The private hosted zone that is given, and the names in it."
  type = object({
    hosted_zone_id = string
    writer_name    = string
    reader_name    = string
  })

  validation {
    condition     = var.dns.writer_name != var.dns.reader_name
    error_message = "dns.writer_name and dns.reader_name must differ."
  }
}

variable "failure_threshold" {
  description = "So many answers in a row, ten seconds apart, change the mind of a checker."
  type        = number

  # More than three would take more than the 30 seconds in which a failure has to be detected (O3).
  validation {
    condition     = var.failure_threshold >= 1 && var.failure_threshold <= 3 && floor(var.failure_threshold) == var.failure_threshold
    error_message = "failure_threshold must be 1, 2 or 3: checks run every 10 seconds and have 30 seconds (O3)."
  }
}

variable "topic_arn" {
  description = "Topic of us-east-1 that alarms on health checks go to."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:sns:", var.topic_arn))
    error_message = "topic_arn must be an ARN of sns."
  }
}
