import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runApply } from '../../actions/apply/src/run';
import { TerraformError, type ResourceProgress } from '../../src/ports/terraform';
import { ApplyWorld, FRESH, REVIEWED, SEALED_DIGEST } from '../fakes/apply-world';
import { FakeTerraform, planFixture } from '../fakes/pipeline';

async function reviewed(fixture = 'update'): Promise<ApplyWorld> {
  const world = new ApplyWorld(FakeTerraform.withFixture(fixture));
  await world.seal();
  return world;
}

const step = (outcome: ResourceProgress['outcome'], address: string, action: string, seconds?: number) => ({
  address,
  action,
  outcome,
  ...(seconds === undefined ? {} : { seconds }),
});

/** An apply that creates one, fails at another, and never gets to the third. */
async function halfway(): Promise<ApplyWorld> {
  const world = await reviewed('create');
  world.terraform.progress = [
    step('planned', 'aws_kms_key.one', 'create'),
    step('planned', 'aws_kms_key.two', 'create'),
    step('planned', 'aws_kms_key.three', 'replace'),
    step('started', 'aws_kms_key.one', 'create'),
    step('done', 'aws_kms_key.one', 'create', 31),
    step('started', 'aws_kms_key.two', 'create'),
    step('failed', 'aws_kms_key.two', 'create', 2),
  ];
  world.terraform.failure = { command: 'apply', error: new TerraformError('apply', 1, 'aws_kms_key.two: throttled') };
  return world;
}

/** A plan with the changes of resources of another plan besides. */
function withResourcesOf(fixture: string, planText: string): string {
  const schema = z.looseObject({ resource_changes: z.array(z.unknown()).default([]) });
  const plan = schema.parse(JSON.parse(planText));
  const { resource_changes: more } = schema.parse(JSON.parse(planFixture(fixture)));
  return JSON.stringify({ ...plan, resource_changes: [...plan.resource_changes, ...more] });
}

describe('an apply that fails half-way', () => {
  test('says what was done, what failed and what was never begun, plans at once, and fails', async () => {
    const world = await halfway();
    world.terraform.laterPlans.push(planFixture('update'));
    await expect(runApply(world.request, world.ports())).rejects.toThrow('aws_kms_key.two: throttled');
    expect(world.terraform.calls).toEqual(['init', `plan ${FRESH}`, `apply ${REVIEWED}`, 'init', `plan ${FRESH}`]);
    expect(world.record()).toMatchObject({
      state: 'failed',
      planDigest: SEALED_DIGEST,
      reason: 'terraform apply failed with exit code 1: aws_kms_key.two: throttled',
    });
    expect(world.outputs).toMatchObject([{ applied: true, record: 'failed', counts: undefined }]);
    const comment = world.comment();
    expect(comment).toMatch(/^## Apply for `production`: ❌ failed half-way/);
    expect(comment).toMatch(/Failed.*aws_kms_key\.two.*Done.*aws_kms_key\.one.*31 s.*Not begun.*aws_kms_key\.three/s);
    expect(comment).toMatch(/What is left.*terraform_data/s);
    expect(world.events.at(-2)).toBe('release');
  });

  test('and after which nothing can be planned: that is said, and the first error is thrown', async () => {
    const world = await halfway();
    world.terraform.before = (call) => {
      if (call === 'init' && world.terraform.hasApplied) throw new Error('no network');
    };
    await expect(runApply(world.request, world.ports())).rejects.toThrow('aws_kms_key.two: throttled');
    expect(world.logger.lines).toContain('error what is left could not be planned: no network');
    expect(world.comment()).toContain('What is left could not be planned');
  });

  test('because it was interrupted: no plan any more, record and comment at once', async () => {
    const world = await halfway();
    world.terraform.before = (call) => {
      if (call.startsWith('apply')) world.interruption.abort('SIGINT');
    };
    await expect(runApply(world.request, world.ports())).rejects.toThrow('throttled');
    expect(world.terraform.calls).toHaveLength(3);
    expect(world.record()).toMatchObject({ state: 'failed' });
    expect(world.comment()).toMatch(/failed half-way.*aws_kms_key\.one/s);
  });

  test('and whose comment is refused: outputs, summary and record are there all the same', async () => {
    const world = await halfway();
    world.pullRequest.refusal = new Error('GitHub is down');
    await expect(runApply(world.request, world.ports())).rejects.toThrow('throttled');
    expect(world.record()).toMatchObject({ state: 'failed' });
    expect(world.outputs[0]?.markdown).toContain('failed half-way');
    expect(world.logger.lines).toContain('error failed, but not commented: GitHub is down');
  });

  test('before anything was touched says so', async () => {
    const world = await reviewed();
    world.terraform.failure = {
      command: 'apply',
      error: new TerraformError('apply', 1, 'Error acquiring the state lock'),
    };
    await expect(runApply(world.request, world.ports())).rejects.toThrow('state lock');
    expect(world.outputs).toMatchObject([{ applied: false, record: 'failed' }]);
    expect(world.comment()).toMatch(/❌ failed, nothing was changed/);
  });
});

describe('while it goes on', () => {
  test('the log says what was done of how much', async () => {
    const world = await reviewed();
    world.terraform.progress = [
      step('planned', 'aws_rds_cluster.this', 'create'),
      step('planned', 'aws_kms_key.one', 'create'),
      step('started', 'aws_rds_cluster.this', 'create'),
      step('running', 'aws_rds_cluster.this', 'create', 30),
      step('done', 'aws_rds_cluster.this', 'create', 41),
    ];
    await runApply(world.request, world.ports());
    expect(world.logger.lines).toEqual(
      expect.arrayContaining([
        'group terraform apply',
        'info aws_rds_cluster.this: create started',
        'info 0 of 2 done: aws_rds_cluster.this create still running after 30 s',
        'info 1 of 2 done: aws_rds_cluster.this create done after 41 s',
      ]),
    );
  });
});

describe('nothing secret leaves the run', () => {
  test.each<[string, Error, string]>([
    ['known from the plan', new Error('refused: new-staple-of-secrets is too weak'), 'refused: (redacted) is too weak'],
    ['that looks like one', new Error('denied for AKIA0000000000000000'), 'denied for (redacted)'],
  ])('%s: not in the comment, the error, the record, the summary or the log', async (_what, error, expected) => {
    const world = await reviewed('sensitive');
    world.terraform.failure = { command: 'apply', error };
    await expect(runApply(world.request, world.ports())).rejects.toThrow(expected);
    expect(world.comment()).toContain(expected);
    expect(world.record()?.['reason']).toBe(expected);
    const everything = [...world.logger.lines, world.comment(), JSON.stringify([world.record(), world.outputs])].join();
    expect(everything).not.toMatch(/new-staple-of-secrets|AKIA0000000000000000/);
  });

  test('before anything is known of the plan either', async () => {
    const world = await reviewed();
    world.terraform.failure = { command: 'init', error: new Error('denied for AKIA0000000000000000') };
    await expect(runApply(world.request, world.ports())).rejects.toThrow('denied for (redacted)');
    expect(JSON.stringify([world.record(), world.outputs, world.comment()])).not.toContain('AKIA0000000000000000');
  });
});

describe('telling of it', () => {
  test('a comment that is refused makes no failure of a success', async () => {
    const world = await reviewed();
    world.pullRequest.refusal = new Error('GitHub is down');
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied' });
    expect(world.logger.lines).toContain('error applied, but not commented: GitHub is down');
    expect(world.outputs).toMatchObject([{ applied: true, record: 'applied' }]);
    expect(world.record()).toMatchObject({ state: 'applied' });
  });

  test('nor does a record that cannot be written afterwards', async () => {
    const world = await reviewed();
    world.terraform.before = (call) => {
      if (!call.startsWith('apply')) return;
      world.records.before = () => {
        throw new Error('the bucket refuses');
      };
    };
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied' });
    expect(world.record()).toMatchObject({ state: 'started' });
    expect(world.logger.lines.join('\n')).toContain(
      'could not be written, and says that it is going on: the bucket refuses',
    );
    expect(world.comment()).toContain('✅ applied');
  });

  test('outputs that cannot be written neither, and the comment is written all the same', async () => {
    const world = await reviewed();
    const ports = world.ports();
    const reporting = { ...ports.reporting, publish: () => Promise.reject(new Error('disk full')) };
    expect(await runApply(world.request, { ...ports, reporting })).toMatchObject({ state: 'applied' });
    expect(world.logger.lines.join('\n')).toContain('disk full');
    expect(world.comment()).toContain('✅ applied');
  });

  test('whom it waited for', async () => {
    const world = await reviewed();
    world.holder = { kind: 'apply', run: 'https://github.com/acme/db/actions/runs/2', since: '2026-01-05T09:00:00Z' };
    await runApply(world.request, world.ports());
    expect(world.comment()).toContain('waited 1800 s');
  });
});

describe('a job that is run again', () => {
  test.each(['applied', 'nothing'] as const)(
    'for a commit that is %s: stopped when something is to do',
    async (state) => {
      const world = await reviewed();
      world.remember({ state, planDigest: SEALED_DIGEST });
      await expect(runApply(world.request, world.ports())).rejects.toThrow('this commit was applied already');
      expect(world.terraform.hasApplied).toBe(false);
      // Or the run after it would take the commit for one that was never applied.
      expect(world.record()).toEqual({
        commit: 'c'.repeat(40),
        state,
        at: '2026-01-05T09:30:00.000Z',
        planDigest: SEALED_DIGEST,
      });
    },
  );

  test('for a commit that is applied: fine when nothing is to do', async () => {
    const world = await reviewed('no-changes');
    world.remember({ state: 'applied' });
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'nothing' });
    expect(world.record()).toMatchObject({ state: 'applied', at: '2026-01-05T09:30:00.000Z' });
  });

  test('for a commit that was stopped: like the first time', async () => {
    const world = await reviewed();
    world.remember({ state: 'stopped', reason: 'the lease' });
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied', plan: 'reviewed' });
  });

  test.each(['failed', 'started'] as const)(
    'for a commit that is %s: the rest of the reviewed plan is applied',
    async (state) => {
      const world = await reviewed('outputs-only');
      world.remember({ state });
      // The reviewed plan also creates what the earlier run has created.
      world.terraform.shown.set(REVIEWED, withResourcesOf('create', planFixture('outputs-only')));
      expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied', plan: 'fresh' });
      expect(world.terraform.calls.at(-1)).toBe(`apply ${FRESH}`);
    },
  );

  test.each(['failed', 'started'] as const)(
    'for a commit that is %s: nothing beyond the reviewed plan',
    async (state) => {
      const world = await reviewed('update');
      world.remember({ state });
      world.terraform.shown.set(REVIEWED, planFixture('outputs-only'));
      await expect(runApply(world.request, world.ports())).rejects.toThrow('something else than the reviewed one');
      expect(world.terraform.hasApplied).toBe(false);
      // Stopped, and still half-way.
      expect(world.record()).toMatchObject({ state: 'failed' });
    },
  );

  test('for a commit that was never begun: a new plan that does less than the reviewed one is another plan', async () => {
    const world = await reviewed('outputs-only');
    world.terraform.shown.set(REVIEWED, withResourcesOf('create', planFixture('outputs-only')));
    await expect(runApply(world.request, world.ports())).rejects.toThrow('something else than the reviewed one');
  });

  test('with a record that is none: stopped, and it is left alone', async () => {
    const world = await reviewed();
    world.records.objects.set(`applies/production/${'c'.repeat(40)}.json`, '{}');
    await expect(runApply(world.request, world.ports())).rejects.toThrow('is not a record of an apply');
    expect(world.terraform.calls).toEqual([]);
    expect(world.record()).toEqual({});
  });
});

describe('break-glass', () => {
  /** A world in which the drill gate blocks. */
  async function broken(fixture = 'replace'): Promise<ApplyWorld> {
    const world = await reviewed(fixture);
    world.request = { ...world.request, breakGlass: { reason: 'a hot fix that cannot wait', actor: 'ada' } };
    return world;
  }

  test('overrides the drill gate, and leaves an issue before anything is applied', async () => {
    const world = await broken();
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'applied' });
    expect(world.events.slice(-5)).toEqual([`plan ${FRESH}`, 'audit issue', `apply ${REVIEWED}`, 'release', 'outputs']);
    expect(world.issues[0]?.body).toMatch(/@ada.*#7.*a hot fix that cannot wait.*no switchover drill.*terraform_data/s);
  });

  test('applies nothing without the issue', async () => {
    const world = await broken();
    world.issueRefusal = new Error('issues are disabled');
    await expect(runApply(world.request, world.ports())).rejects.toThrow(/could not be opened: issues are disabled/);
    expect(world.terraform.hasApplied).toBe(false);
    expect(world.record()).toMatchObject({ state: 'stopped' });
  });

  test('leaves no issue when there is nothing to apply', async () => {
    const world = await broken('no-changes');
    expect(await runApply(world.request, world.ports())).toMatchObject({ state: 'nothing' });
    expect(world.issues).toEqual([]);
  });

  test('applies nothing when the lease was lost while the issue was opened', async () => {
    const world = await broken();
    const ports = world.ports();
    const issues = {
      open: (text: Parameters<typeof ports.issues.open>[0]) => {
        world.isHeld = false;
        return ports.issues.open(text);
      },
    };
    await expect(runApply(world.request, { ...ports, issues })).rejects.toThrow(
      'the lease of the environment was lost',
    );
    expect(world.terraform.hasApplied).toBe(false);
  });

  test('does not override the comparison', async () => {
    const world = await broken();
    world.terraform.shown.set(REVIEWED, planFixture('create'));
    await expect(runApply(world.request, world.ports())).rejects.toThrow('something else than the reviewed one');
    expect(world.terraform.hasApplied).toBe(false);
    expect(world.issues).toEqual([]);
  });

  test('does not override the rules', async () => {
    const destructive = new FakeTerraform(
      JSON.stringify({
        format_version: '1.2',
        resource_changes: [
          {
            address: 'aws_rds_cluster.this',
            mode: 'managed',
            type: 'aws_rds_cluster',
            change: { actions: ['delete'], before: { id: 'c' }, after: null },
          },
        ],
      }),
    );
    const world = new ApplyWorld(destructive);
    await world.seal();
    world.request = { ...world.request, breakGlass: { reason: 'a hot fix that cannot wait', actor: 'ada' } };
    await expect(runApply(world.request, world.ports())).rejects.toThrow('DR001');
    expect(world.terraform.hasApplied).toBe(false);
  });

  test('does not override the seal', async () => {
    const world = await broken();
    world.store.plans.clear();
    await expect(runApply(world.request, world.ports())).rejects.toThrow('no sealed plan');
    expect(world.terraform.hasApplied).toBe(false);
  });
});
