import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parsePlanJson, PlanFormatError } from '../../src/plan/plan-json';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';
import { renderFailureComment, renderPlanComment } from '../../src/report/plan-comment';

const FIXTURES = 'test/fixtures/plans';
const CONTEXT = {
  environment: 'production',
  commit: '0123456789abcdef0123456789abcdef01234567',
  runUrl: 'https://github.com/acme/db/actions/runs/1',
};

function plan(name: string) {
  return parsePlanJson(readFileSync(`${FIXTURES}/${name}/plan.json`, 'utf8'));
}

function comment(name: string): string {
  const parsed = plan(name);
  const secrets = collectSecrets(parsed.raw);
  return secrets.remove(renderPlanComment(summarizePlan(parsed, secrets), [], CONTEXT));
}

describe('the comment for a plan made by real Terraform', () => {
  // The comments are kept beside the plans, to be read in review as a user would see them.
  test.each(readdirSync(FIXTURES).filter((name) => !['many', 'hostile'].includes(name)))('%s', (name) => {
    const file = `${FIXTURES}/${name}/comment.md`;
    if (process.env['UPDATE_COMMENTS'] === '1') writeFileSync(file, comment(name));
    expect(existsSync(file)).toBe(true);
    expect(comment(name)).toBe(readFileSync(file, 'utf8'));
  });
});

describe('counts', () => {
  test.each([
    ['create', { create: 1, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 }],
    ['update', { create: 0, update: 1, replace: 0, delete: 0, import: 0, move: 0, forget: 0 }],
    ['replace', { create: 0, update: 0, replace: 1, delete: 0, import: 0, move: 0, forget: 0 }],
    ['destroy', { create: 0, update: 0, replace: 0, delete: 1, import: 0, move: 0, forget: 0 }],
    ['moved', { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 1, forget: 0 }],
    ['forget', { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 1 }],
    ['many', { create: 600, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 }],
  ])('%s', (name, counts) => {
    const parsed = plan(name);
    expect(summarizePlan(parsed, collectSecrets(parsed.raw)).counts).toEqual(counts);
  });

  test('a plan that only changes outputs is not empty, one without changes is', () => {
    const empty = (name: string) => summarizePlan(plan(name), collectSecrets(undefined)).isEmpty;
    expect(empty('outputs-only')).toBe(false);
    expect(empty('moved')).toBe(false);
    expect(empty('no-changes')).toBe(true);
  });
});

describe('nothing secret is shown', () => {
  const text = comment('sensitive');

  test.each(['correct-horse-battery', 'new-staple-of-secrets', 'unmarked-but-telltale', 'another-unmarked-one'])(
    'not %s',
    (secret) => {
      expect(readFileSync(`${FIXTURES}/sensitive/plan.json`, 'utf8')).toContain(secret);
      expect(text).not.toContain(secret);
    },
  );

  test('but what is harmless is', () => {
    expect(text).toContain('+ input.plain = "shown too"');
  });
});

describe('hostile content', () => {
  const text = comment('hostile');

  test('cannot leave its fence', () => {
    const outside = text.replace(/^(`{3,})diff\n.*?\n\1$/gms, '');
    expect(outside).not.toContain('forged heading');
    expect(outside).not.toContain('dr:plan:production');
  });

  test('cannot mention anybody', () => {
    expect(text.replace(/^(`{3,})diff\n.*?\n\1$/gms, '')).not.toMatch(/@\w/);
  });

  test('cannot turn the direction of the text', () => {
    expect(text).not.toContain('\u202e');
    expect(text).toContain('safe\\u202egnihtemos');
  });

  test('cannot fill the comment', () => {
    expect(text.length).toBeLessThan(5_000);
    expect(text).toContain('(100000 characters)');
  });
});

test('a comment on 600 changes fits, and says how many it leaves out', () => {
  const text = comment('many');
  expect(text.length).toBeLessThanOrEqual(65_000);
  const shown = text.split('<details>').length - 1;
  expect(text).toContain(`… and ${600 - shown} more; the log of the run names all of them.`);
  expect(text).toContain('| 600 | 0 | 0 | 0 | 0 | 0 | 0 |');
});

test('the comment on a failure holds the error, however it looks', () => {
  const text = renderFailureComment('Plan', 'Error: ```\n@everyone', CONTEXT);
  expect(text).toContain('## Plan for `production`: ❌ failed');
  expect(text).toContain('````\nError: ```\n@everyone\n````');
});

describe('what is not a plan', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', 'Terraform v1.11 {"secret-value": 1', /is not JSON; is something else writing/],
    ['another format', '{"format_version":"2.0"}', /format_version: only format 1.x is understood/],
    [
      'an unknown action',
      '{"format_version":"1.2","resource_changes":[{"address":"a","mode":"managed","type":"t","change":{"actions":["explode"]}}]}',
      /resource_changes.0.change.actions/,
    ],
  ])('%s', (_name, text, message) => {
    expect(() => parsePlanJson(text)).toThrow(PlanFormatError);
    expect(() => parsePlanJson(text)).toThrow(message);
    expect(() => parsePlanJson(text)).not.toThrow(/secret-value/);
  });
});

function rendered(changes: Readonly<Record<string, unknown>>): string {
  const parsed = parsePlanJson(JSON.stringify({ format_version: '1.2', ...changes }));
  const secrets = collectSecrets(parsed.raw);
  const broken = parsed.resourceChanges.map(({ address }) => ({ id: 'DR001', address, sentence: 'it would be lost' }));
  return renderPlanComment(summarizePlan(parsed, secrets), broken, CONTEXT);
}

const deleted = (address: string, before: unknown) => ({
  address,
  mode: 'managed',
  type: 'aws_sns_topic',
  change: { actions: ['delete'], before },
});

test('an output with a telltale name shows no value', () => {
  const text = rendered({ output_changes: { db_password: { actions: ['create'], after: 'unmarked-word' } } });
  expect(text).toContain('+ value = (sensitive)');
});

test('one huge change is cut, and displaces no other', () => {
  const tags = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`k${index}`, 'v'.repeat(60)]));
  const text = rendered({
    resource_changes: [deleted('aws_sns_topic.a_big', { tags }), deleted('aws_sns_topic.b', { id: 'x' })],
  });
  expect(text).toContain('<summary>- aws_sns_topic.a_big: destroy</summary>');
  expect(text).toContain('<summary>- aws_sns_topic.b: destroy</summary>');
  expect(text).toMatch(/# … and \d+ more lines/);
});

test('however many rules are broken, the first ones are named and the others counted', () => {
  const text = rendered({
    resource_changes: Array.from({ length: 800 }, (_, index) => deleted(`aws_sns_topic.t${index}`, {})),
  });
  expect(text.length).toBeLessThanOrEqual(65_000);
  expect(text).toContain('| DR001 | aws\\_sns\\_topic.t0 | it would be lost |');
  expect(text).toMatch(/… and \d+ more broken rules\./);
});

test('an error of control characters fits', () => {
  expect(renderFailureComment('Plan', '\u001b'.repeat(20_000), CONTEXT).length).toBeLessThanOrEqual(65_000);
});
