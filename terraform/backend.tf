# Bucket, key, region and lock table come from the environment file (T4):
# the actions pass them as -backend-config, so that one configuration serves all environments.
terraform {
  backend "s3" {}
}
