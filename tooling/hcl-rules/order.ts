import { resource, texts } from './blocks';
import type { Hcl } from './read-hcl';
import type { HclFinding } from './rules';

/** What waits for what although it does not refer to it, and what happens otherwise. */
const ORDER: readonly (readonly [module: string, address: string, first: string, otherwise: string])[] = [
  [
    'regional_database',
    'aws_rds_cluster.this',
    'aws_cloudwatch_log_group.postgresql',
    'RDS makes the log group itself, without retention, and it outlives a destroy',
  ],
  [
    'regional_database',
    'aws_rds_cluster_instance.this',
    'aws_iam_role_policy_attachment.monitoring',
    'RDS refuses a role that may not monitor yet',
  ],
  [
    'notifications',
    'aws_sns_topic_subscription.queue',
    'aws_sqs_queue_policy.events',
    'the first events are not delivered',
  ],
  [
    'notifications',
    'aws_sns_topic_subscription.queue',
    'aws_sqs_queue_policy.undelivered',
    'the first events are not set aside',
  ],
  [
    'notifications',
    'aws_db_event_subscription.this',
    'aws_sns_topic_policy.events',
    'RDS cannot send the message that confirms the subscription',
  ],
  ['notifications', 'aws_sqs_queue.events', 'aws_sqs_queue.dead', 'SQS refuses a dead-letter queue that is not there'],
  [
    'exports',
    'aws_s3_bucket_replication_configuration.home',
    'aws_s3_bucket_versioning.home',
    'S3 refuses replication without versions',
  ],
  [
    'exports',
    'aws_s3_bucket_replication_configuration.home',
    'aws_s3_bucket_versioning.other',
    'S3 refuses replication to a bucket without versions',
  ],
  [
    'exports',
    'aws_s3_bucket_replication_configuration.home',
    'aws_iam_role_policy.replication',
    'the first exports are not copied',
  ],
  [
    'exports',
    'aws_s3_bucket_lifecycle_configuration.home',
    'aws_s3_bucket_replication_configuration.home',
    'S3 refuses both changes at the same time',
  ],
  [
    'exports',
    'aws_s3_bucket_policy.home',
    'aws_s3_bucket_public_access_block.home',
    'S3 refuses both changes at the same time',
  ],
  [
    'exports',
    'aws_s3_bucket_policy.other',
    'aws_s3_bucket_public_access_block.other',
    'S3 refuses both changes at the same time',
  ],
  [
    'function',
    'aws_security_group.this',
    'aws_iam_role_policy.this',
    'Lambda cannot take its network interfaces back when the role goes first, and they stay in the subnets for good',
  ],
  [
    'function',
    'aws_lambda_function.this',
    'aws_iam_role_policy.this',
    'the function can neither be made in the VPC nor leave it',
  ],
  [
    'health',
    'aws_api_gateway_deployment.this',
    'aws_api_gateway_rest_api_policy.this',
    'the endpoint is open to everybody until the next deployment',
  ],
];

export function* order(hcl: Hcl): Iterable<HclFinding> {
  for (const [module, address, first, otherwise] of ORDER) {
    const block = resource(hcl, `modules/${module}`, address);
    if (block !== undefined && texts(block.body['depends_on']).includes(first)) continue;
    yield {
      where: `modules/${module}: ${address}`,
      sentence: `it does not wait for ${first}: ${otherwise}; name it in depends_on`,
    };
  }
}
