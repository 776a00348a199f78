import { describe, expect, test } from '@jest/globals';
import { readPlanResults } from '../../src/report/plan-results';
import { renderPlanComment } from '../../src/report/plans-comment';
import { expectWellFormed } from './golden-text';
import { BLOCKED } from './three-environments';

const GOOD = JSON.stringify(BLOCKED);

function errorOf(text: string): string | undefined {
  const [plan] = readPlanResults(new Map([['production', text]]), ['production']).plans;
  return plan?.status === 'failed' ? plan.error : undefined;
}

describe('readPlanResults', () => {
  test('reads what plan jobs handed over, in the order of the environments', () => {
    const staging = JSON.stringify({ status: 'failed', environment: 'staging', error: 'no' });
    const files = new Map([
      ['production', GOOD],
      ['staging', staging],
    ]);
    expect(readPlanResults(files, ['staging', 'development', 'production'])).toEqual({
      plans: [{ status: 'failed', environment: 'staging', error: 'no' }, BLOCKED],
      missing: ['development'],
    });
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', 'secret-value {', /^the result of its plan job is not JSON\./],
    ['nothing', '', /is not JSON/],
    ['too long', ' '.repeat(32_000_001), /has 32000001 characters, at most 32000000 are read/],
    ['another shape', '{"status":"planned"}', /is not one: environment is not as it has to be/],
    ['another status', '{"status":"secret-value"}', /is not one: status is not/],
    ['one field more', JSON.stringify({ ...BLOCKED, 'secret-value': 1 }), /is not one: it is not/],
    [
      'another environment',
      JSON.stringify({ ...BLOCKED, environment: 'staging' }),
      /for another environment, "staging"/,
    ],
    ['a list', '[]', /is not one/],
    ['a wrong count', GOOD.replace('"create":1', '"create":"secret-value"'), /summary\.counts\.create/],
  ])('%s is an error of that environment, and not shown', (_name, text, message) => {
    expect(errorOf(text)).toMatch(message);
    expect(errorOf(text)).not.toContain('secret-value');
  });

  test('an environment that nobody asked for is told, and its result is not believed', () => {
    const { plans, missing } = readPlanResults(new Map([['production', GOOD]]), ['staging']);
    expect(plans).toMatchObject([{ status: 'failed', environment: 'production' }]);
    expect(missing).toEqual(['staging']);
  });

  test('many that nobody asked for are counted', () => {
    const files = new Map(Array.from({ length: 1_000 }, (_, index) => [`@all-${index}`, GOOD]));
    const results = readPlanResults(files, []);
    expect(results.plans).toHaveLength(6);
    expect(results.plans.at(-1)).toMatchObject({ error: expect.stringContaining('995 more results') });
    const [text = ''] = renderPlanComment(results);
    expectWellFormed(text);
  });

  test('an environment that is asked for twice is told once', () => {
    expect(readPlanResults(new Map(), ['a', 'a'])).toEqual({ plans: [], missing: ['a'] });
  });
});
