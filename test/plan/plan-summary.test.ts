import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parsePlanJson, PlanFormatError } from '../../src/plan/plan-json';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

function plan(name: string) {
  return parsePlanJson(readFileSync(`test/fixtures/plans/${name}/plan.json`, 'utf8'));
}

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

test('an output with a telltale name shows no value', () => {
  const json = {
    format_version: '1.2',
    output_changes: { db_password: { actions: ['create'], after: 'unmarked-word' } },
  };
  const parsed = parsePlanJson(JSON.stringify(json));
  const [output] = summarizePlan(parsed, collectSecrets(parsed.raw)).outputs;
  expect(output?.attributes).toEqual([{ path: '', after: '(sensitive)', forcesReplacement: false }]);
});
