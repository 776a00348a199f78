variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "home_key_arn" {
  description = "KMS key of the home region."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.home_key_arn))
    error_message = "home_key_arn must be an ARN of kms."
  }
}

variable "other_key_arn" {
  description = "KMS key of the other region."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.other_key_arn))
    error_message = "other_key_arn must be an ARN of kms."
  }
}

variable "host" {
  description = "The global writer endpoint."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.host))
    error_message = "host must be a host name."
  }
}

variable "port" {
  description = "Port of the database."
  type        = number

  validation {
    condition     = var.port >= 1150 && var.port <= 65535
    error_message = "port must be one that Aurora allows, 1150 to 65535."
  }
}

variable "username" {
  description = "Master user."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.username))
    error_message = "username must be a lower-case PostgreSQL identifier of at most 63 characters."
  }
}

variable "dbname" {
  description = "First database."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.dbname))
    error_message = "dbname must be a lower-case PostgreSQL identifier of at most 63 characters."
  }
}
