import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { resourceNames } from '../../src/environment/names';
import type { Environment } from '../../src/environment/schema';
import { toTfvars } from '../../src/environment/tfvars';
import { describeNetworks } from '../../sandbox/demo/foundation';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ACCOUNT, startTestEmulator } from '../sandbox/emulator-support/emulator-fixture';
import { makeNetworks } from './mutants/given-networks';
import { keepStateInAFile, plan, type PlannedResource } from './terraform-support/plan';
import { copyTerraform, type TerraformCopy } from './terraform-support/terraform-copy';

/** Types that AWS gives no tags. Another one that shows up untagged is a mistake until it is listed here. */
const WITHOUT_TAGS = new Set([
  'aws_api_gateway_deployment',
  'aws_api_gateway_integration',
  'aws_api_gateway_method',
  'aws_api_gateway_method_settings',
  'aws_api_gateway_resource',
  'aws_api_gateway_rest_api_policy',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_event_target',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_kms_alias',
  'aws_lambda_function_event_invoke_config',
  'aws_lambda_permission',
  'aws_rds_cluster_role_association',
  'aws_route53_record',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_replication_configuration',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_secretsmanager_secret_rotation',
  'aws_secretsmanager_secret_version',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
  'aws_sqs_queue_policy',
]);

describe('the plan of a new environment', () => {
  let emulator: Emulator;
  let copy: TerraformCopy;
  let environment: Environment;
  let resources: readonly PlannedResource[] = [];

  beforeAll(async () => {
    emulator = await startTestEmulator();
    copy = await copyTerraform({
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    });
    await keepStateInAFile(copy);
    const text = describeNetworks(readFileSync('environments/sandbox.yaml', 'utf8'), await makeNetworks(emulator));
    environment = parseEnvironment(text, 'environments/sandbox.yaml');
    const tfvars = join(copy.directory, 'sandbox.tfvars.json');
    await writeFile(tfvars, JSON.stringify({ ...toTfvars(environment), notification_emails: ['oncall@example.com'] }));
    await copy.terraform('terraform', 'init', '-lockfile=readonly', '-no-color');
    ({ resources } = await plan(copy, 'terraform', `-var-file=${tfvars}`));
  });

  afterAll(async () => {
    await Promise.all([emulator.stop(), copy.remove()]);
  });

  const named = (type: string, attribute: string) =>
    resources.filter((resource) => resource.type === type).map(({ values }) => String(values[attribute]));
  const one = (address: string): PlannedResource => {
    const resource = resources.find((candidate) => candidate.address === address);
    if (resource === undefined) throw new Error(`the plan has no ${address}`);
    return resource;
  };

  test('only creates', () => {
    expect(new Set(resources.flatMap(({ actions }) => actions))).toEqual(new Set(['create']));
  });

  test('every resource that can be tagged carries the required tags (T5)', () => {
    const taggable = resources.filter(({ type }) => !WITHOUT_TAGS.has(type));
    expect(taggable.length).toBeGreaterThan(100);
    for (const { address, values } of taggable) {
      expect({ address, tags: values['tags_all'] }).toMatchObject({
        address,
        tags: { Environment: 'production', 'DR-Tier': 'critical', environmentSuffix: 'sbx' },
      });
    }
  });

  test('names are those that the TypeScript code knows (T2)', () => {
    const names = resourceNames(environment);
    expect(named('aws_rds_global_cluster', 'global_cluster_identifier')).toEqual([names.globalCluster]);
    expect(new Set(named('aws_rds_cluster', 'cluster_identifier'))).toEqual(new Set(Object.values(names.clusters)));
    expect(new Set(named('aws_rds_cluster_instance', 'identifier'))).toEqual(
      new Set(Object.values(names.instances).flat()),
    );
    expect(named('aws_secretsmanager_secret', 'name').filter((name) => name === names.secret)).toHaveLength(2);
  });

  test('every name ends with the suffix (T2)', () => {
    const identifiers = [
      'name',
      'identifier',
      'cluster_identifier',
      'global_cluster_identifier',
      'alarm_name',
      'bucket',
      'dashboard_name',
      'function_name',
    ];
    // These are named by what they belong to.
    const namedByOthers = new Set([
      'aws_route53_record',
      'aws_cloudwatch_log_group',
      'aws_lambda_function_event_invoke_config',
    ]);
    const all = resources
      .filter(({ type }) => !namedByOthers.has(type))
      .flatMap(({ values }) => identifiers.map((name) => values[name]))
      .filter((name) => typeof name === 'string');
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter((name) => !name.endsWith('-sbx'))).toEqual([]);
  });

  test('only the home cluster creates user, password and database (S1)', () => {
    const home = one('module.database_us_east_1.aws_rds_cluster.this');
    const other = one('module.database_us_west_2.aws_rds_cluster.this');
    expect(home.values).toMatchObject({ master_username: 'dr_admin', database_name: 'app', source_region: null });
    expect(other.values).toMatchObject({ source_region: 'us-east-1', master_password_wo_version: null });
    expect(other.unknown).toEqual(expect.arrayContaining(['master_username', 'database_name']));
  });

  test('each region encrypts with a key of its own (P2, S3)', () => {
    const aliases = resources.filter(({ type }) => type === 'aws_kms_alias').map(({ address }) => address);
    expect(aliases.sort()).toEqual([
      'module.encryption_us_east_1.aws_kms_alias.data',
      'module.encryption_us_east_1.aws_kms_alias.logs',
      'module.encryption_us_east_1.aws_kms_alias.messaging',
      'module.encryption_us_west_2.aws_kms_alias.data',
      'module.encryption_us_west_2.aws_kms_alias.logs',
      'module.encryption_us_west_2.aws_kms_alias.messaging',
    ]);
  });

  test('nothing stands in the way of a destroy (T3)', () => {
    for (const { values } of resources.filter(({ type }) => type === 'aws_rds_cluster')) {
      expect(values).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
    }
    expect(new Set(named('aws_secretsmanager_secret', 'recovery_window_in_days'))).toEqual(new Set(['0']));
    expect(new Set(named('aws_s3_bucket', 'force_destroy'))).toEqual(new Set(['true']));
  });

  test('the writer name is given up by caches after 5 seconds (O2)', () => {
    for (const region of ['us-east-1', 'us-west-2']) {
      expect(one(`module.routing.aws_route53_record.writer["${region}"]`).values).toMatchObject({
        name: 'writer.db.sandbox.internal',
        type: 'CNAME',
        ttl: 5,
      });
    }
  });

  test('no secret has its value in the plan (K5)', () => {
    const versions = resources.filter(({ type }) => type === 'aws_secretsmanager_secret_version');
    expect(versions.length).toBeGreaterThanOrEqual(2);
    for (const { values, unknown } of versions) {
      expect(values).toMatchObject({ secret_string: null, secret_string_wo: null });
      expect(unknown).not.toContain('secret_string');
    }
  });
});
