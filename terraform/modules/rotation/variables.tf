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

variable "peer" {
  description = "The other region: its network, its master secret, and the KMS key of that."
  type = object({
    region            = string
    vpc_cidr          = string
    master_secret_arn = string
    data_key_arn      = string
  })

  validation {
    condition     = var.peer.region != var.region && startswith(var.peer.master_secret_arn, "arn:aws:secretsmanager:${var.peer.region}:")
    error_message = "peer must be another region, and peer.master_secret_arn a secret in it (K3)."
  }

  validation {
    condition     = startswith(var.peer.data_key_arn, "arn:aws:kms:${var.peer.region}:")
    error_message = "peer.data_key_arn must be a KMS key of the other region."
  }
}

variable "database" {
  description = "The global writer endpoint as host, and the reader endpoints of both regions."
  type = object({
    host              = string
    reader_hosts      = list(string)
    name              = string
    port              = number
    security_group_id = string
  })

  validation {
    condition     = length(distinct(var.database.reader_hosts)) == 2
    error_message = "database.reader_hosts must be the reader endpoints of both regions: a password that one of them does not have is not published."
  }
}

variable "global_cluster" {
  description = "The global database; its id is to be known only once all instances serve, because Secrets Manager has the function log in at once."
  type = object({
    id  = string
    arn = string
  })
}

variable "master_secret_arn" {
  description = "The master secret of this region."
  type        = string

  validation {
    condition     = startswith(var.master_secret_arn, "arn:aws:secretsmanager:${var.region}:")
    error_message = "master_secret_arn must be a secret of this region (K3)."
  }
}

variable "data_key_arn" {
  description = "KMS key of this region for the secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:kms:", var.data_key_arn))
    error_message = "data_key_arn must be an ARN of kms."
  }
}

variable "application_role" {
  description = "Role in the database that the users of the applications belong to."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,43}$", var.application_role))
    error_message = "application_role must be a lower-case PostgreSQL identifier of at most 44 characters."
  }
}

variable "rotation_days" {
  description = "Passwords are changed after so many days."
  type        = number

  validation {
    condition     = var.rotation_days >= 1 && var.rotation_days <= 90 && floor(var.rotation_days) == var.rotation_days
    error_message = "rotation_days must be a whole number from 1 to 90 (K2)."
  }
}

variable "freeze_table" {
  description = "The DynamoDB table, with the key id, in which a move of the writer freezes rotation: of this region, and of the same name in the other."
  type = object({
    name     = string
    arn      = string
    peer_arn = string
  })

  validation {
    condition     = endswith(var.freeze_table.arn, ":table/${var.freeze_table.name}") && endswith(var.freeze_table.peer_arn, ":table/${var.freeze_table.name}") && var.freeze_table.arn != var.freeze_table.peer_arn
    error_message = "freeze_table must be one table in each region, of the same name."
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
