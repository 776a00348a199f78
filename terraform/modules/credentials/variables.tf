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
}

variable "other_key_arn" {
  description = "KMS key of the other region."
  type        = string
}

variable "host" {
  description = "The global writer endpoint."
  type        = string
}

variable "port" {
  description = "Port of the database."
  type        = number
}

variable "username" {
  description = "Master user."
  type        = string
}

variable "dbname" {
  description = "First database."
  type        = string
}
