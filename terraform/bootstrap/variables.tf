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

variable "environment" {
  description = "Name of the environment, equal to the name of its YAML file and of its GitHub environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,29}$", var.environment))
    error_message = "environment must be lower-case letters, digits and hyphens, at most 30 characters."
  }
}

variable "environment_suffix" {
  description = "Ends the name of every resource (T2), and is what the roles know the environment's resources by."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9]){1,15}$", var.environment_suffix)) && length(var.environment_suffix) <= 16
    error_message = "environment_suffix must be 2 to 16 lower-case letters, digits and single hyphens, beginning with a letter."
  }
}

variable "hosted_zone_id" {
  description = "The private hosted zone that is given; the apply role writes records in no other."
  type        = string

  validation {
    condition     = can(regex("^Z[A-Z0-9]{1,31}$", var.hosted_zone_id))
    error_message = "hosted_zone_id must be the id of a Route 53 hosted zone."
  }
}

variable "github" {
  description = "The repository whose workflows assume the roles: names as GitHub writes them, ids as its API gives them, and the only branch from which anything is applied or drilled."
  type = object({
    owner          = string
    owner_id       = string
    repository     = string
    repository_id  = string
    default_branch = string
  })

  # They become part of conditions that are compared letter by letter; a pattern or a colon in one would let others in.
  validation {
    condition     = can(regex("^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$", var.github.owner)) && can(regex("^[A-Za-z0-9._-]{1,100}$", var.github.repository))
    error_message = "github.owner and github.repository must be the names of a GitHub account and of a repository, without a slash."
  }

  validation {
    condition     = can(regex("^[1-9]\\d{0,19}$", var.github.owner_id)) && can(regex("^[1-9]\\d{0,19}$", var.github.repository_id))
    error_message = "github.owner_id and github.repository_id must be numbers: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$", var.github.default_branch))
    error_message = "github.default_branch must be the name of a branch, without refs/heads/."
  }
}

variable "oidc_provider_exists" {
  description = "Whether the account already has an OIDC provider for GitHub; an account can have only one."
  type        = bool
}

variable "evidence_retention_days" {
  description = "So long the evidence of a drill is locked, from the day it was written; 1827 days are five years. A change counts for what is written afterwards."
  type        = number
  default     = 1827

  validation {
    condition     = var.evidence_retention_days >= 1 && var.evidence_retention_days <= 36500 && floor(var.evidence_retention_days) == var.evidence_retention_days
    error_message = "evidence_retention_days must be a whole number of days from 1 to 36500."
  }
}

variable "evidence_lock_mode" {
  description = "How evidence is locked. GOVERNANCE: an administrator can open it, which CloudTrail tells. COMPLIANCE: nobody can, and the account cannot be emptied before. NONE: not at all, for a sandbox. A bucket that was made with NONE has to be made anew for a lock."
  type        = string
  default     = "GOVERNANCE"
  nullable    = false

  validation {
    condition     = contains(["GOVERNANCE", "COMPLIANCE", "NONE"], var.evidence_lock_mode)
    error_message = "evidence_lock_mode must be GOVERNANCE, COMPLIANCE or NONE."
  }
}
