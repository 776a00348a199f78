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
}
