import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parsePlanJson, parseResourceChange } from '../../src/plan/plan-json';
import { outlineOfPlain } from '../../src/plan/plan-stream/change-outline';
import { isRecord } from '../../src/plan/secrets';

const HEAD = {
  address: 'module.a.null_resource.b["x"]',
  previous_address: 'null_resource.b["x"]',
  module_address: 'module.a',
  mode: 'managed',
  type: 'null_resource',
  name: 'b',
  index: 'x',
  provider_name: 'registry.terraform.io/hashicorp/null',
  deposed: '1a2b3c4d',
};
const CHANGE = {
  actions: ['delete', 'create'],
  before: { text: '"sensitive":true' },
  after: { ok: true },
  after_unknown: { id: true },
  before_sensitive: {},
  after_sensitive: { list: [false] },
  replace_paths: [['text']],
};

function outlineOf(head: object, change: object): ReturnType<typeof outlineOfPlain> {
  return outlineOfPlain(Buffer.from(JSON.stringify({ ...head, change })).toString('latin1'));
}

test('a change in which nothing is marked is told by its beginning', () => {
  expect(outlineOf(HEAD, CHANGE)).toEqual({
    address: 'module.a.null_resource.b["x"]',
    previousAddress: 'null_resource.b["x"]',
    mode: 'managed',
    type: 'null_resource',
    deposed: '1a2b3c4d',
    action: 'replace',
    actions: ['delete', 'create'],
    reason: undefined,
    isImport: false,
    importId: undefined,
  });
});

test('the reason behind the values is told too, and nothing else may stand there', () => {
  const written = (rest: object) => JSON.stringify({ ...HEAD, change: CHANGE, ...rest });
  const reason = 'delete_because_no_resource_config';
  expect(outlineOfPlain(written({ action_reason: reason }))).toMatchObject({ reason });
  expect(outlineOfPlain(written({ action_reason: 'Because of "x"' }))).toBeUndefined();
  expect(outlineOfPlain(written({ action_reason: reason, unknown: {} }))).toBeUndefined();
});

describe('it is decoded as a whole', () => {
  test.each<[string, object, object]>([
    ['when something in it was sensitive', HEAD, { ...CHANGE, before_sensitive: { text: true } }],
    ['when something in it becomes sensitive', HEAD, { ...CHANGE, after_sensitive: { list: [false, true] } }],
    ['when all of it is sensitive', HEAD, { ...CHANGE, after_sensitive: true }],
    ['when marks are missing', HEAD, { actions: ['create'], before: null, after: {} }],
    ['when an attribute has the name of marks', HEAD, { ...CHANGE, after: { before_sensitive: { a: 1 } } }],
    ['when an attribute is a mark', HEAD, { ...CHANGE, after: { o: { sensitive: true, value: 'x' } } }],
    ['when it is imported', HEAD, { ...CHANGE, importing: { id: 'x' } }],
    ['when its actions are not known', HEAD, { ...CHANGE, actions: ['explode'] }],
    ['when its mode is not known', { ...HEAD, mode: 'other' }, CHANGE],
    ['when its address holds more than ASCII', { ...HEAD, address: 'null_resource.b["é"]' }, CHANGE],
    ['when its address is escaped in an unusual way', { ...HEAD, address: 'null_resource.b["\u0001"]' }, CHANGE],
    ['when its address is longer than any', { ...HEAD, address: 'x'.repeat(501) }, CHANGE],
    ['when it has no address', { ...HEAD, address: '' }, CHANGE],
    ['when it has a member that this version does not know', { ...HEAD, unknown: 1 }, CHANGE],
  ])('%s', (_name, head, change) => {
    expect(outlineOf(head, change)).toBeUndefined();
  });

  test('when it is not written as Terraform writes', () => {
    expect(outlineOfPlain(JSON.stringify({ ...HEAD, change: CHANGE }, undefined, 1))).toBeUndefined();
    expect(outlineOfPlain('')).toBeUndefined();
  });
});

test.each(readdirSync('test/fixtures/plans'))(
  'the outlines in the plan of Terraform %s agree with its changes',
  (name) => {
    const { raw } = parsePlanJson(readFileSync(`test/fixtures/plans/${name}/plan.json`, 'utf8'));
    const changes = isRecord(raw) && Array.isArray(raw['resource_changes']) ? raw['resource_changes'] : [];
    for (const change of changes) {
      const outline = outlineOfPlain(Buffer.from(JSON.stringify(change)).toString('latin1'));
      if (outline === undefined) continue;
      const whole = parseResourceChange(change, '');
      expect(whole).toMatchObject(outline);
    }
  },
);
