# What the roles know the environment's resources by. Spelt out and not handed over, because the roles are there first.

locals {
  regions = ["us-east-1", "us-west-2"]
  suffix  = var.environment_suffix

  role_arn     = "arn:aws:iam::${var.account_id}:role/iam"
  boundary_arn = "arn:aws:iam::${var.account_id}:policy/policy-boundary-${local.suffix}"

  # The roles of the stack, one by one: a pattern would take in the roles of the pipeline, and let one of them change itself.
  stack_roles = {
    "lambda.amazonaws.com"         = flatten([for region in local.regions : [for purpose in local.functions : "${local.role_arn}-${purpose}-${region}-${local.suffix}"]])
    "monitoring.rds.amazonaws.com" = [for region in local.regions : "${local.role_arn}-monitoring-${region}-${local.suffix}"]
    "rds.amazonaws.com"            = [for region in local.regions : "${local.role_arn}-export-${region}-${local.suffix}"]
    "s3.amazonaws.com"             = ["${local.role_arn}-replication-${local.suffix}"]
  }
  functions = ["health", "failover-controller", "rotation", "drill-probe"]

  # Name of a kind of resource → ARNs in both regions.
  arns = {
    for kind, pattern in {
      cluster            = "rds:REGION:${var.account_id}:cluster:aurora-REGION-${local.suffix}"
      instances          = "rds:REGION:${var.account_id}:db:aurora-REGION-?-${local.suffix}"
      more_instances     = "rds:REGION:${var.account_id}:db:aurora-REGION-??-${local.suffix}"
      drill_cluster      = "rds:REGION:${var.account_id}:cluster:aurora-restore-drill-${local.suffix}"
      drill_snapshot     = "rds:REGION:${var.account_id}:cluster-snapshot:aurora-restore-drill-${local.suffix}"
      drill_instance     = "rds:REGION:${var.account_id}:db:aurora-restore-drill-${local.suffix}-1"
      unplanned_snapshot = "rds:REGION:${var.account_id}:cluster-snapshot:rds:unplanned-global-failover-aurora-REGION-${local.suffix}-*"
      kept_snapshot      = "rds:REGION:${var.account_id}:cluster-snapshot:unplanned-global-failover-aurora-REGION-${local.suffix}-*"
      subnet_group       = "rds:REGION:${var.account_id}:subgrp:subnets-database-${local.suffix}"
      cluster_parameters = "rds:REGION:${var.account_id}:cluster-pg:parameters-cluster-*-${local.suffix}"
      parameters         = "rds:REGION:${var.account_id}:pg:parameters-instance-*-${local.suffix}"
      option_group       = "rds:REGION:${var.account_id}:og:default:aurora-postgresql-*"
      events             = "rds:REGION:${var.account_id}:es:rds-*-events-${local.suffix}"
      secret             = "secretsmanager:REGION:${var.account_id}:secret:secret-*-${local.suffix}-??????"
      database_secret    = "secretsmanager:REGION:${var.account_id}:secret:secret-database-${local.suffix}-??????"
      application_secret = "secretsmanager:REGION:${var.account_id}:secret:secret-application-${local.suffix}-??????"
      key                = "kms:REGION:${var.account_id}:key/*"
      alias              = "kms:REGION:${var.account_id}:alias/kms-*-${local.suffix}"
      function           = "lambda:REGION:${var.account_id}:function:lambda-*-${local.suffix}"
      function_logs      = "logs:REGION:${var.account_id}:log-group:/aws/lambda/lambda-*-${local.suffix}"
      database_logs      = "logs:REGION:${var.account_id}:log-group:/aws/rds/cluster/aurora-REGION-${local.suffix}/*"
      alarm              = "cloudwatch:REGION:${var.account_id}:alarm:*-${local.suffix}"
      topic              = "sns:REGION:${var.account_id}:sns-*-${local.suffix}"
      queue              = "sqs:REGION:${var.account_id}:sqs-*-${local.suffix}"
      table              = "dynamodb:REGION:${var.account_id}:table/dynamodb-*-${local.suffix}"
      failover_table     = "dynamodb:REGION:${var.account_id}:table/dynamodb-failover-${local.suffix}"
      rule               = "events:REGION:${var.account_id}:rule/rule-*-${local.suffix}"
      rotation           = "lambda:REGION:${var.account_id}:function:lambda-rotation-REGION-${local.suffix}"
      drill_function     = "lambda:REGION:${var.account_id}:function:lambda-drill-probe-REGION-${local.suffix}"
      drill_bucket       = "s3:::s3-drill-*-${var.account_id}-REGION-${local.suffix}"
      bucket             = "s3:::s3-*-${var.account_id}-REGION-${local.suffix}"
      security_group     = "ec2:REGION:${var.account_id}:security-group/*"
      vpc                = "ec2:REGION:${var.account_id}:vpc/*"
      security_rule      = "ec2:REGION:${var.account_id}:security-group-rule/*"
      api                = "apigateway:REGION::/restapis"
      api_parts          = "apigateway:REGION::/restapis/*"
      api_tags           = "apigateway:REGION::/tags/*"
    } : kind => [for region in local.regions : "arn:aws:${replace(pattern, "REGION", region)}"]
  }
  global_cluster_arn = "arn:aws:rds::${var.account_id}:global-cluster:aurora-global-${local.suffix}"
  dashboard_arn      = "arn:aws:cloudwatch::${var.account_id}:dashboard/dashboard-*-${local.suffix}"
  hosted_zone_arn    = "arn:aws:route53:::hostedzone/${var.hosted_zone_id}"
  health_check_arn   = "arn:aws:route53:::healthcheck/*"

  state_bucket_arn = "arn:aws:s3:::${var.state.bucket}"
  state_key        = "${var.environment}/terraform.tfstate"
  lock_table_arn   = "arn:aws:dynamodb:${var.state.region}:${var.account_id}:table/${var.state.lock_table}"
  # What Terraform writes into the table: the lock, and the checksum of the state, which stays.
  lock_id     = "${var.state.bucket}/${local.state_key}"
  checksum_id = "${local.lock_id}-md5"
  # What apply, destroy and drill take, so that only one of them changes the environment.
  lease_id = "lease/${var.environment}"
  # How far the drill of the environment has come.
  drill_id = "drill/${var.environment}"

  # Sealed plans, and what the pipeline remembers of applies and drills (src/seal, src/records).
  plans_arn   = "${local.state_bucket_arn}/plans/${var.environment}/*"
  applies_arn = "${local.state_bucket_arn}/applies/${var.environment}/*"
  drills_arn  = "${local.state_bucket_arn}/drills/${var.environment}/*"

  # Evidence of drills (src/evidence), in a bucket of its own.
  evidence_bucket_arn = "arn:aws:s3:::${var.evidence.bucket}"
  evidence_arn        = "${local.evidence_bucket_arn}/evidence/${var.environment}/*"
}
