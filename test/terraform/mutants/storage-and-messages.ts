import { both, type PlanMutant } from './mutant';

const BUCKETS = 'modules/exports/main.tf';
const REPLICATION = 'modules/exports/replication.tf';
const LIFECYCLE = 'modules/exports/lifecycle.tf';
const QUEUES = 'modules/notifications/queues.tf';
const EVENTS = 'modules/notifications/database_events.tf';
const sides = (address: string) => ['home', 'other'].map((side) => address.replaceAll('{side}', side));
const queue = (name: string) => both(`module.notifications_{region}.aws_sqs_queue.${name}`);

/** Exports, secrets and notifications (E, K, N). */
export const STORAGE_AND_MESSAGE_MUTANTS: readonly PlanMutant[] = [
  {
    name: 'exports without versions',
    edits: [{ file: BUCKETS, replace: 'status = "Enabled"', by: 'status = "Suspended"', nth: 1 }],
    expected: { rule: 'DR301', at: ['module.exports.aws_s3_bucket_versioning.home'], says: 'set versioning' },
  },
  {
    name: 'a copy without versions',
    edits: [{ file: BUCKETS, replace: 'status = "Enabled"', by: 'status = "Suspended"', nth: 2 }],
    expected: { rule: 'DR301', at: ['module.exports.aws_s3_bucket_versioning.other'], says: 'set versioning' },
  },
  {
    name: 'copies without what is encrypted',
    edits: [
      {
        file: REPLICATION,
        replace: 'sse_kms_encrypted_objects {\n        status = "Enabled"',
        by: 'sse_kms_encrypted_objects {\n        status = "Disabled"',
      },
    ],
    expected: {
      rule: 'DR302',
      at: ['module.exports.aws_s3_bucket_replication_configuration.home'],
      says: 'encrypted with KMS',
    },
  },
  {
    name: 'copies without a key',
    edits: [
      {
        file: REPLICATION,
        replace: '      encryption_configuration {\n        replica_kms_key_id = var.other_key_arn\n      }\n',
        by: '',
      },
    ],
    expected: {
      rule: 'DR302',
      at: ['module.exports.aws_s3_bucket_replication_configuration.home'],
      says: 'replica_kms_key_id',
    },
  },
  {
    name: 'copying switched off',
    edits: [
      {
        file: REPLICATION,
        replace: 'priority = 0\n    status   = "Enabled"',
        by: 'priority = 0\n    status   = "Disabled"',
      },
    ],
    expected: {
      rule: 'DR302',
      at: ['module.exports.aws_s3_bucket_replication_configuration.home'],
      says: 'switched off',
    },
  },
  {
    name: 'a copying role that cannot decrypt',
    edits: [{ file: REPLICATION, replace: '["kms:Decrypt"]', by: '["kms:DescribeKey"]' }],
    expected: { rule: 'DR303', at: ['module.exports.aws_iam_role_policy.replication'], says: 'kms:Decrypt' },
  },
  {
    name: 'failed copies that nobody hears of',
    edits: [{ file: REPLICATION, replace: '"OperationsFailedReplication"', by: '"OperationsPendingReplication"' }],
    expected: { rule: 'DR304', at: ['module.exports'], says: 'could not be copied' },
  },
  {
    name: 'Glacier after 90 days',
    edits: [
      {
        file: LIFECYCLE,
        replace: '      days          = var.glacier_after_days',
        by: '      days          = 90',
        nth: 1,
      },
    ],
    expected: {
      rule: 'DR305',
      at: ['module.exports.aws_s3_bucket_lifecycle_configuration.home'],
      says: 'after 90 days',
    },
  },
  {
    name: 'no lifecycle on the copy',
    edits: [{ file: LIFECYCLE, replace: 'bucket = aws_s3_bucket.other.id', by: 'bucket = aws_s3_bucket.home.id' }],
    expected: { rule: 'DR305', at: ['module.exports.aws_s3_bucket.other'], says: 'each bucket needs its own' },
    also: ['DR305'],
  },
  {
    name: 'a storage class that is not Glacier',
    edits: [
      { file: LIFECYCLE, replace: '      storage_class = "GLACIER"', by: '      storage_class = "ONEZONE_IA"', nth: 2 },
    ],
    expected: {
      rule: 'DR305',
      at: ['module.exports.aws_s3_bucket_lifecycle_configuration.other'],
      says: 'no rule moves',
    },
  },
  {
    name: 'exports over plain HTTP',
    edits: [{ file: BUCKETS, replace: '"aws:SecureTransport"', by: '"aws:ViaAWSService"' }],
    expected: { rule: 'DR306', at: sides('module.exports.aws_s3_bucket_policy.{side}'), says: 'plain HTTP' },
  },
  {
    name: 'a copy with a key of S3',
    edits: [{ file: BUCKETS, replace: 'sse_algorithm     = "aws:kms"', by: 'sse_algorithm     = "AES256"', nth: 2 }],
    expected: {
      rule: 'DR307',
      at: ['module.exports.aws_s3_bucket_server_side_encryption_configuration.other'],
      says: 'aws:kms',
    },
  },
  {
    name: 'exports that a policy can open',
    edits: [
      { file: BUCKETS, replace: 'block_public_policy     = true', by: 'block_public_policy     = false', nth: 1 },
    ],
    expected: {
      rule: 'DR308',
      at: ['module.exports.aws_s3_bucket_public_access_block.home'],
      says: 'block_public_policy',
    },
  },
  {
    name: 'a bucket that a destroy cannot empty',
    edits: [{ file: BUCKETS, replace: 'force_destroy = true', by: 'force_destroy = false', nth: 2 }],
    expected: { rule: 'DR309', at: ['module.exports.aws_s3_bucket.other'], says: 'force_destroy' },
  },
  {
    name: 'a secret that keeps its name for 30 days',
    edits: [
      {
        file: 'modules/credentials/main.tf',
        replace: 'recovery_window_in_days = 0',
        by: 'recovery_window_in_days = 30',
        nth: 1,
      },
    ],
    expected: { rule: 'DR403', at: ['module.credentials.aws_secretsmanager_secret.home'], says: '30 days' },
  },
  {
    name: 'a secret with a key of AWS',
    edits: [{ file: 'modules/credentials/main.tf', replace: '  kms_key_id  = var.other_key_arn\n', by: '' }],
    expected: { rule: 'DR403', at: ['module.credentials.aws_secretsmanager_secret.other'], says: 'key of AWS' },
    also: ['DR604'],
  },
  {
    name: 'a secret that depends on the key of the lost region',
    edits: [
      {
        file: 'credentials.tf',
        replace: 'module.encryption_us_west_2.data_key_arn',
        by: 'module.encryption_us_east_1.data_key_arn',
      },
    ],
    expected: {
      rule: 'DR604',
      at: ['module.credentials.aws_secretsmanager_secret.other'],
      says: 'a key of the other region',
    },
  },
  {
    name: 'a plaintext password for the cluster',
    edits: [
      {
        file: 'modules/regional_database/main.tf',
        replace: 'master_password_wo         = var.creates_the_database ? var.master_password : null',
        by: 'master_password            = var.creates_the_database ? "correct-horse-battery" : null',
      },
      {
        file: 'modules/regional_database/main.tf',
        replace: '  master_password_wo_version = var.creates_the_database ? var.master_password_version : null\n',
        by: '',
      },
    ],
    expected: {
      rule: 'DR401',
      at: both('module.database_{region}.aws_rds_cluster.this'),
      says: 'master_password would stand in plan and state',
    },
    also: ['DR402'],
  },
  {
    name: 'a plaintext password in the secret',
    edits: [
      {
        file: 'modules/credentials/main.tf',
        replace:
          'secret_string_wo         = ephemeral.aws_secretsmanager_secret_version.home.secret_string\n  secret_string_wo_version = local.password_version',
        by: 'secret_string = jsonencode({ password = "correct-horse-battery" })',
      },
    ],
    expected: {
      rule: 'DR401',
      at: ['module.credentials.aws_secretsmanager_secret_version.other'],
      says: 'secret_string would stand',
    },
  },
  {
    name: 'a password that is not read back from its secret',
    edits: [
      {
        file: 'modules/credentials/outputs.tf',
        replace: 'jsondecode(ephemeral.aws_secretsmanager_secret_version.home.secret_string).password',
        by: 'ephemeral.aws_secretsmanager_random_password.master.random_password',
      },
    ],
    expected: { rule: 'DR402', at: ['module.database_us_east_1.aws_rds_cluster.this'], says: 'read it back' },
  },
  {
    name: 'a regional host in the secrets',
    edits: [
      {
        file: 'credentials.tf',
        replace: 'module.global_database.endpoint',
        by: '"aurora-us-east-1-sbx.cluster-abc.us-east-1.rds.amazonaws.com"',
      },
    ],
    expected: { rule: 'DR404', at: ['module.credentials'], says: 'does not follow the writer' },
  },
  {
    name: 'a master password that never changes',
    edits: [
      {
        file: 'modules/rotation/secrets.tf',
        replace: 'secret_id           = var.master_secret_arn',
        by: 'secret_id           = aws_secretsmanager_secret_version.application.secret_id',
      },
    ],
    expected: {
      rule: 'DR405',
      at: ['home', 'other'].map((side) => `module.credentials.aws_secretsmanager_secret.${side}`),
      says: 'would never change',
    },
  },
  {
    name: 'the category as the documentation spells it',
    edits: [{ file: EVENTS, replace: '"global-failover", "maintenance"', by: '"global failover", "maintenance"' }],
    expected: {
      rule: 'DR502',
      at: both('module.notifications_{region}.aws_db_event_subscription.this["db-cluster"]'),
      says: 'written "global-failover"',
    },
    also: ['DR502'],
  },
  {
    name: 'no events about backups',
    edits: [{ file: EVENTS, replace: '"availability", "backup",', by: '"availability",' }],
    expected: {
      rule: 'DR502',
      at: both('module.notifications_{region}.aws_db_event_subscription.this["db-instance"]'),
      says: '"backup" of db-instance',
    },
  },
  {
    name: 'events of one region only',
    edits: [
      {
        file: EVENTS,
        replace: 'for_each = local.event_categories',
        by: 'for_each = { for type, categories in local.event_categories : type => categories if var.region != "us-west-2" }',
      },
    ],
    expected: { rule: 'DR502', at: ['module.notifications_us_west_2'], says: 'nobody in us-west-2' },
    also: ['DR502'],
  },
  {
    name: 'a topic without encryption',
    edits: [
      { file: 'modules/notifications/main.tf', replace: '  kms_master_key_id = var.messaging_key_arn\n', by: '' },
    ],
    expected: {
      rule: 'DR501',
      at: both('module.notifications_{region}.aws_sns_topic.events'),
      says: 'kms_master_key_id',
    },
    also: ['DR605'],
  },
  {
    name: 'a topic with the key that nobody may publish with',
    edits: [
      {
        file: 'modules/notifications/main.tf',
        replace: 'kms_master_key_id = var.messaging_key_arn',
        by: 'kms_master_key_id = "alias/aws/sns"',
      },
    ],
    expected: { rule: 'DR501', at: both('module.notifications_{region}.aws_sns_topic.events'), says: 'key of AWS' },
    also: ['DR605'],
  },
  {
    name: 'a queue without encryption',
    edits: [{ file: QUEUES, replace: '  kms_master_key_id = var.messaging_key_arn\n', by: '', nth: 1 }],
    expected: { rule: 'DR501', at: queue('events'), says: 'kms_master_key_id' },
  },
  {
    name: 'no dead-letter queue',
    edits: [
      {
        file: QUEUES,
        replace:
          '  redrive_policy = jsonencode({\n    deadLetterTargetArn = local.queue_arns.dead\n    maxReceiveCount     = 3\n  })\n',
        by: '',
      },
    ],
    expected: { rule: 'DR503', at: queue('events'), says: 'for ever' },
  },
  {
    name: 'five tries',
    edits: [{ file: QUEUES, replace: 'maxReceiveCount     = 3', by: 'maxReceiveCount     = 5' }],
    expected: { rule: 'DR503', at: queue('events'), says: 'tried 5 times' },
  },
  {
    name: 'deliveries that are dropped when they fail',
    edits: [
      {
        file: QUEUES,
        replace: '  redrive_policy = jsonencode({ deadLetterTargetArn = local.queue_arns.undelivered })\n',
        by: '',
      },
    ],
    expected: {
      rule: 'DR503',
      at: both('module.notifications_{region}.aws_sns_topic_subscription.queue'),
      says: 'would be dropped',
    },
  },
  {
    name: 'dead letters that nobody sees',
    edits: [{ file: QUEUES, replace: '"ApproximateNumberOfMessagesVisible"', by: '"NumberOfMessagesSent"' }],
    expected: { rule: 'DR504', at: both('module.notifications_{region}'), says: 'could not be delivered or handled' },
  },
  {
    name: 'a topic that refuses the events of RDS',
    edits: [
      {
        file: 'modules/notifications/main.tf',
        replace: '"events.rds.amazonaws.com" = {',
        by: '"rds.amazonaws.com" = {',
      },
    ],
    expected: {
      rule: 'DR505',
      at: both('module.notifications_{region}.aws_sns_topic_policy.events'),
      says: 'events.rds.amazonaws.com may not publish',
    },
  },
];
