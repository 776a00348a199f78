variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL."
  type        = string

  validation {
    condition     = can(regex("^\\d{2}\\.\\d{1,2}$", var.engine_version))
    error_message = "engine_version must be a full version of Aurora PostgreSQL, for example 15.10."
  }
}

variable "database_name" {
  description = "First database."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "database_name must be a lower-case PostgreSQL identifier of at most 63 characters."
  }
}
