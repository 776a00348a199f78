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

variable "account_id" {
  description = "The account, on whose behalf alone services may act."
  type        = string

  validation {
    condition     = can(regex("^\\d{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}
