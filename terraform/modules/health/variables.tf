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

variable "zip" {
  description = "Path of the function's code, a zip that the project builds."
  type        = string

  validation {
    condition     = endswith(var.zip, ".zip")
    error_message = "zip must be the path of a zip file."
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

variable "database" {
  description = "The cluster of this region."
  type = object({
    cluster_id        = string
    endpoint          = string
    reader_endpoint   = string
    name              = string
    port              = number
    security_group_id = string
  })

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.database.endpoint)) && can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.database.reader_endpoint))
    error_message = "database.endpoint and database.reader_endpoint must be host names."
  }
}

variable "caller_cidrs" {
  description = "Who may ask beside Route 53: the public addresses of the failover controllers."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.caller_cidrs : can(cidrhost(cidr, 0)) && try(tonumber(split("/", cidr)[1]) >= 24, false)])
    error_message = "caller_cidrs must be addresses in CIDR notation, no wider than /24."
  }
}

variable "secret_arn" {
  description = "Secret of this region with user and password."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:secretsmanager:", var.secret_arn))
    error_message = "secret_arn must be an ARN of secretsmanager."
  }
}

variable "data_key_arn" {
  description = "KMS key that encrypts the secret."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.data_key_arn))
    error_message = "data_key_arn must be an ARN of kms."
  }
}

variable "replication_lag_seconds" {
  description = "A replica that lags more than this is unfit to be read (H2)."
  type        = number

  validation {
    condition     = var.replication_lag_seconds >= 1 && var.replication_lag_seconds <= 60
    error_message = "replication_lag_seconds must lie between 1 and 60 (H2)."
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
