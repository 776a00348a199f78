import { expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/sha256';
import { policyDigest } from '../../src/seal/policy-digest';

const FIRST = { id: 'DR001', sentence: 'Clusters are never deleted' };
const SECOND = { id: 'DR002', sentence: 'No plan swaps roles' };
const RULES = [FIRST, SECOND];
const ENVIRONMENT = { name: 'production', objectives: { rpoSeconds: 60, rtoSeconds: 300 }, emails: ['a', 'b'] };
const DIGEST = policyDigest(RULES, ENVIRONMENT, sha256);

test('is a digest, the same for plan and apply, and blind for the order of keys and for what else a rule carries', () => {
  // printf '{"environment":{"name":"x"},"rules":[{"id":"DR001","sentence":"s"}]}' | sha256sum
  expect(policyDigest([{ id: 'DR001', sentence: 's' }], { name: 'x' }, sha256)).toBe(
    'a04dec54e3735fad0062c52afe02e8ce45ee1f70ca4ae8a81374f8e17774df7a',
  );
  const rules = RULES.map((rule) => ({ check: () => [], ...rule, requirements: ['P1'] }));
  const environment = { emails: ['a', 'b'], objectives: { rtoSeconds: 300, rpoSeconds: 60 }, name: 'production' };
  expect(policyDigest(rules, environment, sha256)).toBe(DIGEST);
});

test.each([
  ['a rule less', [SECOND], ENVIRONMENT],
  ['a rule in other words', [{ ...FIRST, sentence: 'Clusters are deleted' }, SECOND], ENVIRONMENT],
  ['a rule with another id', [{ ...FIRST, id: 'DR009' }, SECOND], ENVIRONMENT],
  ['another setting', RULES, { ...ENVIRONMENT, objectives: { rpoSeconds: 60, rtoSeconds: 301 } }],
  ['a setting more', RULES, { ...ENVIRONMENT, drillGate: 'off' }],
  ['a list in another order', RULES, { ...ENVIRONMENT, emails: ['b', 'a'] }],
])('differs with %s', (_what, rules, environment) => {
  expect(policyDigest(rules, environment, sha256)).not.toBe(DIGEST);
});
