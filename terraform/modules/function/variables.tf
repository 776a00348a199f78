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

variable "purpose" {
  description = "What the function is for, in one word; part of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.purpose))
    error_message = "purpose must be 2 to 20 lower-case letters, digits and hyphens."
  }
}

variable "description" {
  description = "What the function does, in one sentence without a full stop."
  type        = string

  validation {
    condition     = !endswith(var.description, ".") && length(var.description) <= 200
    error_message = "description must be one sentence of at most 200 characters, without a full stop."
  }
}

variable "zip" {
  description = "Path of the function's code, a zip that the project builds."
  type        = string

  validation {
    condition     = endswith(var.zip, ".zip")
    error_message = "zip must be the path of a zip file."
  }
}

variable "timeout_seconds" {
  description = "The function is ended after this time."
  type        = number

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must lie between 1 and 900."
  }
}

variable "network" {
  description = "The network that is given in this region."
  type = object({
    vpc_id             = string
    vpc_cidr           = string
    availability_zones = list(string)
    private_subnet_ids = list(string)
    application_cidrs  = list(string)
  })
}

variable "database_cidrs" {
  description = "Networks of the databases that the function connects to."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.database_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "database_cidrs must be networks in CIDR notation, and never the whole internet (T8)."
  }
}

variable "database_security_group_id" {
  description = "Security group of the database of this region; the function is let in."
  type        = string

  validation {
    condition     = can(regex("^sg-[0-9a-f]+$", var.database_security_group_id))
    error_message = "database_security_group_id must be the id of a security group."
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

variable "settings" {
  description = "Environment variables of the function. No secrets: they are shown in the console and in plans."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "settings must have names in upper case."
  }
}

variable "permissions" {
  description = "What the function may do beside logging and joining the network, as a policy document."
  type        = string

  validation {
    condition     = can(jsondecode(var.permissions))
    error_message = "permissions must be a policy document in JSON."
  }
}

variable "logs_key_arn" {
  description = "KMS key of this region for log groups."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.logs_key_arn))
    error_message = "logs_key_arn must be an ARN of kms."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number

  validation {
    condition     = contains([7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of the periods that CloudWatch Logs knows: 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
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
