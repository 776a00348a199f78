variable "account_id" {
  description = "The AWS account of the environment."
  type        = string

  validation {
    condition     = can(regex("^\\d{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
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

variable "state" {
  description = "Where the environment's Terraform state and lock are, the key that encrypts both, and the key that wraps those of sealed plans."
  type = object({
    region        = string
    bucket        = string
    lock_table    = string
    key_arn       = string
    plans_key_arn = string
  })
}

variable "evidence" {
  description = "Where the evidence of drills is kept, in the region of the state; the key that signs it, and the key that encrypts it."
  type = object({
    bucket        = string
    key_arn       = string
    files_key_arn = string
  })
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
