variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
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

variable "home_region" {
  description = "The region of the provider aws.home. Given, not looked up, so that names and policies are known at plan."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.home_region))
    error_message = "home_region must be the name of an AWS region, for example us-east-1."
  }
}

variable "other_region" {
  description = "The region of the provider aws.other. Given, not looked up, so that names and policies are known at plan."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.other_region))
    error_message = "other_region must be the name of an AWS region, for example us-east-1."
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

variable "home_topic_arn" {
  description = "Topic of the home region that is told when replication fails."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:sns:", var.home_topic_arn))
    error_message = "home_topic_arn must be an ARN of sns."
  }
}

variable "other_topic_arn" {
  description = "Topic of the other region that is told when replication is late."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:sns:", var.other_topic_arn))
    error_message = "other_topic_arn must be an ARN of sns."
  }
}

variable "glacier_after_days" {
  description = "Exports move to Glacier after so many days (E3)."
  type        = number

  validation {
    condition     = var.glacier_after_days >= 1 && var.glacier_after_days <= 30 && floor(var.glacier_after_days) == var.glacier_after_days
    error_message = "glacier_after_days must be a whole number from 1 to 30 (E3)."
  }
}

variable "expire_after_days" {
  description = "Exports are deleted after so many days."
  type        = number

  validation {
    condition     = var.expire_after_days >= var.glacier_after_days + 90 && floor(var.expire_after_days) == var.expire_after_days
    error_message = "expire_after_days must be a whole number, at least 90 days after the move to Glacier: Glacier charges for 90 days in any case."
  }
}
