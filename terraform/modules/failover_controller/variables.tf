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
  description = "The cluster of this region, which is promoted, and what Route 53 asks of it."
  type = object({
    cluster_id        = string
    cluster_arn       = string
    reader_endpoint   = string
    port              = number
    security_group_id = string
    health_url        = string
  })

  validation {
    condition     = can(regex("^arn:aws:rds:${var.region}:\\d{12}:cluster:", var.database.cluster_arn))
    error_message = "database.cluster_arn must be a cluster of the region of the controller: it promotes no other."
  }

  validation {
    condition     = startswith(var.database.health_url, "https://")
    error_message = "database.health_url must be an https URL."
  }
}

variable "peer" {
  description = "The other region, which is watched."
  type = object({
    region          = string
    vpc_cidr        = string
    cluster_arn     = string
    endpoint        = string
    reader_endpoint = string
    health_url      = string
  })

  validation {
    condition     = var.peer.region != var.region
    error_message = "peer.region must be the other region: a controller that watches over its own is lost together with it."
  }

  validation {
    condition     = startswith(var.peer.health_url, "https://")
    error_message = "peer.health_url must be an https URL."
  }

  validation {
    condition     = var.peer.endpoint != var.peer.reader_endpoint
    error_message = "peer.endpoint and peer.reader_endpoint must differ: the readers answer while Aurora moves the writer inside its region."
  }
}

variable "global_cluster" {
  description = "The global database."
  type = object({
    id  = string
    arn = string
  })
}

variable "writer_name" {
  description = "The name that applications write through; a failover is over when a write goes through it."
  type        = string
}

variable "failover" {
  description = "When the other region is declared down, and who then promotes this one (H6)."
  type = object({
    mode                    = string
    interval_ms             = number
    timeout_ms              = number
    failure_threshold       = number
    in_region_grace_seconds = number
  })

  validation {
    condition     = contains(["automatic", "manual"], var.failover.mode)
    error_message = "failover.mode must be automatic or manual (H6)."
  }

  validation {
    condition     = var.failover.interval_ms * var.failover.failure_threshold + var.failover.timeout_ms <= 30000
    error_message = "failover: a loss must be declared within 30 seconds (O3)."
  }

  validation {
    condition     = var.failover.failure_threshold >= 2
    error_message = "failover.failure_threshold must be at least 2: one failure is no loss of a region."
  }
}

variable "replication_lag_seconds" {
  description = "A cluster that was further behind than this is not promoted without a human (O1, O4)."
  type        = number

  validation {
    condition     = var.replication_lag_seconds >= 1 && var.replication_lag_seconds <= 60
    error_message = "replication_lag_seconds must lie between 1 and 60 (O4)."
  }
}

variable "table" {
  description = "Table of this region for the record of the controller."
  type = object({
    name = string
    arn  = string
  })

  validation {
    condition     = can(regex("^arn:aws:dynamodb:${var.region}:", var.table.arn))
    error_message = "table must be in the region of the controller: what another region knows is lost with it."
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

variable "messaging_key_arn" {
  description = "KMS key that encrypts the topic."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.messaging_key_arn))
    error_message = "messaging_key_arn must be an ARN of kms."
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
  description = "Topic of this region that alarms and the messages of the controller go to."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:sns:", var.topic_arn))
    error_message = "topic_arn must be an ARN of sns."
  }
}
