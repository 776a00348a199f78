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

variable "peer_vpc_cidr" {
  description = "Range of the other region's network, which is reached over the peering."
  type        = string

  validation {
    condition     = can(cidrhost(var.peer_vpc_cidr, 0)) && !endswith(var.peer_vpc_cidr, "/0")
    error_message = "peer_vpc_cidr must be a network in CIDR notation, and never the whole internet (T8)."
  }
}

variable "database" {
  description = "How the database is reached: the name for writing, the endpoints of the cluster of each region, and the cluster that a restore drill makes."
  type = object({
    writer_name         = string
    port                = number
    security_group_id   = string
    restored_cluster_id = string
    endpoints = map(object({
      writer = string
      reader = string
    }))
  })

  validation {
    condition     = length(var.database.endpoints) == 2 && contains(keys(var.database.endpoints), var.region)
    error_message = "database.endpoints must have those of two regions, and of this one among them."
  }
}

variable "expire_after_days" {
  description = "Histories are deleted after so many days."
  type        = number

  validation {
    condition     = var.expire_after_days >= 7 && floor(var.expire_after_days) == var.expire_after_days
    error_message = "expire_after_days must be a whole number of at least 7: a drill must still be there when it is looked into."
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

variable "application_secret_arn" {
  description = "Secret of this region that its applications log in with: the rotation drill has the function log in as they do."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:secretsmanager:", var.application_secret_arn))
    error_message = "application_secret_arn must be an ARN of secretsmanager."
  }
}

variable "data_key_arn" {
  description = "KMS key of this region that encrypts the secret, and the histories."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.data_key_arn))
    error_message = "data_key_arn must be an ARN of kms."
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
