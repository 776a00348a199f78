import { afterEach, describe, expect, test } from '@jest/globals';
import { breakGlassOf } from '../../actions/apply/src/break-glass-order';
import { readInputs } from '../../actions/apply/src/inputs';
import type { WorkflowContext } from '../../src/adapters/workflow-context';

const given: string[] = [];
afterEach(() => {
  for (const name of given.splice(0)) Reflect.deleteProperty(process.env, name);
});

function read(inputs: Readonly<Record<string, string>>, eventName = 'push') {
  for (const [input, value] of Object.entries(inputs)) {
    const name = `INPUT_${input.toUpperCase()}`;
    given.push(name);
    process.env[name] = value;
  }
  return readInputs({ GITHUB_EVENT_NAME: eventName });
}

const COMMIT = 'c'.repeat(40);
const REASON = 'a hot fix that cannot wait';
const APPLY = { environment: 'production', 'github-token': 't' };

describe('inputs of mode apply', () => {
  test('without anything special', () => {
    expect(read(APPLY)).toEqual({
      mode: 'apply',
      environment: 'production',
      target: 'aws',
      terraformPath: 'terraform',
      leaseWaitMs: 1_800_000,
      token: 't',
      breakGlass: undefined,
    });
  });

  test.each(['-1', '361', 'soon'])('lease-wait-minutes %s', (minutes) => {
    expect(() => read({ ...APPLY, 'lease-wait-minutes': minutes })).toThrow(
      `input "lease-wait-minutes" is "${minutes}"; allowed: a whole number from 0 to 360`,
    );
  });

  test('break-glass: the reason without spaces around it, and the commit', () => {
    expect(read({ ...APPLY, 'break-glass-reason': `  ${REASON} `, commit: COMMIT })).toMatchObject({
      breakGlass: { reason: REASON, commit: COMMIT },
    });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a reason of a word',
      { 'break-glass-reason': 'urgent', commit: COMMIT },
      'has 6 characters, and needs at least 20',
    ],
    [
      'a reason of spaces',
      { 'break-glass-reason': ' '.repeat(30), commit: COMMIT },
      'needs input "break-glass-reason"',
    ],
    ['no commit', { 'break-glass-reason': REASON }, 'input "commit" is ""; a break-glass run needs the full hash'],
    ['a short commit', { 'break-glass-reason': REASON, commit: 'c0ffee' }, 'input "commit" is "c0ffee"'],
    ['a commit alone', { commit: COMMIT }, 'input "commit" is for a break-glass run'],
  ])('refuses %s', (_what, inputs, message) => {
    expect(() => read({ ...APPLY, ...inputs })).toThrow(message);
  });

  test('a destruction is not ordered by breaking the glass', () => {
    const destroy = { mode: 'destroy', environment: 'production', confirmation: 'destroy production' };
    expect(() => read({ ...destroy, 'break-glass-reason': REASON }, 'workflow_dispatch')).toThrow(
      'input "break-glass-reason" is for mode apply only',
    );
  });
});

describe('an order to break the glass', () => {
  const ORDER = { reason: REASON, commit: COMMIT };
  const CONTEXT: WorkflowContext = {
    repository: { owner: 'acme', repo: 'db', apiUrl: 'https://api.github.com' },
    repositoryId: 4711,
    defaultBranch: 'main',
    eventName: 'workflow_dispatch',
    commit: COMMIT,
    pullRequest: undefined,
    baseSha: undefined,
    headRepositoryId: undefined,
    isFork: false,
    runId: 1,
    runNumber: 1,
    runAttempt: 1,
    generation: 1001,
    runUrl: 'https://github.com/acme/db/actions/runs/1',
    actor: 'ada',
    workflow: 'break-glass.yml',
    workspace: '/',
  };

  test('is taken from its workflow, for the head of the default branch', () => {
    expect(breakGlassOf(ORDER, CONTEXT, 'refs/heads/main')).toEqual({ reason: REASON, actor: 'ada' });
  });

  test.each<[string, Partial<WorkflowContext>, string | undefined, string]>([
    ['a push', { eventName: 'push' }, 'refs/heads/main', 'is only for break-glass.yml, dispatched by hand'],
    ['another workflow', { workflow: 'apply.yml' }, 'refs/heads/main', 'this is apply.yml on workflow_dispatch'],
    ['no workflow', { workflow: undefined }, 'refs/heads/main', 'this is an unknown workflow'],
    ['another branch', {}, 'refs/heads/feature', 'this one is of refs/heads/feature'],
    ['a tag of the same name', {}, 'refs/tags/main', 'this one is of refs/tags/main'],
    ['no branch', {}, undefined, 'this one is of nothing'],
    ['a default branch that nobody names', { defaultBranch: undefined }, 'refs/heads/main', 'the event does not name'],
    ['another commit', { commit: 'd'.repeat(40) }, 'refs/heads/main', `but the head of main is ${'d'.repeat(40)}`],
    ['nobody', { actor: undefined }, 'refs/heads/main', 'GITHUB_ACTOR is not set'],
  ])('is refused from %s', (_what, context, ref, message) => {
    expect(() => breakGlassOf(ORDER, { ...CONTEXT, ...context }, ref)).toThrow(message);
  });

  test('without one its workflow does not run, and every other does', () => {
    expect(() => breakGlassOf(undefined, CONTEXT, 'refs/heads/main')).toThrow('is required in break-glass.yml');
    expect(breakGlassOf(undefined, { ...CONTEXT, workflow: 'apply.yml', eventName: 'push' }, 'x')).toBeUndefined();
  });
});
