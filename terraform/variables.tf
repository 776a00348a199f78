# These variables are written by the actions from environments/<name>.yaml, which is checked more strictly and with
# better messages. The validations here protect whoever runs Terraform by hand.

variable "environment" {
  description = "Name of the environment, equal to the name of its YAML file."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,29}$", var.environment))
    error_message = "environment must be lower-case letters, digits and hyphens, at most 30 characters."
  }
}

variable "environment_suffix" {
  description = "Ends the name of every resource (T2)."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9]){1,15}$", var.environment_suffix)) && length(var.environment_suffix) <= 16
    error_message = "environment_suffix must be 2 to 16 lower-case letters, digits and single hyphens, beginning with a letter."
  }
}

variable "account_id" {
  description = "The only AWS account in which this configuration may run."
  type        = string

  validation {
    condition     = can(regex("^\\d{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "home_region" {
  description = "Where the writer lives at the first apply and after a fail back. It fixes the order of creation, not who writes later."
  type        = string

  # A secondary cluster can only be created once the writer's instances exist, and that order is part of the
  # dependency graph, which cannot depend on a variable. us-east-1 is the region that the requirements name as primary (P1).
  validation {
    condition     = var.home_region == "us-east-1"
    error_message = "home_region must be us-east-1: the order in which the clusters are created is fixed. Where the writer lives later is free; move it with a drill of kind switchover."
  }
}

variable "dns" {
  description = "The private hosted zone that is given, and the name that applications write through."
  type = object({
    hosted_zone_id = string
    zone_name      = string
    writer_name    = string
  })

  validation {
    condition     = endswith(var.dns.writer_name, ".${var.dns.zone_name}")
    error_message = "dns.writer_name must lie inside dns.zone_name."
  }
}

variable "database" {
  description = "The Aurora PostgreSQL clusters; the same in both regions."
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
    condition     = var.database.readers_per_region >= 2 && var.database.readers_per_region <= 15
    error_message = "database.readers_per_region must be from 2 to 15 (P3, S4)."
  }

  validation {
    condition     = var.database.backup_retention_days >= 1 && var.database.backup_retention_days <= 35
    error_message = "database.backup_retention_days must be from 1 to 35; 0 would switch point-in-time recovery off (P4, S5)."
  }

  validation {
    condition     = can(regex("^db\\.(r[5-8]|x2)", var.database.instance_class))
    error_message = "database.instance_class must be memory-optimised: global databases do not support burstable classes."
  }
}

variable "regions" {
  description = "The networks that are given: a VPC in each region, peered with the other, with one private subnet in each of three zones."
  type = map(object({
    vpc_id             = string
    vpc_cidr           = string
    availability_zones = list(string)
    private_subnet_ids = list(string)
    application_cidrs  = list(string)
  }))

  validation {
    condition     = toset(keys(var.regions)) == toset(["us-east-1", "us-west-2"])
    error_message = "regions must have exactly the keys us-east-1 and us-west-2."
  }

  validation {
    condition     = alltrue([for region in values(var.regions) : length(region.availability_zones) == 3 && length(region.private_subnet_ids) == 3])
    error_message = "Each region needs three availability zones and three private subnets."
  }

  validation {
    condition     = alltrue([for region in values(var.regions) : alltrue([for cidr in region.application_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])])
    error_message = "application_cidrs must be networks in CIDR notation, and never the whole internet (T8)."
  }
}

variable "objectives" {
  description = "Recovery objectives in seconds (O1 to O4)."
  type = object({
    rpo_seconds             = number
    rto_seconds             = number
    detection_seconds       = number
    replication_lag_seconds = number
  })
}

variable "notification_emails" {
  description = "Addresses that are told of database events."
  type        = list(string)
  default     = []
}
