import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EAST, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { readAuthorizationReference } from './roles-support/authorization-reference';
import { drillAdapters, memberAtRest } from './roles-support/drill-calls';
import { FORBIDDEN } from './roles-support/forbidden';
import { claimsOf } from './roles-support/github-token';
import { startEnforcedAccount, variablesOf, type EnforcedAccount } from './roles-support/enforced-account';
import { isNeededInAws } from './roles-support/only-in-aws';
import { statementsOf } from './roles-support/policies';
import { rightsOutside } from './roles-support/stack-roles';
import type { TerraformCopy } from './terraform-support/terraform-copy';

const MAIN = 'refs/heads/main';
const PULL = 'refs/pull/7/merge';
const JOBS = {
  'iam-plan-sbx': claimsOf('pull_request', PULL),
  'iam-apply-sbx': claimsOf('environment:sandbox', MAIN),
  'iam-drill-sbx': claimsOf('environment:sandbox-drill', MAIN),
};

let account: EnforcedAccount;

beforeAll(async () => {
  account = await startEnforcedAccount();
}, 600_000);

afterAll(async () => {
  await account.stop();
});

describe('who may assume the roles', () => {
  test.each([
    ['iam-plan-sbx', claimsOf('pull_request', PULL, 'names')],
    ['iam-plan-sbx', claimsOf('pull_request', PULL, 'ids')],
    ['iam-apply-sbx', claimsOf('environment:sandbox', MAIN, 'names')],
    ['iam-apply-sbx', claimsOf('environment:sandbox', MAIN, 'ids')],
    ['iam-drill-sbx', claimsOf('environment:sandbox-drill', MAIN, 'names')],
    ['iam-drill-sbx', claimsOf('environment:sandbox-drill', MAIN, 'ids')],
  ])('%s: the job that it is for, in both forms of the subject (%j)', async (role, claims) => {
    await expect(account.assume(role, claims)).resolves.toMatchObject({ accessKeyId: expect.any(String) });
  });

  const apply = JOBS['iam-apply-sbx'];
  test.each([
    ['a pull request', 'iam-apply-sbx', JOBS['iam-plan-sbx']],
    ['a pull request', 'iam-drill-sbx', JOBS['iam-plan-sbx']],
    ['the job of another environment', 'iam-apply-sbx', claimsOf('environment:sandbox-drill', MAIN)],
    ['the job of another environment', 'iam-drill-sbx', claimsOf('environment:sandbox', MAIN)],
    ['a job without an environment', 'iam-apply-sbx', claimsOf(`ref:${MAIN}`, MAIN)],
    ['a job without an environment', 'iam-plan-sbx', claimsOf(`ref:${MAIN}`, MAIN)],
    ['the right environment from another branch', 'iam-apply-sbx', claimsOf('environment:sandbox', 'refs/heads/mine')],
    ['the right environment from a pull request', 'iam-apply-sbx', claimsOf('environment:sandbox', PULL)],
    ['somebody who took over the name', 'iam-apply-sbx', { ...apply, repository_id: '999' }],
    ['another repository', 'iam-apply-sbx', { ...apply, sub: 'repo:octo-org/fork:environment:sandbox' }],
    ['another owner', 'iam-plan-sbx', { ...JOBS['iam-plan-sbx'], sub: 'repo:evil/octo-repo:pull_request' }],
    ['a token for somebody else', 'iam-apply-sbx', { ...apply, aud: 'https://github.com/octo-org' }],
    ['another provider', 'iam-apply-sbx', { ...apply, iss: 'https://token.example.com' }],
  ])('%s is refused by %s', async (_who, role, claims) => {
    await expect(account.assume(role, claims)).rejects.toThrow(
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );
  });
});

describe('what the roles may do', () => {
  let planner: TerraformCopy;
  let applier: TerraformCopy;

  const withRole = async (role: keyof typeof JOBS) => {
    const credentials = await account.assume(role, JOBS[role]);
    return account.terraform.as(variablesOf(account.endpoint, credentials));
  };

  beforeAll(async () => {
    planner = await withRole('iam-plan-sbx');
    applier = await withRole('iam-apply-sbx');
    await planner.terraform('terraform', 'init', '-lockfile=readonly', '-no-color', ...account.backend);
  }, 300_000);

  test('plan: plans a new environment', async () => {
    const planned = await planner.terraform('terraform', 'plan', '-no-color', '-lock-timeout=5m', account.variables);
    expect(planned).toMatch(/Plan: [1-9]\d+ to add, 0 to change, 0 to destroy/);
  }, 600_000);

  test('plan: cannot apply', async () => {
    const applied = planner.terraform('terraform', 'apply', '-auto-approve', '-no-color', account.variables);
    await expect(applied).rejects.toThrow(/is not authorized to perform/);
    const changes = account.decisionsOf('iam-plan-sbx').filter(({ action }) => /:(?:Create|Put|Delete)/.test(action));
    // The lock is all that it could change, and what it asked for is more than that.
    expect(new Set(changes.filter(({ allowed }) => allowed).map(({ resource }) => resource))).toEqual(
      new Set(['arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-sbx']),
    );
    expect(changes.filter(({ allowed }) => !allowed).length).toBeGreaterThan(10);
  }, 600_000);

  test('apply: makes the environment', async () => {
    const applied = await applier.terraform('terraform', 'apply', '-auto-approve', '-no-color', account.variables);
    expect(applied).toMatch(/Apply complete! Resources: [1-9]\d+ added/);
    expect(refusals('iam-apply-sbx')).toEqual([]);
  }, 1_200_000);

  test('plan: plans it again, and finds nothing to do', async () => {
    await planner.terraform('terraform', 'plan', '-detailed-exitcode', '-no-color', account.variables);
  }, 600_000);

  test('the boundary takes no right away from the roles of the stack', async () => {
    const state = await applier.terraform('terraform', 'show', '-json');
    const boundary = account.policies.get('boundary') ?? [];
    expect(rightsOutside(boundary, state, await readAuthorizationReference())).toEqual([]);
  }, 300_000);

  test('drill: moves the writer, there by a switchover and back by a failover', async () => {
    const { globalDatabase } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    const east = await memberAtRest(globalDatabase, EAST, true);
    const west = await memberAtRest(globalDatabase, WEST, false);
    await globalDatabase.switchover(west, east);
    await memberAtRest(globalDatabase, WEST, true);
    await globalDatabase.failover(east);
    await memberAtRest(globalDatabase, EAST, true);
  }, 300_000);

  test('drill: restores into a cluster of its own and removes it', async () => {
    const { backupRestore } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    const { latest } = await backupRestore.restoreWindow();
    const restored = await backupRestore.restoreToPointInTime('aurora-restore-drill-sbx', latest);
    expect(restored).toMatchObject({ clusterId: 'aurora-restore-drill-sbx' });
    await backupRestore.remove('aurora-restore-drill-sbx');
  }, 300_000);

  test('drill: reads the password of the master user', async () => {
    const { credentials } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    await expect(credentials.read()).resolves.toMatchObject({ username: 'dr_admin' });
    expect(refusals('iam-drill-sbx')).toEqual([]);
  });

  test('drill: reads what the failover controllers have recorded', async () => {
    const { controllers } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    for (const region of [EAST, WEST]) await expect(controllers.of(region)).resolves.toBeDefined();
    expect(refusals('iam-drill-sbx')).toEqual([]);
  });

  test.each(FORBIDDEN)('%s: must not %s', async (role, _what, call) => {
    await expect(call(account.endpoint, await account.assume(role, JOBS[role]))).rejects.toThrow(/not authorized/i);
  });

  test('apply: destroys the environment', async () => {
    const before = refusals('iam-apply-sbx').length;
    const destroyed = await applier.terraform('terraform', 'destroy', '-auto-approve', '-no-color', account.variables);
    expect(destroyed).toMatch(/Destroy complete! Resources: [1-9]\d+ destroyed/);
    expect(refusals('iam-apply-sbx')).toHaveLength(before);
  }, 1_200_000);

  test.each(['plan', 'apply', 'drill'] as const)('%s: every right is used, or has its reason', async (role) => {
    const reference = await readAuthorizationReference();
    const granted = statementsOf(account.policies, role).flatMap(({ Action }) =>
      Action.flatMap((pattern) => reference.expand(pattern)),
    );
    const used = new Set(account.decisionsOf(`iam-${role}-sbx`).map(({ action }) => action));
    const unused = [...new Set(granted)].filter((action) => !used.has(action));
    expect(unused.filter((action) => !isNeededInAws(role, action))).toEqual([]);
  });
});

function refusals(role: string): readonly string[] {
  const refused = account.decisionsOf(role).filter(({ allowed }) => !allowed);
  return refused.map(({ action, resource }) => `${action} ${resource}`);
}
