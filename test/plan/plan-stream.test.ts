import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { checkInvariants } from '../../src/plan/invariants';
import { parsePlanJson, PlanFormatError } from '../../src/plan/plan-json';
import { readPlanStream } from '../../src/plan/plan-stream/read-plan-stream';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

const FIXTURES = 'test/fixtures/plans';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function* chunksOf(text: string, length: number): Iterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let index = 0; index < bytes.length; index += length) yield bytes.subarray(index, index + length);
}

function streamed(document: object | string, length = 65_536) {
  const text = typeof document === 'string' ? document : JSON.stringify({ format_version: '1.2', ...document });
  return readPlanStream(Readable.from(chunksOf(text, length)));
}

describe('a plan that is streamed says what one says that is read as a whole', () => {
  test.each(readdirSync(FIXTURES))('%s', async (name) => {
    const text = readFileSync(`${FIXTURES}/${name}/plan.json`, 'utf8');
    const whole = parsePlanJson(text);
    const { plan, secrets } = await streamed(text, name === 'hostile' || name === 'many' ? 65_536 : 7);
    expect(summarizePlan(plan, secrets)).toEqual(summarizePlan(whole, collectSecrets(whole.raw)));
    expect(plan.resourceDrift).toEqual(whole.resourceDrift);
    expect(plan.outputChanges).toEqual(whole.outputChanges);
    expect(plan.terraformVersion).toBe('1.11.4');
  });

  test.each(readdirSync(FIXTURES))('%s, to be compared: every change is decoded then', async (name) => {
    const text = readFileSync(`${FIXTURES}/${name}/plan.json`, 'utf8');
    const { plan, secrets, comparable } = await readPlanStream(Readable.from(chunksOf(text, 65_536)), sha256);
    const other = await streamed(text);
    expect(summarizePlan(plan, secrets)).toEqual(summarizePlan(other.plan, other.secrets));
    expect(plan).toEqual(other.plan);
    expect(comparable.size).toBeGreaterThanOrEqual(summarizePlan(plan, secrets).changes.length);
    expect(other).not.toHaveProperty('comparable');
  });

  test('rules find the same in it', async () => {
    const cluster = { aws: { source: './modules/regional_database', module: { resources: [] } } };
    const document = {
      resource_changes: ['aws_rds_cluster', 'aws_kms_key'].map((type) => ({
        address: `module.aws.${type}.this`,
        mode: 'managed',
        type,
        change: { actions: ['delete'], before: { arn: 'arn:aws:x:us-east-1:1:y' } },
      })),
      configuration: { root_module: { module_calls: cluster } },
    };
    const environment = parseEnvironment(readFileSync('environments/production.yaml', 'utf8'), 'production.yaml');
    const whole = parsePlanJson(JSON.stringify({ format_version: '1.2', ...document }));
    const found = checkInvariants((await streamed(document)).plan, environment);
    expect(found.map(({ id }) => id)).toContain('DR001');
    expect(found).toEqual(checkInvariants(whole, environment));
  });

  test('they are given the configuration and the subnets that were read, and nothing else of the document', async () => {
    const subnet = {
      address: 'data.aws_subnet.a',
      type: 'aws_subnet',
      values: { id: 'subnet-1', cidr_block: '10.0.0.0/24' },
    };
    const { plan } = await streamed({
      planned_values: { root_module: { resources: [subnet] } },
      prior_state: {
        values: {
          outputs: { resources: { value: 1 } },
          root_module: {
            resources: [subnet, { type: 'aws_vpc', values: {} }],
            child_modules: [{ resources: [subnet], child_modules: [] }],
          },
        },
      },
      configuration: {
        provider_config: { aws: { name: 'aws' } },
        root_module: { resources: [{ address: 'aws_x.y', type: 'aws_x' }], variables: { v: {} }, module_calls: {} },
      },
    });
    expect(plan.raw).toEqual({
      configuration: {
        provider_config: { aws: { name: 'aws' } },
        root_module: { resources: [{ address: 'aws_x.y', type: 'aws_x' }], variables: { v: {} }, module_calls: {} },
      },
      prior_state: { values: { root_module: { resources: [subnet] } } },
    });
  });
});

describe('secrets are found wherever they are marked', () => {
  const marked = { values: { a: { b: 'needle-in-hay' } }, sensitive_values: { a: { b: true } } };
  test.each<[string, object]>([
    [
      'resource_changes',
      {
        resource_changes: [
          {
            address: 'x.y',
            mode: 'managed',
            type: 'x',
            change: { actions: ['no-op'], before: 'needle-in-hay', before_sensitive: true },
          },
        ],
      },
    ],
    [
      'resource_drift',
      {
        resource_drift: [
          {
            address: 'x.y',
            mode: 'managed',
            type: 'x',
            change: { actions: ['update'], after: ['needle-in-hay'], after_sensitive: [true] },
          },
        ],
      },
    ],
    [
      'output_changes',
      { output_changes: { o: { actions: ['create'], after: 'needle-in-hay', after_sensitive: true } } },
    ],
    [
      'planned_values of a module of a module',
      { planned_values: { root_module: { child_modules: [{ child_modules: [{ resources: [marked] }] }] } } },
    ],
    ['prior_state', { prior_state: { values: { root_module: { resources: [marked] } } } }],
    [
      'outputs of the prior state',
      { prior_state: { values: { outputs: { o: { sensitive: true, value: 'needle-in-hay' } } } } },
    ],
    [
      'a variable',
      {
        variables: { v: { value: 'needle-in-hay' } },
        configuration: { root_module: { variables: { v: { sensitive: true } } } },
      },
    ],
    [
      'a deferred change',
      { deferred_changes: [{ resource_change: { change: { after: 'needle-in-hay', after_sensitive: true } } }] },
    ],
  ])('%s', async (_name, document) => {
    const { secrets } = await streamed(document);
    expect(secrets.isIn('a needle-in-hay')).toBe(true);
  });
});

const change = (index: number, action: string, type = 'terraform_data') => ({
  address: `${type}.r[${index}]`,
  mode: 'managed',
  type,
  change: {
    actions: [action],
    before: action === 'create' ? null : { id: `id-${index}`, input: 'old' },
    after: action === 'delete' ? null : { id: `id-${index}`, input: 'new' },
  },
});

describe('a huge plan', () => {
  const documents = {
    resource_changes: [
      ...Array.from({ length: 3_000 }, (_, index) => change(index, 'create')),
      ...Array.from({ length: 3_000 }, (_, index) => change(index + 3_000, 'delete')),
      change(6_000, 'update', 'aws_sns_topic'),
      change(6_001, 'no-op', 'aws_sns_topic'),
      change(6_002, 'no-op'),
    ],
  };

  test('is counted whole, told in part, what destroys first, and nothing of any kind goes unseen', async () => {
    const { plan, secrets } = await streamed(documents);
    const summary = summarizePlan(plan, secrets);
    expect(summary.counts).toEqual({
      create: 3_000,
      update: 1,
      replace: 0,
      delete: 3_000,
      import: 0,
      move: 0,
      forget: 0,
    });
    expect(summary.changes).toHaveLength(2_000);
    expect(summary.omittedChanges).toBe(4_001);
    expect(summary.changes[0]).toMatchObject({ action: 'delete', address: 'terraform_data.r[3000]' });
    expect(summary.changes.filter(({ action }) => action === 'delete')).toHaveLength(1_949);
    expect(summary.changes.filter(({ action }) => action === 'update')).toHaveLength(1);
    expect(summary.changes.filter(({ action }) => action === 'create')).toHaveLength(50);
  });

  test('still names everything that it destroys to whoever judges it, and everything of AWS', async () => {
    const { plan } = await streamed(documents);
    expect(plan.resourceChanges.filter(({ action }) => action === 'delete')).toHaveLength(3_000);
    expect(plan.resourceChanges.filter(({ type }) => type === 'aws_sns_topic')).toHaveLength(2);
    expect(plan.resourceChanges.filter(({ isOutline }) => isOutline === true).length).toBe(1_050);
  });

  test('of values that fill a memory is told without them', async () => {
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 'v v '.repeat(60)]));
    const { plan, secrets } = await streamed({
      resource_changes: Array.from({ length: 80 }, (_, index) => ({
        ...change(index, 'create'),
        change: { actions: ['create'], after: wide },
      })),
    });
    const { changes } = summarizePlan(plan, secrets);
    expect(changes.length).toBeGreaterThanOrEqual(60);
    expect(JSON.stringify(changes).length).toBeLessThan(10_000_000);
    expect(changes.at(-1)?.attributes).toEqual([
      { path: '…', after: '(1000 attributes are not listed)', forcesReplacement: false },
    ]);
  });
});

describe('a huge plan of large values', () => {
  const ending = { before_sensitive: {}, after_sensitive: {} };
  const large = (index: number, action: string) => ({
    ...change(index, action),
    change: {
      actions: [action],
      before: action === 'create' ? null : { text: `${index} `.repeat(1_000) },
      after: action === 'delete' ? null : { text: `${index}! `.repeat(1_000) },
      ...ending,
    },
  });

  test('is told whole as far as its values are kept, and then by its addresses, which say so', async () => {
    const { plan, secrets } = await streamed({
      resource_changes: [
        ...Array.from({ length: 1_500 }, (_, index) => large(index, 'create')),
        ...Array.from({ length: 1_500 }, (_, index) => large(index + 1_500, 'delete')),
      ],
    });
    const { changes, omittedChanges } = summarizePlan(plan, secrets);
    const told = (action: string) => changes.filter((each) => each.action === action);
    expect([changes.length, omittedChanges]).toEqual([2_000, 1_000]);
    expect([told('delete').length, told('create').length]).toEqual([1_500, 500]);
    expect(changes[0]).toMatchObject({ action: 'delete', attributes: [{ path: 'text' }] });
    expect(told('delete').at(-1)?.attributes).toEqual([
      { path: '…', after: '(its attributes are not listed)', forcesReplacement: false },
    ]);
    const kept = plan.resourceChanges.filter(({ isOutline }) => isOutline !== true);
    expect(kept.filter(({ action }) => action === 'create')).toHaveLength(50);
    expect(JSON.stringify(kept).length).toBeLessThan(3 * 1024 * 1024);
  });

  test('what cannot be read in it is told when it is asked for, without quoting it', async () => {
    const text = JSON.stringify({ format_version: '1.2', resource_changes: [large(7, 'create')] });
    const { plan, secrets } = await streamed(text.replace('7! 7!', '7! \\q7!'));
    expect(() => summarizePlan(plan, secrets)).toThrow(
      new PlanFormatError(
        'the output of terraform show -json is not JSON: a part of it cannot be read; is something else writing to standard output?',
      ),
    );
  });
});

test('beyond what a comment holds, attributes are not even redacted, and the summary says so', async () => {
  const documents = Array.from({ length: 1_000 }, (_, index) => ({
    ...change(index, 'create'),
    change: { actions: ['create'], after: { text: 'v '.repeat(300), other: 'w '.repeat(300) } },
  }));
  const { plan, secrets } = await streamed({ resource_changes: documents });
  const { changes } = summarizePlan(plan, secrets);
  expect(changes[0]?.attributes.map(({ path }) => path)).toEqual(['text', 'other']);
  expect(changes.at(-1)?.attributes).toEqual([
    { path: '…', after: '(its attributes are not listed)', forcesReplacement: false },
  ]);
});

describe('what is not a plan', () => {
  test.each<[string, string, string]>([
    [
      'no JSON',
      'Terraform v1.11 {"secret-value": 1',
      'the output of terraform show -json is not JSON: it does not begin with a bracket; is something else writing to standard output?',
    ],
    [
      'half a plan',
      '{"format_version":"1.2","resource_changes":[{"secret-value":',
      'the output of terraform show -json is not JSON: it ends too early; is something else writing to standard output?',
    ],
    [
      'another format',
      '{"format_version":"2.0"}',
      'the plan has a form that this version does not understand: format_version: only format 1.x is understood',
    ],
    [
      'an unknown action',
      '{"format_version":"1.2","resource_changes":[{"address":"a","mode":"managed","type":"t","change":{"actions":["explode"]}}]}',
      'the plan has a form that this version does not understand: resource_changes.0.change.actions: unknown actions ["explode"]',
    ],
  ])('%s', async (_name, text, message) => {
    await expect(streamed(text)).rejects.toThrow(new PlanFormatError(message));
  });

  test('no plan at all', async () => {
    await expect(streamed('{}')).rejects.toThrow(/format_version: /);
  });

  test('when Terraform fails, its own error is the one that is told', async () => {
    async function* failing(): AsyncIterable<unknown> {
      yield 'Killed';
      throw new Error('terraform show failed');
    }
    await expect(readPlanStream(failing())).rejects.toThrow('terraform show failed');
  });
});
