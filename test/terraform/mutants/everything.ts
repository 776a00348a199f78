import { both, type PlanMutant } from './mutant';

const KEYS = 'modules/encryption/main.tf';
const FUNCTION = 'modules/function/main.tf';
const key = (name: string) => both(`module.encryption_{region}.aws_kms_key.${name}`);
const health = (address: string) => both(`module.health_{region}.module.function.${address}`);

/** Keys, functions, permissions, names, tags and providers (T). */
export const EVERYTHING_MUTANTS: readonly PlanMutant[] = [
  {
    name: 'a key that RDS events may not use',
    edits: [{ file: KEYS, replace: '"events.rds.amazonaws.com", ', by: '' }],
    expected: { rule: 'DR605', at: key('messaging'), says: 'let events.rds.amazonaws.com use it' },
  },
  {
    name: 'a key that alarms may not use',
    edits: [{ file: KEYS, replace: ', "cloudwatch.amazonaws.com"]', by: ']' }],
    expected: { rule: 'DR605', at: key('messaging'), says: 'let cloudwatch.amazonaws.com use it' },
  },
  {
    name: 'a key that topics may not use',
    edits: [{ file: KEYS, replace: '["sns.amazonaws.com"]', by: '["sqs.amazonaws.com"]' }],
    expected: { rule: 'DR605', at: key('messaging'), says: 'let sns.amazonaws.com use it' },
  },
  {
    name: 'a key that logs may not use',
    edits: [{ file: KEYS, replace: '["logs.${var.region}.amazonaws.com"]', by: '["logs.amazonaws.com"]' }],
    expected: { rule: 'DR605', at: key('logs'), says: 'amazonaws.com use it' },
  },
  {
    name: 'a key that databases may not use',
    edits: [{ file: KEYS, replace: '["rds.${var.region}.amazonaws.com", "secretsmanager', by: '["secretsmanager' }],
    expected: { rule: 'DR605', at: key('data'), says: 'let rds.' },
  },
  {
    name: 'a key that secrets may not use',
    edits: [{ file: KEYS, replace: ', "secretsmanager.${var.region}.amazonaws.com"]', by: ']' }],
    expected: { rule: 'DR605', at: key('data'), says: 'let secretsmanager.' },
  },
  {
    name: 'a key for every account',
    edits: [{ file: KEYS, replace: '"kms:CallerAccount"', by: '"aws:RequestedRegion"', nth: 1 }],
    expected: { rule: 'DR606', at: key('data'), says: 'lets every account' },
  },
  {
    name: 'a key that never rotates',
    edits: [{ file: KEYS, replace: 'enable_key_rotation     = true', by: 'enable_key_rotation     = false', nth: 3 }],
    expected: { rule: 'DR606', at: key('logs'), says: 'never change' },
  },
  {
    name: 'a runtime that AWS has retired',
    edits: [{ file: FUNCTION, replace: '"nodejs22.x"', by: '"nodejs18.x"' }],
    expected: { rule: 'DR607', at: health('aws_lambda_function.this'), says: 'nodejs18.x' },
    also: ['DR607'],
  },
  {
    name: 'functions outside the network',
    edits: [
      {
        file: FUNCTION,
        replace:
          '  vpc_config {\n    subnet_ids         = var.network.private_subnet_ids\n    security_group_ids = [aws_security_group.this.id]\n  }\n',
        by: '',
      },
    ],
    expected: { rule: 'DR608', at: health('aws_lambda_function.this'), says: 'cannot reach the database' },
    also: ['DR608'],
  },
  {
    name: 'logs of functions that are kept for ever',
    edits: [{ file: FUNCTION, replace: '  retention_in_days = var.log_retention_days\n', by: '' }],
    expected: { rule: 'DR609', at: health('aws_cloudwatch_log_group.this'), says: 'for ever' },
    also: ['DR609'],
  },
  {
    name: 'a log group that Lambda makes',
    edits: [
      { file: FUNCTION, replace: 'name              = local.log_group', by: 'name              = "/aws/lambda/other"' },
      { file: FUNCTION, replace: '    log_group  = aws_cloudwatch_log_group.this.name\n', by: '' },
    ],
    expected: { rule: 'DR609', at: health('aws_lambda_function.this'), says: 'nobody makes the log group' },
    also: ['DR609'],
  },
  {
    name: 'functions that can make log groups',
    edits: [
      { file: FUNCTION, replace: '["logs:CreateLogStream", ', by: '["logs:CreateLogGroup", "logs:CreateLogStream", ' },
    ],
    expected: { rule: 'DR611', at: health('aws_iam_role_policy.this'), says: 'logs:CreateLogGroup' },
    also: ['DR611'],
  },
  {
    name: 'all calls of a service',
    edits: [
      { file: 'modules/health/main.tf', replace: '["secretsmanager:GetSecretValue"]', by: '["secretsmanager:*"]' },
    ],
    expected: { rule: 'DR610', at: health('aws_iam_role_policy.this'), says: 'allows secretsmanager:*' },
  },
  {
    name: 'every secret',
    edits: [{ file: 'modules/health/main.tf', replace: 'resources = [var.secret_arn]', by: 'resources = ["*"]' }],
    expected: { rule: 'DR610', at: health('aws_iam_role_policy.this'), says: 'on every resource' },
  },
  {
    name: 'a role for everybody',
    edits: [
      {
        file: FUNCTION,
        replace: 'type        = "Service"\n      identifiers = ["lambda.amazonaws.com"]',
        by: 'type        = "AWS"\n      identifiers = ["*"]',
      },
    ],
    expected: { rule: 'DR612', at: health('aws_iam_role.this'), says: 'anybody could assume it' },
    also: ['DR612'],
  },
  {
    name: 'a region without the required tags',
    edits: [{ file: 'providers.tf', replace: '  default_tags {\n    tags = local.tags\n  }\n', by: '', nth: 2 }],
    expected: { rule: 'DR603', at: ['provider["aws.us_west_2"]'], says: 'default_tags' },
    also: ['DR601'],
  },
  {
    name: 'another value of a required tag',
    edits: [{ file: 'locals.tf', replace: '= "production"', by: '= "prod"' }],
    expected: {
      rule: 'DR601',
      at: [
        'module.routing.aws_route53_health_check.writer["us-east-1"]',
        ...both('module.database_{region}.aws_rds_cluster.this'),
      ],
      says: 'Environment=production',
    },
    also: ['DR601'],
  },
  {
    name: 'a provider for any account',
    edits: [{ file: 'providers.tf', replace: '  allowed_account_ids = [var.account_id]\n', by: '', nth: 1 }],
    expected: { rule: 'DR603', at: ['provider["aws.us_east_1"]'], says: 'allowed_account_ids' },
  },
  {
    name: 'a name without the suffix',
    edits: [
      {
        file: 'modules/replication/main.tf',
        replace: '"alarm-engine-${var.region}-${var.environment_suffix}"',
        by: '"alarm-engine-${var.region}"',
      },
    ],
    expected: {
      rule: 'DR602',
      at: both('module.replication_{region}.aws_cloudwatch_metric_alarm.engine'),
      says: '-sbx',
    },
  },
  {
    name: 'a name in another order',
    edits: [
      {
        file: 'modules/global_database/main.tf',
        replace: '"aurora-global-${var.environment_suffix}"',
        by: '"${var.environment_suffix}-aurora-global"',
      },
    ],
    expected: { rule: 'DR602', at: ['module.global_database.aws_rds_global_cluster.this'], says: 'sbx-aurora-global' },
  },
];
