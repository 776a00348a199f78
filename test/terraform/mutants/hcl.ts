import type { Edit } from './mutant';

/** A way to break the configuration that no plan shows. */
export interface HclMutant {
  readonly name: string;
  readonly edit: Edit;
  /** Of a rule in tooling/hcl-rules/rules.ts, the place of its finding, and a part of the sentence. */
  readonly expected: readonly [rule: string, where: string, says: string];
}

const CLUSTER = 'modules/regional_database/main.tf';
const PARAMETERS = 'modules/regional_database/parameters.tf';
const CREDENTIALS = 'modules/credentials/main.tf';
const CLUSTER_WHERE = 'modules/regional_database: aws_rds_cluster.this';
const PASSWORD_WHERE = 'modules/credentials: ephemeral.aws_secretsmanager_random_password.master';

export const HCL_MUTANTS: readonly HclMutant[] = [
  {
    name: 'the source of replication is not ignored',
    edit: { file: CLUSTER, replace: '      replication_source_identifier,\n', by: '' },
    expected: ['HCL01', CLUSTER_WHERE, 'promote the replica'],
  },
  {
    name: 'membership of the global database is not ignored',
    edit: { file: CLUSTER, replace: '      global_cluster_identifier,\n', by: '' },
    expected: ['HCL01', CLUSTER_WHERE, 'global_cluster_identifier is not in ignore_changes'],
  },
  {
    name: 'the engine version of clusters is not ignored',
    edit: { file: CLUSTER, replace: '      engine_version,\n', by: '', nth: 1 },
    expected: ['HCL01', CLUSTER_WHERE, 'engine_version is not in ignore_changes'],
  },
  {
    name: 'the engine version of instances is not ignored',
    edit: { file: CLUSTER, replace: '      engine_version,\n', by: '', nth: 2 },
    expected: ['HCL01', 'modules/regional_database: aws_rds_cluster_instance.this', 'undone in one instance'],
  },
  {
    name: 'the labels of a rotated secret are not ignored',
    edit: {
      file: CREDENTIALS,
      replace: 'ignore_changes = [version_stages]',
      by: 'ignore_changes = [secret_id]',
      nth: 1,
    },
    expected: ['HCL01', 'modules/credentials: aws_secretsmanager_secret_version.home', 'AWSCURRENT'],
  },
  {
    name: 'everything is ignored',
    edit: {
      file: 'modules/encryption/main.tf',
      replace: 'resource "aws_kms_alias" "data" {',
      by: 'resource "aws_kms_alias" "data" {\n  # For a reason.\n  lifecycle {\n    ignore_changes = all\n  }\n',
    },
    expected: ['HCL01', 'modules/encryption: aws_kms_alias.data', 'hides every drift'],
  },
  {
    name: 'an attribute is ignored for no reason',
    edit: {
      file: CLUSTER,
      replace: '      # Upgrades go through the global cluster, which upgrades its members.\n',
      by: '',
    },
    expected: ['HCL02', 'modules/regional_database/main.tf', 'engine_version, why it is ignored'],
  },
  {
    name: 'cluster parameters go before their successors',
    edit: { file: PARAMETERS, replace: 'create_before_destroy = true', by: 'create_before_destroy = false', nth: 1 },
    expected: ['HCL03', 'modules/regional_database: aws_rds_cluster_parameter_group.this', 'create_before_destroy'],
  },
  {
    name: 'instance parameters go before their successors',
    edit: { file: PARAMETERS, replace: 'create_before_destroy = true', by: 'create_before_destroy = false', nth: 2 },
    expected: ['HCL03', 'modules/regional_database: aws_db_parameter_group.this', 'create_before_destroy'],
  },
  {
    name: 'a cluster does not wait for its log group',
    edit: { file: CLUSTER, replace: '  depends_on = [aws_cloudwatch_log_group.postgresql]\n', by: '' },
    expected: ['HCL04', CLUSTER_WHERE, 'outlives a destroy'],
  },
  {
    name: 'instances do not wait for the permission to monitor',
    edit: { file: CLUSTER, replace: '  depends_on = [aws_iam_role_policy_attachment.monitoring]\n', by: '' },
    expected: ['HCL04', 'modules/regional_database: aws_rds_cluster_instance.this', 'may not monitor'],
  },
  {
    name: 'replication does not wait for versions of the copy',
    edit: { file: 'modules/exports/replication.tf', replace: '    aws_s3_bucket_versioning.other,\n', by: '' },
    expected: ['HCL04', 'modules/exports: aws_s3_bucket_replication_configuration.home', 'without versions'],
  },
  {
    name: 'a subscription does not wait for the queue’s policy',
    edit: {
      file: 'modules/notifications/queues.tf',
      replace: '[aws_sqs_queue_policy.events, aws_sqs_queue_policy.undelivered]',
      by: '[aws_sqs_queue_policy.undelivered]',
    },
    expected: ['HCL04', 'modules/notifications: aws_sns_topic_subscription.queue', 'not delivered'],
  },
  {
    name: 'the network of a function outlives its permissions',
    edit: { file: 'modules/function/main.tf', replace: '  depends_on = [aws_iam_role_policy.this]\n', by: '', nth: 1 },
    expected: ['HCL04', 'modules/function: aws_security_group.this', 'for good'],
  },
  {
    name: 'a function does not wait for its permissions',
    edit: { file: 'modules/function/main.tf', replace: '  depends_on = [aws_iam_role_policy.this]\n', by: '', nth: 2 },
    expected: ['HCL04', 'modules/function: aws_lambda_function.this', 'neither be made in the VPC'],
  },
  {
    name: 'a password in the state',
    edit: {
      file: CREDENTIALS,
      replace: 'ephemeral "aws_secretsmanager_random_password" "master" {',
      by: 'resource "random_password" "master" {\n  length = 40\n}\n\nephemeral "aws_secretsmanager_random_password" "master" {',
    },
    expected: ['HCL05', 'modules/credentials: random_password.master', 'stands in the state'],
  },
  {
    name: 'a secret that a data source reads',
    edit: {
      file: CREDENTIALS,
      replace: 'ephemeral "aws_secretsmanager_secret_version" "home" {',
      by: 'data "aws_secretsmanager_secret_version" "home" {',
    },
    expected: ['HCL05', 'modules/credentials: data.aws_secretsmanager_secret_version.home', 'into the state'],
  },
  {
    name: 'a plaintext argument',
    edit: { file: CLUSTER, replace: 'master_password_wo         =', by: 'master_password            =' },
    expected: ['HCL05', CLUSTER_WHERE, 'write-only form'],
  },
  {
    name: 'a password variable that is kept',
    edit: { file: 'modules/regional_database/variables.tf', replace: '  ephemeral   = true\n', by: '' },
    expected: ['HCL06', 'modules/regional_database: variable.master_password', 'mark it ephemeral'],
  },
  {
    name: 'a short password',
    edit: { file: CREDENTIALS, replace: '= 40', by: '= 12' },
    expected: ['HCL07', PASSWORD_WHERE, 'at least 32'],
  },
  {
    name: 'a password without special characters',
    edit: {
      file: CREDENTIALS,
      replace: 'require_each_included_type = true',
      by: 'require_each_included_type = true\n  exclude_punctuation = true',
    },
    expected: ['HCL07', PASSWORD_WHERE, 'special characters'],
  },
  {
    name: 'a default provider that nobody configures',
    edit: {
      file: 'modules/exports/replication.tf',
      replace: 'data "aws_iam_policy_document" "replication" {\n  provider = aws.home\n',
      by: 'data "aws_iam_policy_document" "replication" {\n',
    },
    expected: ['HCL08', 'modules/exports: data.aws_iam_policy_document.replication', 'names no provider'],
  },
  {
    name: 'state in a file',
    edit: { file: 'backend.tf', replace: 'backend "s3" {}', by: 'backend "local" {}' },
    expected: ['HCL09', 'root: terraform.backend', 'kept in S3'],
  },
  {
    name: 'one state for all environments',
    edit: { file: 'backend.tf', replace: 'backend "s3" {}', by: 'backend "s3" {\n    key = "terraform.tfstate"\n  }' },
    expected: ['HCL09', 'root: terraform.backend', 'shares one state'],
  },
  {
    name: 'a failure threshold that nothing limits',
    edit: {
      file: 'variables.tf',
      replace: '  validation {\n    condition     = contains([1, 2, 3], var.health_check_failure_threshold)',
      by: '  unchecked {\n    condition     = contains([1, 2, 3], var.health_check_failure_threshold)',
    },
    expected: ['HCL10', 'root: variable.health_check_failure_threshold', 'no validation'],
  },
  {
    name: 'a cluster that Terraform refuses to destroy',
    edit: {
      file: CLUSTER,
      replace: '    ignore_changes = [',
      by: '    prevent_destroy = true\n    ignore_changes = [',
      nth: 1,
    },
    expected: ['HCL11', CLUSTER_WHERE, 'prevent_destroy'],
  },
  {
    name: 'a program that an apply runs',
    edit: {
      file: 'modules/global_database/main.tf',
      replace: 'force_destroy       = true',
      by: 'force_destroy       = true\n\n  provisioner "local-exec" {\n    command = "true"\n  }',
    },
    expected: ['HCL12', 'modules/global_database: aws_rds_global_cluster.this', 'provisioner'],
  },
  {
    name: 'a program that a plan runs',
    edit: {
      file: 'database.tf',
      replace: 'module "global_database" {',
      by: 'data "external" "anything" {\n  program = ["true"]\n}\n\nmodule "global_database" {',
    },
    expected: ['HCL12', 'root: data.external.anything', 'not of the AWS provider'],
  },
  {
    name: 'writers that go where readers may go',
    edit: {
      file: 'modules/routing/main.tf',
      replace: 'aws_route53_health_check.endpoint["${each.key}-writer"]',
      by: 'aws_route53_health_check.endpoint["${each.key}-replica"]',
    },
    expected: ['HCL13', 'modules/routing: aws_route53_health_check.writer', 'does not ask for /writer'],
  },
];
