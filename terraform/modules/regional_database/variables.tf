variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.environment_suffix))
    error_message = "environment_suffix must be lower-case letters, digits and single hyphens."
  }
}

variable "region" {
  description = "The region of the provider. Given, not looked up: a data source may be unknown at plan, and the names with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-\\d$", var.region))
    error_message = "region must be the name of an AWS region, for example us-east-1."
  }
}

variable "account_id" {
  description = "The account, on whose behalf alone RDS may use the monitoring role."
  type        = string

  validation {
    condition     = can(regex("^\\d{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "global_cluster_id" {
  description = "The global database to join."
  type        = string
}

variable "database" {
  description = "Engine, size and backups; the same in both regions."
  type = object({
    engine_version        = string
    name                  = string
    master_username       = string
    instance_class        = string
    readers_per_region    = number
    backup_retention_days = number
    backup_window         = string
    maintenance_window    = string
  })

  validation {
    condition     = var.database.readers_per_region >= 2
    error_message = "database.readers_per_region must be at least 2: a region has to keep a writer and a reader after it lost one more instance (P3, S4)."
  }

  validation {
    condition     = var.database.backup_retention_days >= 1
    error_message = "database.backup_retention_days must be at least 1 (P4, S5)."
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

variable "network" {
  description = "The network that is given in this region."
  type = object({
    vpc_id             = string
    vpc_cidr           = string
    availability_zones = list(string)
    private_subnet_ids = list(string)
    application_cidrs  = list(string)
  })

  validation {
    condition     = length(distinct(var.network.availability_zones)) == 3
    error_message = "network.availability_zones must be three different zones (P3, S4)."
  }

  validation {
    condition     = alltrue([for cidr in var.network.application_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "network.application_cidrs must be networks in CIDR notation, and never the whole internet (T8)."
  }
}

variable "peer_application_cidrs" {
  description = "Application subnets of the other region, which reach this one over the peering."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.peer_application_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "peer_application_cidrs must be networks in CIDR notation, and never the whole internet (T8)."
  }
}

variable "peer_private_cidrs" {
  description = "Private subnets of the other region: its functions reach this database over the peering."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.peer_private_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "peer_private_cidrs must be networks in CIDR notation, and never the whole internet (T8)."
  }
}

variable "data_key_arn" {
  description = "KMS key of this region for data at rest."
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

variable "export_role_arn" {
  description = "Role through which the cluster writes exports to S3."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:iam:", var.export_role_arn))
    error_message = "export_role_arn must be the ARN of an IAM role."
  }
}

variable "s3_prefix_list_id" {
  description = "AWS's list of the addresses of S3 in this region, which exports are written to."
  type        = string

  validation {
    condition     = can(regex("^pl-[0-9a-f]+$", var.s3_prefix_list_id))
    error_message = "s3_prefix_list_id must be the id of a prefix list."
  }
}

variable "creates_the_database" {
  description = "Whether this cluster is created first, with user, password and database; the other one copies them."
  type        = bool

  validation {
    condition     = var.creates_the_database == (var.source_region == null)
    error_message = "A cluster either creates the database or has the region that it is first copied from, source_region."
  }
}

variable "source_region" {
  description = "The region that this cluster is first copied from; null for the one that creates the database."
  type        = string
  default     = null
}

variable "master_password" {
  description = "Password of the master user; only for the cluster that creates the database."
  type        = string
  default     = null
  ephemeral   = true
}

variable "master_password_version" {
  description = "Changes when the password is to be set anew."
  type        = number
  default     = null
}
