import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runApply } from '../../actions/apply/src/run';
import { BlockedError, InterruptedError } from '../../src/apply/refusals';
import { TerraformError } from '../../src/ports/terraform';
import { ApplyWorld, COMMIT, FRESH, FRESH_DIGEST, REVIEWED, SEALED_DIGEST, SEALED_KEY } from '../fakes/apply-world';
import { FakeTerraform, planFixture } from '../fakes/pipeline';

/** A world in which the plan `fixture` was reviewed and would be made again. */
async function reviewed(fixture = 'update'): Promise<ApplyWorld> {
  const world = new ApplyWorld(FakeTerraform.withFixture(fixture));
  await world.seal();
  return world;
}

/** Runs an apply that must not apply anything. @returns what it threw */
async function stops(world: ApplyWorld): Promise<Error> {
  const error = await runApply(world.request, world.ports()).then(
    () => new Error('it did not stop'),
    (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown))),
  );
  expect(error.message).not.toBe('it did not stop');
  expect(world.terraform.hasApplied).toBe(false);
  return error;
}

/** A plan that deletes a cluster. */
const DESTRUCTIVE = JSON.stringify({
  format_version: '1.2',
  resource_changes: [
    {
      address: 'module.database_us_east_1.aws_rds_cluster.this',
      mode: 'managed',
      type: 'aws_rds_cluster',
      change: { actions: ['delete'], before: { id: 'c' }, after: null },
    },
  ],
});

test('a plan whose configuration runs programs, or is from elsewhere, is not applied', async () => {
  const world = await reviewed();
  world.planRefusal = new Error('the plan, terraform_data.x: it has provisioners');
  expect((await stops(world)).message).toContain('it has provisioners');
});

describe('what was reviewed', () => {
  test('is applied itself when nothing has changed since, and a new plan does the same', async () => {
    const world = await reviewed();
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied', plan: 'reviewed' });
    expect(world.terraform.calls).toEqual(['init', `plan ${FRESH}`, `apply ${REVIEWED}`]);
    expect(world.written.files.get('reviewed.tfplan')).toBe('the plan file that was reviewed');
    expect(world.record()).toEqual({
      commit: COMMIT,
      pullRequest: 7,
      state: 'applied',
      at: '2026-01-05T10:00:00.000Z',
      runUrl: 'https://github.com/acme/db/actions/runs/1',
      planDigest: SEALED_DIGEST,
    });
    expect(world.outputs).toMatchObject([
      { applied: true, record: 'applied', counts: { update: 1 }, planDigest: SEALED_DIGEST },
    ]);
    expect(world.comment()).toMatch(/^## Apply for `production`: ✅ applied/);
    expect(world.comment()).toContain(SEALED_DIGEST.slice(0, 12));
    expect(world.commentUrls).toEqual(['https://github.com/acme/db/pull/7#apply:production']);
  });

  test('the order: lease, plan, apply, lease back, outputs', async () => {
    const world = await reviewed();
    await runApply(world.request, world.ports());
    expect(world.events).toEqual([
      'lease of apply https://github.com/acme/db/actions/runs/1',
      'init',
      `plan ${FRESH}`,
      `apply ${REVIEWED}`,
      'release',
      'outputs',
    ]);
  });

  test.each([
    ['base', { base: 'e'.repeat(40) }],
    ['tree', { tree: 'e'.repeat(40) }],
    ['lockFileDigest', { lockFileDigest: '9'.repeat(64) }],
    ['terraformVersion', { terraformVersion: '1.11.3' }],
    ['platform', { platform: 'darwin-arm64' }],
    ['state', { state: { lineage: 'lineage-1', serial: 3 } }],
    ['policyDigest', { policyDigest: '9'.repeat(64) }],
    ['expiresAt', { expiresAt: '2026-01-05T10:00:00.000Z' }],
  ])('is out of date by its %s: the new plan is applied, because it does the same', async (field, seal) => {
    const world = new ApplyWorld(FakeTerraform.withFixture('update'));
    await world.seal(seal);
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied', plan: 'fresh' });
    expect(world.terraform.calls.at(-1)).toBe(`apply ${FRESH}`);
    expect(world.record()).toMatchObject({ state: 'applied', planDigest: FRESH_DIGEST });
    expect(world.comment()).toContain(field);
    expect(world.logger.lines.join('\n')).toContain(`out of date (${field})`);
  });

  test.each<[string, (world: ApplyWorld) => Promise<void>]>([
    ['current', (world) => world.seal()],
    ['out of date', (world) => world.seal({ tree: 'e'.repeat(40) })],
  ])('does something else than a new plan, and is %s: stopped, with the differences', async (_name, seal) => {
    const world = new ApplyWorld(FakeTerraform.withFixture('update'));
    await seal(world);
    world.terraform.shown.set(REVIEWED, planFixture('create'));
    const error = await stops(world);
    expect(error.message).toContain('a plan made now does something else than the reviewed one');
    expect(world.record()).toMatchObject({ state: 'stopped', reason: error.message });
    expect(world.outputs).toMatchObject([{ applied: false, record: 'stopped' }]);
    expect(world.comment()).toMatch(/^## Apply for `production`: ⛔ stopped, nothing was changed/);
    expect(world.comment()).toMatch(/differences? between the reviewed plan and one made now/);
    expect(world.comment()).toContain('create');
  });

  test('cannot be shown by this Terraform any more: stopped', async () => {
    const world = await reviewed();
    world.terraform.shown.set(REVIEWED, new TerraformError('show', 1, 'plan file was created by Terraform 1.10.0'));
    expect((await stops(world)).message).toMatch(/cannot be compared.*created by Terraform 1\.10\.0.*Open a new pull/s);
  });

  test('cannot be shown, and there is nothing to do: that needs no review', async () => {
    const world = await reviewed('no-changes');
    world.terraform.shown.set(REVIEWED, new TerraformError('show', 1, 'plan file was created by Terraform 1.10.0'));
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'nothing' });
    expect(world.record()).toMatchObject({ state: 'nothing' });
  });
});

describe('the sealed plan', () => {
  test.each<[string, Parameters<ApplyWorld['seal']>[0], RegExp]>([
    ['of another repository', { repositoryId: '1' }, /repositoryId is 1 and should be 4711/],
    ['of another pull request', { pullRequest: 8 }, /pullRequest is 8 and should be 7/],
    ['of another environment', { environment: 'staging' }, /environment is staging and should be production/],
    ['of another commit', { head: 'f'.repeat(40) }, /head: the plan has ffff/],
  ])('%s is a forgery: stopped before anything is planned', async (_name, fields, message) => {
    const world = new ApplyWorld(FakeTerraform.withFixture('update'));
    await world.seal(fields);
    expect((await stops(world)).message).toMatch(message);
    expect(world.terraform.calls).toEqual([]);
  });

  test('is a forgery even when there is nothing to do', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('no-changes'));
    await world.seal({ head: 'f'.repeat(40) });
    expect(await stops(world)).toMatchObject({ name: 'ApplyStoppedError' });
    expect(world.record()).toMatchObject({ state: 'stopped' });
  });

  test('carries a configuration along that its files do not hold, although it changes the same: stopped', async () => {
    const world = await reviewed();
    const plan = z.looseObject({ configuration: z.looseObject({}) }).parse(JSON.parse(planFixture('update')));
    const provisioners = [{ type: 'local-exec' }];
    const resource = { address: 'terraform_data.x', mode: 'managed', type: 'terraform_data', name: 'x', provisioners };
    const configuration = { ...plan.configuration, root_module: { resources: [resource] } };
    world.terraform.shown.set(REVIEWED, JSON.stringify({ ...plan, configuration }));
    expect((await stops(world)).message).toContain('carries another configuration');
  });

  test('was changed by a bit: stopped', async () => {
    const world = await reviewed();
    const bytes = world.store.plans.get(SEALED_KEY) ?? new Uint8Array();
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect((await stops(world)).message).toContain('the sealed plan was changed after it was made');
  });

  test('is missing: stopped, and says of which commit', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('update'));
    expect((await stops(world)).message).toContain(
      `no sealed plan of pull request #7 for its last commit ${'a'.repeat(40)}`,
    );
  });

  test('is missing, and there is nothing to do: that needs no review', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('no-changes'));
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'nothing' });
    expect(world.terraform.hasApplied).toBe(false);
  });

  test('cannot be read, because the store refuses: stopped', async () => {
    const world = await reviewed();
    world.store.get = () => Promise.reject(new Error('Access Denied'));
    expect((await stops(world)).message).toContain('Access Denied');
  });
});

describe('a commit that came from no pull request', () => {
  test('is stopped when it would change something', async () => {
    const world = await reviewed();
    world.found = undefined;
    expect((await stops(world)).message).toContain('came from no pull request');
    expect(world.record()).toMatchObject({ state: 'stopped' });
    expect(world.outputs[0]?.markdown).toContain('stopped, nothing was changed');
  });

  test('is done when it changes nothing', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('no-changes'));
    world.found = undefined;
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'nothing' });
    expect(world.record()).toEqual({
      commit: COMMIT,
      state: 'nothing',
      at: '2026-01-05T10:00:00.000Z',
      runUrl: 'https://github.com/acme/db/actions/runs/1',
    });
  });
});

test('a risky change is applied while the drills are fresh and passed', async () => {
  const world = await reviewed('replace');
  for (const kind of ['switchover', 'restore']) {
    const drill = JSON.stringify({ kind, verdict: 'passed', finishedAt: '2026-01-04T10:00:00.000Z' });
    world.records.objects.set(`drills/production/${kind}.json`, drill);
  }
  expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied' });
});

describe('nothing is applied', () => {
  test('that breaks a rule of disaster recovery, and says which', async () => {
    const world = new ApplyWorld(new FakeTerraform(DESTRUCTIVE));
    await world.seal();
    const error = await stops(world);
    expect(error).toBeInstanceOf(BlockedError);
    expect(error.message).toContain('DR001');
    expect(world.comment()).toMatch(/⛔.*\| `DR001` \| `module\.database_us_east_1\.aws_rds_cluster\.this` \|/s);
  });

  test('that the drill gate blocks', async () => {
    const world = await reviewed('replace');
    expect((await stops(world)).message).toMatch(/no switchover drill has ever run.*Risky are terraform_data\./s);
  });

  test('in another account', async () => {
    const world = await reviewed();
    world.accountRefusal = new Error('the credentials are of account 999999999999');
    expect((await stops(world)).message).toContain('999999999999');
    expect(world.terraform.calls).toEqual([]);
    expect(world.record()).toBeUndefined();
    expect(world.comment()).toContain('999999999999');
  });

  test('while somebody else holds the lease', async () => {
    const world = await reviewed();
    world.holder = { kind: 'drill', run: 'https://github.com/acme/db/actions/runs/2', since: '2026-01-05T09:00:00Z' };
    expect((await stops(world)).message).toContain('the drill of https://github.com/acme/db/actions/runs/2');
    expect(world.terraform.calls).toEqual([]);
  });

  test('while a failover is going on, and the lease is given back', async () => {
    const world = await reviewed();
    world.roles = [{ region: 'us-east-1', said: { members: [], move: { status: 'failing-over' } } }];
    expect((await stops(world)).message).toContain('the writer is being moved');
    expect(world.terraform.calls).toEqual([]);
    expect(world.record()).toMatchObject({ state: 'stopped' });
    expect(world.events).toContain('release');
  });

  test.each([['init'], [`plan ${FRESH}`]])('after the lease was lost during %s', async (moment) => {
    const world = await reviewed();
    world.terraform.before = (call) => {
      if (call === moment) world.isHeld = false;
    };
    expect((await stops(world)).message).toContain('the lease of the environment was lost');
  });

  test('when the lease was lost before the plan, not even a plan is made', async () => {
    const world = await reviewed();
    world.isHeld = false;
    expect((await stops(world)).message).toContain('the lease of the environment was lost');
    expect(world.terraform.calls).toEqual([]);
  });

  test('after an interrupt', async () => {
    const world = await reviewed();
    world.terraform.before = (call) => {
      if (call.startsWith('plan')) world.interruption.abort('SIGINT');
    };
    const error = await stops(world);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error.message).toContain('interrupted by SIGINT');
    expect(world.record()).toMatchObject({ state: 'stopped' });
    expect(world.comment()).toContain('SIGINT');
  });

  test('when the run is interrupted while it waits for the lease', async () => {
    const world = await reviewed();
    world.leaseIsWaitedFor = true;
    setTimeout(() => {
      world.interruption.abort('SIGINT');
    }, 20);
    expect(await stops(world)).toBeInstanceOf(InterruptedError);
  });

  test('when the record cannot be written', async () => {
    const world = await reviewed();
    world.records.before = (operation) => {
      if (operation === 'replace') throw new Error('the bucket refuses');
    };
    expect((await stops(world)).message).toContain('the bucket refuses');
    expect(world.terraform.calls).toEqual([]);
  });

  test('when the environment files are wrong: every mistake is commented', async () => {
    const world = await reviewed();
    world.request = { ...world.request, environment: 'staging' };
    expect((await stops(world)).message).toContain('there is no environment "staging"; known: production');
  });

  test('when Terraform itself finds the plan stale, and says what to do', async () => {
    const world = await reviewed();
    world.terraform.failure = { command: 'apply', error: new TerraformError('apply', 1, 'Saved plan is stale: …') };
    await expect(runApply(world.request, world.ports())).rejects.toThrow(
      /refused the plan as stale.*run this job again/,
    );
    expect(world.record()).toMatchObject({ state: 'stopped' });
    expect(world.outputs).toMatchObject([{ applied: false, record: 'stopped' }]);
  });
});
