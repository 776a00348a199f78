locals {
  # T5: on every resource that can carry tags, through default_tags of both providers.
  tags = {
    Environment       = "production"
    "DR-Tier"         = "critical"
    ManagedBy         = "terraform"
    EnvironmentName   = var.environment
    environmentSuffix = var.environment_suffix
  }

  port = 5432

  # Both controllers ask both health endpoints: that of the other region for what it says, that of their own to know that they
  # are not cut off.
  controller_cidrs = distinct(flatten([for region in values(var.regions) : region.egress_cidrs]))
}
