import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { checkEnvironments } from '../../src/environment/check-environments';
import { environmentJsonSchema } from '../../src/environment/json-schema';
import { drillProbeNames, resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { environmentSchema, type Environment } from '../../src/environment/schema';
import { EnvironmentDeletedError, selectEnvironments } from '../../src/environment/select-environments';
import { toBackendConfig, toTfvars } from '../../src/environment/tfvars';

const PRODUCTION = parseEnvironment(
  readFileSync('environments/production.yaml', 'utf8'),
  'environments/production.yaml',
);
const SANDBOX = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');

function named(file: string, changes: Partial<Environment> = {}) {
  return { file, environment: { ...PRODUCTION, ...changes } };
}

describe('several environments', () => {
  test('must not share an account and region pair (S6)', () => {
    const state = { ...PRODUCTION.state, bucket: 'other' };
    expect(() => {
      checkEnvironments([
        named('environments/a.yaml', { name: 'a' }),
        named('environments/b.yaml', { name: 'b', state }),
      ]);
    }).toThrow(
      'environments/b.yaml:1:1 account: uses the same account and regions (us-east-1, us-west-2) as environments/a.yaml',
    );
  });

  test('may live in different accounts', () => {
    const state = { ...PRODUCTION.state, bucket: 'other' };
    checkEnvironments([named('a.yaml', { name: 'a' }), named('b.yaml', { name: 'b', account: '999999999999', state })]);
  });

  test('all clashes are reported at once', () => {
    expect(() => {
      checkEnvironments([named('a.yaml'), named('b.yaml')]);
    }).toThrow(/^3 problems/);
  });
});

describe('what Terraform is given', () => {
  test('has every field of the environment, and no undefined', () => {
    const variables = toTfvars(PRODUCTION);
    expect(JSON.parse(JSON.stringify(variables))).toEqual(variables);
    expect(variables).toMatchObject({
      environment: 'production',
      environment_suffix: 'prod',
      account_id: '123456789012',
      home_region: 'us-east-1',
      database: { engine_version: '15.10', readers_per_region: 2 },
      regions: { 'us-west-2': { vpc_id: 'vpc-0a1b2c3d4e5f60002', application_cidrs: ['10.20.0.0/18'] } },
    });
  });

  // "encrypt" would have Terraform ask for AES256, which goes before the bucket's own encryption with our key.
  test('T4: the backend has bucket, key, region and lock table, and leaves the encryption to the bucket', () => {
    expect(toBackendConfig(PRODUCTION)).toEqual({
      bucket: 's3-tfstate-prod-123456789012',
      key: 'production/terraform.tfstate',
      region: 'us-west-2',
      dynamodb_table: 'dynamodb-tflock-prod',
    });
  });

  test('T2: names are resource type, purpose and suffix', () => {
    expect(resourceNames(PRODUCTION)).toEqual({
      globalCluster: 'aurora-global-prod',
      clusters: { 'us-east-1': 'aurora-us-east-1-prod', 'us-west-2': 'aurora-us-west-2-prod' },
      instances: {
        'us-east-1': ['aurora-us-east-1-1-prod', 'aurora-us-east-1-2-prod', 'aurora-us-east-1-3-prod'],
        'us-west-2': ['aurora-us-west-2-1-prod', 'aurora-us-west-2-2-prod', 'aurora-us-west-2-3-prod'],
      },
      secret: 'secret-database-prod',
      restoreDrillCluster: 'aurora-restore-drill-prod',
      restoreDrillSnapshot: 'aurora-restore-drill-prod',
      applicationSecret: 'secret-application-prod',
      failoverTable: 'dynamodb-failover-prod',
    });
    expect(drillProbeNames(PRODUCTION, 'us-west-2')).toEqual({
      function: 'lambda-drill-probe-us-west-2-prod',
      bucket: 's3-drill-history-123456789012-us-west-2-prod',
    });
  });
});

describe('the environments that a change touches', () => {
  const all = [
    { file: 'environments/production.yaml', environment: PRODUCTION },
    { file: 'environments/staging.yaml', environment: { ...PRODUCTION, name: 'staging', account: '210987654321' } },
    { file: 'environments/sandbox.yaml', environment: SANDBOX },
  ];
  const select = (files: readonly string[] | undefined) =>
    selectEnvironments(all, files, 'aws').map((row) => row.environment);

  test.each<[string, readonly string[] | undefined, readonly string[]]>([
    ['its own file', ['environments/staging.yaml'], ['staging']],
    ['the configuration', ['terraform/database.tf'], ['production', 'staging']],
    ['a module', ['terraform/modules/encryption/main.tf'], ['production', 'staging']],
    ['a function', ['lambdas/rotation/run.ts'], ['production', 'staging']],
    ['the bundle of an action', ['actions/apply/dist/index.js'], ['production', 'staging']],
    [
      'texts and tests',
      ['README.md', 'docs/a.md', 'terraform/README.md', 'terraform/tests/a.tftest.hcl', 'test/a.ts'],
      [],
    ],
    ['another target', ['environments/sandbox.yaml'], []],
    ['something unknown', undefined, ['production', 'staging']],
  ])('%s', (_name, files, expected) => {
    expect(select(files)).toEqual(expected);
  });

  test('the sandbox only when it is asked for', () => {
    expect(selectEnvironments(all, undefined, 'sandbox')).toEqual([
      { environment: 'sandbox', region: 'us-west-2', 'plan-role': '', 'apply-role': '', 'drill-role': '' },
    ]);
  });

  test('a deleted environment file is refused: its resources would have no owner', () => {
    expect(() => select(['environments/old.yaml'])).toThrow(EnvironmentDeletedError);
  });
});

describe('environments/schema.json', () => {
  test('is the one generated from the parser (npm run generate)', () => {
    expect(readFileSync('environments/schema.json', 'utf8')).toBe(environmentJsonSchema());
  });

  test('agrees with the parser on every field that is removed or replaced', () => {
    const validate = new Ajv({ strict: false, formats: { email: true, date: true } }).compile(
      JSON.parse(environmentJsonSchema()),
    );
    const example: unknown = parse(readFileSync('environments/production.yaml', 'utf8'));
    let judged = 0;
    for (const mutant of mutants(example)) {
      judged++;
      expect({ mutant, valid: validate(mutant) }).toEqual({
        mutant,
        valid: environmentSchema.safeParse(mutant).success,
      });
    }
    expect(judged).toBeGreaterThan(200);
    expect(validate(example)).toBe(true);
  });
});

/** The value with each single field removed, or replaced by something of another kind. */
function* mutants(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const mutant of mutants(item)) yield value.with(index, mutant);
    const items: readonly unknown[] = value;
    yield [...items, ...items, ...items];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      for (const mutant of mutants(item)) yield { ...value, [key]: mutant };
    }
    yield { ...value, unknownKey: 1 };
  }
  yield* [undefined, 1, -1, 1.5, 'text', true, [], {}].filter((replacement) => replacement !== undefined);
}
