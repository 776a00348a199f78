variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "region" {
  description = "The region of the provider. Given, not looked up, so that names and policies are known at plan."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.region))
    error_message = "region must be the name of an AWS region, for example us-east-1."
  }
}

variable "cluster_id" {
  description = "Identifier of this region's cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.cluster_id))
    error_message = "cluster_id must be the identifier of a cluster."
  }
}

variable "replication_lag_seconds" {
  description = "Replication lag has to stay below this (O4)."
  type        = number

  validation {
    condition     = var.replication_lag_seconds >= 1 && var.replication_lag_seconds <= 60
    error_message = "replication_lag_seconds must lie between 1 and 60 (O4)."
  }
}

variable "topic_arn" {
  description = "Topic of this region that alarms go to."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:sns:", var.topic_arn))
    error_message = "topic_arn must be an ARN of sns."
  }
}
