variable "account_id" {
  description = "The only AWS account in which this configuration may run."
  type        = string

  validation {
    condition     = can(regex("^\\d{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "state_region" {
  description = "Region of the state; not the home region of the database, because the pipeline has to work while that one is lost."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.state_region)) && var.state_region != "us-east-1"
    error_message = "state_region must be a region other than us-east-1, the home region of the database."
  }
}

variable "bucket" {
  description = "Name of the state bucket, as in environments/<name>.yaml."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be a valid S3 bucket name."
  }
}

variable "lock_table" {
  description = "Name of the DynamoDB lock table, as in environments/<name>.yaml."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.lock_table))
    error_message = "lock_table must be a valid DynamoDB table name."
  }
}
