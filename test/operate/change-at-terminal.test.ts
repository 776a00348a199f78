import { describe, expect, test } from '@jest/globals';
import { findEnvironment, loadEnvironments } from '../../src/environment/load-environments';
import { applyAtTerminal, planAtTerminal } from '../../src/operate/change-at-terminal';
import type { PlannedEnvironment } from '../../src/plan/environment-plan';
import { ApplyWorld, COMMIT, FRESH } from '../fakes/apply-world';
import { FakeTerraform } from '../fakes/pipeline';

const WHO = 'arn:aws:iam::123456789012:role/operator';

/** What is typed while the plan is on the screen. */
async function apply(world: ApplyWorld, typed: (shown: readonly PlannedEnvironment[]) => string = () => 'production') {
  const ports = world.ports();
  const environment = findEnvironment(loadEnvironments(await ports.environmentFiles.readAll()), 'production', 'aws');
  const shown: PlannedEnvironment[] = [];
  const ending = await applyAtTerminal(
    { environment, commit: COMMIT, who: WHO, leaseWaitMs: 1_000, confirm: async () => typed(shown) },
    ports.of(environment),
    { ...ports, show: (plan) => shown.push(plan) },
  );
  return { ending, shown };
}

test('what two people have read is applied under the lease, and recorded for the commit', async () => {
  const world = new ApplyWorld(FakeTerraform.withFixture('create'));
  const { ending, shown } = await apply(world);
  expect(ending.state).toBe('applied');
  expect(shown).toHaveLength(1);
  expect(world.events).toEqual([
    `lease of apply a laptop, by ${WHO}`,
    'init',
    `plan ${FRESH}`,
    `apply ${FRESH}`,
    'release',
  ]);
  expect(world.record()).toMatchObject({ commit: COMMIT, state: 'applied', runUrl: `a laptop, by ${WHO}` });
});

describe('nothing is applied', () => {
  const stopped = async (world: ApplyWorld, typed?: (shown: readonly PlannedEnvironment[]) => string) => {
    const { ending } = await apply(world, typed);
    expect(world.terraform.hasApplied).toBe(false);
    expect(world.record()).toMatchObject({ state: 'stopped' });
    expect(world.events.at(-1)).toBe('release');
    return ending.state === 'stopped' ? ending.error.message : ending.state;
  };

  test('when another name is typed', async () => {
    expect(await stopped(new ApplyWorld(FakeTerraform.withFixture('create')), () => 'productino')).toContain(
      '"productino" is not the name of the environment',
    );
  });

  test('when the lease was lost while the plan was read', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('create'));
    expect(
      await stopped(world, () => {
        world.isHeld = false;
        return 'production';
      }),
    ).toContain('the lease of the environment was lost while the plan was read');
  });

  test('when it was interrupted meanwhile', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('create'));
    expect(
      await stopped(world, () => {
        world.interruption.abort('SIGINT');
        return 'production';
      }),
    ).toContain('interrupted by SIGINT');
  });

  test('while the writer is being moved', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('create'));
    world.roles = [{ region: 'us-west-2', said: { members: [], move: { status: 'failing-over' } } }];
    expect(await stopped(world)).toContain('the writer is being moved');
    expect(world.terraform.calls).toEqual([]);
  });

  test('when the sources of the plan are from elsewhere', async () => {
    const world = new ApplyWorld(FakeTerraform.withFixture('create'));
    world.planRefusal = new Error('a provisioner would run');
    expect(await stopped(world)).toContain('a provisioner would run');
  });
});

test('with other credentials nothing is even locked', async () => {
  const world = new ApplyWorld(FakeTerraform.withFixture('create'));
  world.accountRefusal = new Error('the credentials are of account 999999999999');
  await expect(apply(world)).rejects.toThrow('the credentials are of account 999999999999');
  expect(world.events).toEqual([]);
});

test('an empty plan asks nobody', async () => {
  const world = new ApplyWorld(FakeTerraform.withFixture('no-changes'));
  const { ending } = await apply(world, () => {
    throw new Error('somebody was asked');
  });
  expect(ending.state).toBe('nothing');
});

test('a plan only shows', async () => {
  const world = new ApplyWorld(FakeTerraform.withFixture('create'));
  const ports = world.ports();
  const environment = findEnvironment(loadEnvironments(await ports.environmentFiles.readAll()), 'production', 'aws');
  const shown: PlannedEnvironment[] = [];
  await planAtTerminal(environment, COMMIT, ports.of(environment), { ...ports, show: (plan) => shown.push(plan) });
  expect(shown[0]?.summary.counts.create).toBeGreaterThan(0);
  expect(world.events).toEqual(['init', `plan ${FRESH}`]);
});
