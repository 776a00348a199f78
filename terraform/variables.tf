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
  description = "The private hosted zone that is given, and the names that applications write and read through."
  type = object({
    hosted_zone_id = string
    zone_name      = string
    writer_name    = string
    reader_name    = string
  })

  validation {
    condition     = can(regex("^Z[A-Z0-9]{1,31}$", var.dns.hosted_zone_id))
    error_message = "dns.hosted_zone_id must be the id of a Route 53 hosted zone, for example Z0123456789ABCDEFGHIJ."
  }

  validation {
    condition     = endswith(var.dns.writer_name, ".${var.dns.zone_name}")
    error_message = "dns.writer_name must lie inside dns.zone_name."
  }

  validation {
    condition     = endswith(var.dns.reader_name, ".${var.dns.zone_name}") && var.dns.reader_name != var.dns.writer_name
    error_message = "dns.reader_name must lie inside dns.zone_name and differ from dns.writer_name."
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
    condition     = can(regex("^\\d{2}\\.\\d{1,2}$", var.database.engine_version))
    error_message = "database.engine_version must be a full version of Aurora PostgreSQL, for example 15.10: a region that picked its own minor version could not take over."
  }

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database.name))
    error_message = "database.name must be a lower-case PostgreSQL identifier of at most 63 characters."
  }

  validation {
    condition = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database.master_username)) && !contains(
      ["admin", "master", "postgres", "rds_superuser", "rdsadmin", "rdsrepladmin", "user"], var.database.master_username
    )
    error_message = "database.master_username must be a lower-case identifier that RDS does not reserve."
  }

  validation {
    condition     = can(regex("^db\\.(r[5-8]|x2)[a-z]*\\.(\\d{0,2}x?large|metal)$", var.database.instance_class))
    error_message = "database.instance_class must be memory-optimised, for example db.r6g.large: global databases do not support burstable classes."
  }

  # 14 and not 15: a primary cluster gives up one of its 15 replicas for each secondary region, and either cluster can be it.
  validation {
    condition     = var.database.readers_per_region >= 2 && var.database.readers_per_region <= 14 && floor(var.database.readers_per_region) == var.database.readers_per_region
    error_message = "database.readers_per_region must be a whole number from 2 to 14 (P3, S4)."
  }

  validation {
    condition     = var.database.backup_retention_days >= 1 && var.database.backup_retention_days <= 35 && floor(var.database.backup_retention_days) == var.database.backup_retention_days
    error_message = "database.backup_retention_days must be a whole number from 1 to 35; 0 would switch point-in-time recovery off (P4, S5)."
  }

  validation {
    condition     = can(regex("^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$", var.database.backup_window))
    error_message = "database.backup_window must be hh:mm-hh:mm in UTC, for example 03:00-03:30."
  }

  validation {
    condition     = can(regex("^((mon|tue|wed|thu|fri|sat|sun):([01]\\d|2[0-3]):[0-5]\\d(-|$)){2}$", var.database.maintenance_window))
    error_message = "database.maintenance_window must be ddd:hh:mm-ddd:hh:mm in UTC, for example sun:06:00-sun:07:00."
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
    egress_cidrs       = list(string)
  }))

  validation {
    condition     = toset(keys(var.regions)) == toset(["us-east-1", "us-west-2"])
    error_message = "regions must have exactly the keys us-east-1 and us-west-2."
  }

  validation {
    condition     = alltrue([for name, region in var.regions : alltrue([for zone in region.availability_zones : can(regex("^${name}[a-z]$", zone))])])
    error_message = "availability_zones must be zones of their own region."
  }

  validation {
    condition     = alltrue([for region in values(var.regions) : length(distinct(region.availability_zones)) == 3 && length(region.availability_zones) == 3])
    error_message = "Each region needs exactly three different availability zones (P3, S4)."
  }

  validation {
    condition     = alltrue([for region in values(var.regions) : length(distinct(region.private_subnet_ids)) == 3 && length(region.private_subnet_ids) == 3])
    error_message = "Each region needs exactly three different private subnets, one in each zone."
  }

  validation {
    condition     = alltrue([for region in values(var.regions) : can(cidrhost(region.vpc_cidr, 0))])
    error_message = "vpc_cidr must be a network in CIDR notation."
  }

  # Two networks overlap when both begin at the same address once cut to the shorter prefix of the two.
  validation {
    condition = try(length(distinct([
      for region in values(var.regions) : cidrhost(format("%s/%s",
        split("/", region.vpc_cidr)[0],
        min([for other in values(var.regions) : tonumber(split("/", other.vpc_cidr)[1])]...)
      ), 0)
    ])) == length(var.regions), true)
    error_message = "The vpc_cidr of the two regions must not overlap: overlapping networks cannot be peered."
  }

  # At most 25: those of both regions are admitted in both, beside our functions, and a security group holds 60 rules unless AWS is
  # asked for more.
  validation {
    condition     = alltrue([for region in values(var.regions) : length(region.application_cidrs) > 0 && length(region.application_cidrs) <= 25])
    error_message = "Each region needs 1 to 25 networks in application_cidrs: nobody else may connect to the database (T8)."
  }

  validation {
    condition = alltrue(flatten([
      for region in values(var.regions) : [for cidr in region.application_cidrs : can(cidrhost(cidr, 0)) && try(cidr == cidrsubnet(cidr, 0, 0), false) && !endswith(cidr, "/0")]
    ]))
    error_message = "application_cidrs must be networks in CIDR notation, without bits beyond the prefix, and never the whole internet (T8)."
  }

  # They are let in to the health endpoint of the other region.
  validation {
    condition = alltrue(flatten([
      for region in values(var.regions) : [for cidr in region.egress_cidrs : can(cidrhost(cidr, 0)) && try(tonumber(split("/", cidr)[1]) >= 24, false)]
    ])) && alltrue([for region in values(var.regions) : length(region.egress_cidrs) > 0])
    error_message = "Each region needs its public addresses in egress_cidrs, in CIDR notation and no wider than /24."
  }
}

variable "failover" {
  description = "When the loss of a region is declared, and who then promotes the other one (H6)."
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

  # The worst case: a loss just after a good probe, and the last probe waits its whole time.
  validation {
    condition     = var.failover.interval_ms * var.failover.failure_threshold + var.failover.timeout_ms <= var.objectives.detection_seconds * 1000
    error_message = "failover: interval_ms * failure_threshold + timeout_ms must not exceed the detection objective (O3)."
  }

  validation {
    condition     = var.failover.timeout_ms >= 100 && var.failover.timeout_ms <= var.failover.interval_ms
    error_message = "failover.timeout_ms must lie between 100 and interval_ms."
  }

  validation {
    condition     = contains(range(2, 11), var.failover.failure_threshold)
    error_message = "failover.failure_threshold must be a whole number from 2 to 10: one failure is no loss of a region."
  }

  validation {
    condition     = var.failover.in_region_grace_seconds >= 30 && var.failover.in_region_grace_seconds <= 240 && floor(var.failover.in_region_grace_seconds) == var.failover.in_region_grace_seconds
    error_message = "failover.in_region_grace_seconds must be a whole number from 30 to 240: Aurora's own failover takes about half a minute, and the recovery time is limited (O2)."
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

  validation {
    condition     = alltrue([for seconds in values(var.objectives) : seconds >= 1])
    error_message = "objectives must be at least 1 second each."
  }

  validation {
    condition = (var.objectives.rpo_seconds <= 60 && var.objectives.rto_seconds <= 300 &&
    var.objectives.detection_seconds <= 30 && var.objectives.replication_lag_seconds <= 60)
    error_message = "objectives may be stricter, not weaker, than RPO 60 s, RTO 300 s, detection 30 s and replication lag 60 s (O1 to O4)."
  }
}

variable "notification_emails" {
  description = "Addresses that are told of database events; each has to confirm its subscription."
  type        = list(string)

  validation {
    condition     = alltrue([for email in var.notification_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "notification_emails must be e-mail addresses."
  }
}

variable "health_check_failure_threshold" {
  description = "So many answers in a row, ten seconds apart, change the mind of Route 53."
  type        = number

  validation {
    condition     = contains([1, 2, 3], var.health_check_failure_threshold)
    error_message = "health_check_failure_threshold must be 1, 2 or 3: a failure has to be detected within 30 seconds (O3)."
  }
}

variable "secrets" {
  description = "How often passwords are changed, in days, and the role in the database that the users of applications belong to."
  type = object({
    rotation_days    = number
    application_role = string
  })

  validation {
    condition     = var.secrets.rotation_days >= 1 && var.secrets.rotation_days <= 90 && floor(var.secrets.rotation_days) == var.secrets.rotation_days
    error_message = "secrets.rotation_days must be a whole number from 1 to 90 (K2)."
  }

  # The users add the name of the region and a letter, and PostgreSQL keeps 63 characters.
  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,43}$", var.secrets.application_role)) && !startswith(var.secrets.application_role, "pg_") && !startswith(var.secrets.application_role, "rds")
    error_message = "secrets.application_role must be a lower-case PostgreSQL identifier of at most 44 characters that PostgreSQL and RDS do not reserve."
  }
}

variable "exports" {
  description = "How long manual exports of the database are kept, in days."
  type = object({
    glacier_after_days = number
    expire_after_days  = number
  })

  validation {
    condition     = var.exports.glacier_after_days >= 1 && var.exports.glacier_after_days <= 30 && floor(var.exports.glacier_after_days) == var.exports.glacier_after_days
    error_message = "exports.glacier_after_days must be a whole number from 1 to 30 (E3)."
  }

  validation {
    condition     = var.exports.expire_after_days >= var.exports.glacier_after_days + 90 && floor(var.exports.expire_after_days) == var.exports.expire_after_days
    error_message = "exports.expire_after_days must be a whole number, at least 90 days after the move to Glacier, which charges for 90 days in any case."
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
