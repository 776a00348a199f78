import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runDestroy } from '../../actions/apply/src/run-destroy';
import { DestroyRefusedError } from '../../src/destroy/refusal';
import { FailoverInProgressError } from '../../src/interlock/failover-guard';
import { leaseOf } from '../../src/interlock/environment-lease';
import type { GlobalStatus } from '../../src/ports/global-database';
import type { RegionAnswer } from '../../src/ports/global-roles';
import { LeaseTakenError } from '../../src/ports/lease';
import { SqlError } from '../../src/ports/sql';
import { TerraformError } from '../../src/ports/terraform';
import { DestroyableTerraform } from '../fakes/destroyable-terraform';
import { MemoryLogger } from '../fakes/logger';
import { MemoryLeaseStore } from '../fakes/memory-lease-store';
import { memoryDirectory } from '../fakes/pipeline';
import { CREDENTIALS, TwoRegions } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const FILES = [{ file: 'environments/production.yaml', text: readFileSync('environments/production.yaml', 'utf8') }];
const EAST = 'module.database_us_east_1.aws_rds_cluster.this';
const WEST = 'module.database_us_west_2.aws_rds_cluster.this';

function setUp(terraform = DestroyableTerraform.holding(EAST, WEST)) {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const logger = new MemoryLogger();
  const pages: string[] = [];
  const knobs: { hasMembers: boolean; summaryFailure?: Error } = { hasMembers: true };
  const store = new MemoryLeaseStore(clock);
  const lease = leaseOf('production', { store, clock, logger, newId: () => `id ${store.record.version}` });
  const answers: RegionAnswer[] = ['us-west-2', 'us-east-1'].map((region) => ({ region, said: 'no such database' }));
  const ports = {
    environmentFiles: { readAll: () => Promise.resolve(FILES) },
    terraform,
    privateDirectory: memoryDirectory().directory,
    databaseOf: () => ({
      interlock: {
        lease,
        regions: ['us-west-2', 'us-east-1'],
        controllers: { of: () => Promise.resolve(undefined) },
        roles: { ask: () => Promise.resolve(answers) },
        logger,
      },
      presence: { hasMembers: () => Promise.resolve(knobs.hasMembers) },
      globalDatabase: world,
      credentials: { read: () => Promise.resolve(CREDENTIALS) },
    }),
    clock,
    summary: {
      write: (markdown: string) => {
        if (knobs.summaryFailure !== undefined) return Promise.reject(knobs.summaryFailure);
        pages.push(markdown);
        return Promise.resolve();
      },
    },
    logger,
  };
  const destroy = (options: { readonly switchBack?: boolean; readonly environment?: string } = {}) =>
    clock.run(
      runDestroy(
        {
          target: 'aws',
          context: {
            environment: options.environment ?? 'production',
            commit: 'a'.repeat(40),
            runUrl: 'https://github.com/acme/db/actions/runs/1',
          },
          switchBack: (options.switchBack ?? true) ? { sql: world, deadlineMs: 60_000 } : undefined,
        },
        ports,
      ),
    );
  return { clock, world, terraform, logger, pages, knobs, lease, store, answers, destroy };
}

/** The state of the world, changed. */
function describedAs(world: TwoRegions, change: (status: GlobalStatus) => GlobalStatus): void {
  const describe = world.describe.bind(world);
  world.describe = async () => change(await describe());
}

describe('with the writer at home', () => {
  test('T3: destroys everything with exactly the plan that was checked, looks again, and says so', async () => {
    const { terraform, pages, destroy } = setUp();
    expect(await destroy()).toEqual({ applied: true, destroyed: 2 });
    expect(terraform.addresses).toEqual([]);
    expect(terraform.calls).toEqual(['init', 'plan -destroy', 'apply /private/plan.tfplan', 'init', 'plan -destroy']);
    expect(pages).toEqual([
      [
        '## Destroy for `production`: ✅ destroyed',
        'The writer was in its home region us-east-1. A plan made afterwards finds nothing left to destroy.',
        '| destroyed | left |\n| --- | --- |\n| 2 | 0 |',
        '- module.database\\_us\\_east\\_1.aws\\_rds\\_cluster.this',
        '- module.database\\_us\\_west\\_2.aws\\_rds\\_cluster.this',
        '<sub>commit `aaaaaaaaaaaa` · [run](https://github.com/acme/db/actions/runs/1)</sub>',
      ].join('\n\n'),
    ]);
  });

  test('goes on with what an earlier run left, without a global database', async () => {
    const { knobs, pages, destroy } = setUp(DestroyableTerraform.holding('module.network.aws_vpc_peering.this'));
    knobs.hasMembers = false;
    expect(await destroy()).toEqual({ applied: true, destroyed: 1 });
    expect(pages[0]).toContain('There is no global database with members.');
  });

  test('applies nothing when there is nothing', async () => {
    const { knobs, terraform, pages, destroy } = setUp(DestroyableTerraform.holding());
    knobs.hasMembers = false;
    expect(await destroy()).toEqual({ applied: false, destroyed: 0 });
    expect(terraform.calls).toEqual(['init', 'plan -destroy']);
    expect(pages[0]).toContain('✅ nothing to destroy');
  });

  test('is destroyed even if that cannot be written', async () => {
    const { knobs, logger, destroy } = setUp();
    knobs.summaryFailure = new Error('no space left');
    expect(await destroy()).toMatchObject({ applied: true });
    expect(logger.lines.join()).toContain('the summary could not be written: no space left');
  });
});

describe('with the writer away', () => {
  test('T3: switches back before Terraform looks, and waits until the roles are right', async () => {
    const { world, terraform, pages, destroy } = setUp();
    world.writer = 'us-west-2';
    const plan = terraform.plan.bind(terraform);
    let atPlan: GlobalStatus | undefined;
    terraform.plan = async (options) => {
      atPlan ??= await world.describe();
      return plan(options);
    };
    expect(await destroy()).toMatchObject({ applied: true, destroyed: 2 });
    expect(atPlan).toMatchObject({
      status: 'available',
      members: [
        { region: 'us-east-1', isWriter: true, status: 'available' },
        { region: 'us-west-2', isWriter: false, status: 'available' },
      ],
    });
    expect(pages[0]).toContain('The writer was switched back from us-west-2 to its home region us-east-1.');
  });

  test('without switch-back, refuses with the command to run', async () => {
    const { world, terraform, pages, destroy } = setUp();
    world.writer = 'us-west-2';
    const command =
      'aws rds switchover-global-cluster --global-cluster-identifier aurora-global-test ' +
      '--target-db-cluster-identifier arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test --region us-west-2';
    await expect(destroy({ switchBack: false })).rejects.toThrow(command);
    expect(world.writer).toBe('us-west-2');
    expect(terraform.calls).toEqual([]);
    expect(pages[0]).toMatch(/^## Destroy for `production`: ⛔ refused\n\nNothing was destroyed\.\n/);
    expect(pages[0]).toContain(command);
  });

  test('goes by the roles where the writer name cannot be reached', async () => {
    const { world, logger, destroy } = setUp();
    world.writer = 'us-west-2';
    world.connect = () => Promise.reject(new SqlError('no route to host', 'not-executed', undefined));
    expect(await destroy()).toMatchObject({ applied: true });
    expect(world.writer).toBe('us-east-1');
    expect(logger.lines.join()).toMatch(/warn no write through .*no route to host; going by the roles/);
  });

  test.each<[string, (world: TwoRegions) => void, RegExp]>([
    [
      'never happens',
      (world) => {
        world.promotes = false;
      },
      /the roles are not settled after 1800 s; last seen: status switching-over, replica available in us-east-1, writer/,
    ],
    [
      'is not allowed',
      (world) => {
        world.switchover = () => Promise.reject(new Error('AccessDenied: rds:SwitchoverGlobalCluster'));
      },
      /AccessDenied: rds:SwitchoverGlobalCluster\. A move that AWS accepted goes on: look at "aws rds describe-global/,
    ],
  ])('destroys nothing when the switchover %s', async (_what, break_, message) => {
    const { world, terraform, destroy } = setUp();
    world.writer = 'us-west-2';
    break_(world);
    await expect(destroy()).rejects.toThrow(message);
    expect(terraform.calls).toEqual([]);
  });
});

describe('refuses, and touches nothing', () => {
  test('while a move is in progress', async () => {
    const { world, terraform, pages, destroy } = setUp();
    world.promotes = false;
    const [, west] = (await world.describe()).members;
    if (west === undefined) throw new Error('no west');
    await world.switchover(west);
    await expect(destroy()).rejects.toThrow(/is in the middle of a move \(switching-over\); wait until "aws rds/);
    expect(terraform.calls).toEqual([]);
    expect(pages[0]).toContain('⛔ refused');
  });

  test('when the cluster of the home region cannot be reached', async () => {
    const { world, terraform, destroy } = setUp();
    world.writer = 'us-west-2';
    world.alive['us-east-1'] = false;
    await expect(destroy()).rejects.toThrow(
      /aurora-us-east-1-test in the home region us-east-1 cannot be read, while the writer is in us-west-2;.*run this again/,
    );
    expect(terraform.calls).toEqual([]);
  });

  test('when the home region was never rebuilt after an unplanned failover', async () => {
    const { world, terraform, destroy } = setUp();
    world.writer = 'us-west-2';
    describedAs(world, (status) => ({ ...status, members: status.members.filter(({ isWriter }) => isWriter) }));
    await expect(destroy()).rejects.toThrow(/aurora-us-east-1-prod in us-east-1 is not a member of global cluster/);
    expect(terraform.calls).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['forget', ['forget'], 'forget aws_rds_cluster.kept'],
    ['create', ['create'], 'create aws_rds_cluster.kept'],
    ['replace', ['delete', 'create'], 'replace aws_rds_cluster.kept'],
  ])('when the plan would also %s', async (_what, actions, named) => {
    const terraform = DestroyableTerraform.holding(EAST, WEST);
    terraform.surprises.push({ address: 'aws_rds_cluster.kept', actions });
    const { pages, destroy } = setUp(terraform);
    await expect(destroy()).rejects.toThrow(DestroyRefusedError);
    expect(terraform.addresses).toEqual([EAST, WEST]);
    expect(terraform.calls).toEqual(['init', 'plan -destroy']);
    expect(pages[0]).toContain(named);
    expect(pages[0]).toContain('Nothing was destroyed.');
  });

  test('an environment that is not there', async () => {
    const { pages, destroy } = setUp();
    await expect(destroy({ environment: 'staging' })).rejects.toThrow('there is no environment "staging"');
    expect(pages[0]).toMatch(/^## Destroy for `staging`: ❌ failed\n\nNothing was destroyed\./);
  });
});

describe('a failure is told', () => {
  test('half-way through the apply: something may be gone', async () => {
    const { terraform, pages, destroy } = setUp();
    terraform.failures.set('apply', new TerraformError('apply', 1, 'Error: InvalidDBClusterStateFault'));
    await expect(destroy()).rejects.toThrow(/InvalidDBClusterStateFault/);
    expect(pages[0]).toMatch(/❌ failed half-way\n\nThe writer was in .*A part of the environment may be gone\./);
    expect(pages[0]).toContain('InvalidDBClusterStateFault');
    // What is left can be destroyed by another run.
    terraform.failures.clear();
    expect(await destroy()).toEqual({ applied: true, destroyed: 1 });
  });

  test('in the plan: nothing is gone', async () => {
    const { terraform, pages, destroy } = setUp();
    terraform.failures.set('plan', new TerraformError('plan', 1, 'Error: no valid credential sources'));
    await expect(destroy()).rejects.toThrow(TerraformError);
    expect(pages[0]).toMatch(/❌ failed\n\n.*Nothing was destroyed\.\n\n```\n.*no valid credential sources/s);
  });

  test('when something is left although the apply ended well', async () => {
    const { terraform, pages, destroy } = setUp();
    terraform.survivors.add(WEST);
    await expect(destroy()).rejects.toThrow(`Terraform still finds ${WEST}; run this again`);
    expect(pages[0]).toContain('❌ failed half-way');
  });

  test('without what is secret', async () => {
    const terraform = new DestroyableTerraform([
      {
        address: 'aws_rds_cluster.this',
        actions: ['delete'],
        before: { master_password: 'correct-horse-staple' },
        before_sensitive: { master_password: true },
      },
    ]);
    terraform.failures.set('apply', new Error('refused: correct-horse-staple'));
    const { pages, destroy } = setUp(terraform);
    await expect(destroy()).rejects.toThrow(/^refused: \(redacted\)$/);
    expect(pages.join()).not.toContain('correct-horse-staple');
  });

  test('also when the summary cannot be written: the first error counts', async () => {
    const { terraform, knobs, destroy } = setUp();
    terraform.failures.set('init', new Error('the first'));
    knobs.summaryFailure = new Error('no space left');
    await expect(destroy()).rejects.toThrow('the first');
  });
});

describe('the interlock', () => {
  test('the lease is held until everything is destroyed, and given back', async () => {
    const { clock, terraform, lease, destroy } = setUp();
    const apply = terraform.apply.bind(terraform);
    let during: unknown;
    terraform.apply = async (...given) => {
      during = await lease.holder();
      return apply(...given);
    };
    await destroy();
    expect(during).toMatchObject({ kind: 'destroy', run: 'https://github.com/acme/db/actions/runs/1' });
    expect(await clock.run(lease.holder())).toBeUndefined();
  });

  test('waits for an apply or a drill, and is refused when that does not end', async () => {
    const { clock, terraform, pages, lease, destroy } = setUp();
    const held = await clock.run(lease.acquire({ kind: 'drill', run: 'run 7', since: '2026-01-01T00:00:00.000Z' }, 0));
    await expect(destroy()).rejects.toThrow(LeaseTakenError);
    expect(terraform.calls).toEqual([]);
    expect(pages[0]).toMatch(/⛔ refused.*production is being changed by the drill of run 7/s);
    expect(held.isHeld()).toBe(true);
  });

  test('is refused while the writer is being moved, before anything is touched', async () => {
    const { terraform, pages, answers, destroy } = setUp();
    answers[0] = { region: 'us-west-2', said: { members: [], move: { status: 'failing-over' } } };
    await expect(destroy()).rejects.toThrow(FailoverInProgressError);
    expect(terraform.calls).toEqual([]);
    expect(pages[0]).toMatch(/⛔ refused.*Nothing was destroyed.*the writer is being moved/s);
  });

  test('destroys nothing with a lease that could not be kept', async () => {
    const { clock, terraform, pages, store, destroy } = setUp();
    const plan = terraform.plan.bind(terraform);
    terraform.plan = async (options) => {
      store.before = () => {
        throw new Error('connect ETIMEDOUT');
      };
      await clock.sleep(95_000);
      return plan(options);
    };
    await expect(destroy()).rejects.toThrow(
      'the destruction was not begun, because the lease of the environment could not be kept',
    );
    expect(terraform.calls).toEqual(['init', 'plan -destroy']);
    expect(pages[0]).toContain('Nothing was destroyed.');
  });
});
