variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "regions" {
  description = "What there is to show of each region."
  type = map(object({
    cluster_id             = string
    writer_health_check_id = string
    dead_letter_queue      = string
    health_function        = string
  }))

  validation {
    condition     = length(var.regions) == 2
    error_message = "regions must have two regions."
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
