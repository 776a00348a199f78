import { beforeEach, expect, test } from '@jest/globals';
import { checkGitHubEnvironments } from '../../src/doctor/github-environments';
import { FakeSettings, lines, PRODUCTION, wrong } from './examined-account';

let settings: FakeSettings;

beforeEach(() => {
  settings = new FakeSettings();
});

const look = () => checkGitHubEnvironments(PRODUCTION, settings);

test('protected environments are fine', async () => {
  expect(lines(await look())).toEqual([
    'ok github-production: "production" has required reviewers and is for main only',
    'ok github-production-drill: "production-drill" has required reviewers and is for main only',
    'ok github-production-break-glass: "production-break-glass" has required reviewers and is for main only',
  ]);
});

test('one that is not there', async () => {
  settings.environments.delete('production-drill');
  expect(wrong(await look())).toEqual([
    'problem github-production-drill: there is no GitHub environment "production-drill", so GitHub would make one without any protection at the first of the drills',
  ]);
});

test.each([
  ['production', 'problem', 'applies'],
  ['production-drill', 'warning', 'drills'],
  ['production-break-glass', 'problem', 'applies past the drill gate'],
])('%s without reviewers is a %s', async (name, status, use) => {
  settings.change(name, { requiredReviewers: 0 });
  expect(wrong(await look())).toEqual([
    `${status} github-${name}: "${name}" has no required reviewers: ${use} wait for nobody's approval`,
  ]);
});

test('breaking the glass takes two people', async () => {
  settings.change('production', { preventsSelfReview: false });
  settings.change('production-break-glass', { preventsSelfReview: false });
  expect(wrong(await look())).toEqual([
    'problem github-production-break-glass: "production-break-glass" lets people approve their own runs; breaking the glass takes two',
  ]);
});

test('only the default branch may use them', async () => {
  settings.change('production', { branches: { kind: 'any' } });
  settings.change('production-drill', { branches: { kind: 'protected' } });
  settings.change('production-break-glass', { branches: { kind: 'patterns', patterns: ['release/*'] } });
  expect(wrong(await look())).toEqual([
    'problem github-production: "production" may be used from any branch',
    'warning github-production-drill: "production-drill" may be used from every protected branch, not only from main',
    'problem github-production-break-glass: "production-break-glass" may be used from other branches than main: release/*',
    'problem github-production-break-glass: "production-break-glass" may not be used from main, where the workflows run',
  ]);
});
