import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { conductDrill } from '../../actions/drill/src/conduct';
import type { DrillRequest } from '../../actions/drill/src/run';
import { localProbe } from '../../src/drill/local-probe';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { leaseOf } from '../../src/interlock/environment-lease';
import { FIRST_RECORD } from '../../src/ports/failover-record';
import type { RegionAnswer } from '../../src/ports/global-roles';
import type { LeaseHolder } from '../../src/ports/lease';
import { lastDrills } from '../../src/records/drill-record';
import { MemoryLogger } from '../fakes/logger';
import { MemoryLeaseStore } from '../fakes/memory-lease-store';
import { MemoryObjectStore } from '../fakes/memory-object-store';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const FILE = 'environments/production.yaml';
// In manual mode the drill promotes itself, and needs no controller.
const ENVIRONMENT = parseEnvironment(readFileSync(FILE, 'utf8').replace('mode: automatic', 'mode: manual'), FILE);
const RUN_URL = 'https://github.com/o/r/actions/runs/1';
const APPLY: LeaseHolder = { kind: 'apply', run: 'run 2', since: '2026-01-01T00:00:00.000Z' };

function setUp() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const logger = new MemoryLogger();
  const records = new MemoryObjectStore(clock);
  const table = new MemoryLeaseStore(clock);
  let ids = 0;
  const lease = leaseOf('production', { store: table, clock, logger, newId: () => `id ${++ids}` });
  const answers: RegionAnswer[] = ['us-west-2', 'us-east-1'].map((region) => ({
    region,
    said: { members: [], move: undefined },
  }));
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const probe = localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
  const ports = {
    globalDatabase: world,
    probes: { in: () => probe },
    sql: world,
    clock,
    logger,
    credentials,
    journal: { append: () => undefined },
    newRunId: () => `run ${++ids}`,
    records,
    interlock: {
      lease,
      regions: ['us-west-2', 'us-east-1'],
      controllers: { of: () => Promise.resolve(FIRST_RECORD) },
      roles: { ask: () => Promise.resolve(answers) },
      logger,
    },
  };
  const switchover: DrillRequest = { kind: 'switchover', failBack: true, moveDeadlineMs: 60_000 };
  const conduct = (
    request: () => Promise<DrillRequest> = () => Promise.resolve(switchover),
    kind: DrillRequest['kind'] = 'switchover',
  ) => conductDrill({ kind, request, environment: ENVIRONMENT, commit: 'a'.repeat(40), runUrl: RUN_URL }, ports);
  const failover = (): Promise<DrillRequest> =>
    Promise.resolve({
      kind: 'failover',
      failBack: true,
      moveDeadlineMs: 60_000,
      faultInjector: world,
      controllers: ports.interlock.controllers,
    });
  return { clock, world, logger, records, table, lease, answers, conduct, failover };
}

describe('a drill', () => {
  test('holds the lease while it runs, gives it back, and is remembered', async () => {
    const { clock, world, records, lease, conduct } = setUp();
    let during: LeaseHolder | undefined;
    const move = world.switchover.bind(world);
    world.switchover = async (target) => {
      during ??= await lease.holder();
      return move(target);
    };
    const outcome = await clock.run(conduct());
    expect(outcome).toMatchObject({ verdict: 'passed', recordFailure: undefined });
    expect(during).toMatchObject({ kind: 'drill', run: RUN_URL });
    const [holder, drills] = await clock.run(Promise.all([lease.holder(), lastDrills(records, 'production')]));
    expect(holder).toBeUndefined();
    expect(drills).toMatchObject([{ kind: 'switchover', verdict: 'passed', runUrl: RUN_URL }]);
    expect(drills[0]?.rtoSeconds).toBe(0.405);
    expect([...records.objects.keys()]).toEqual(['drills/production/switchover.json']);
  });

  test('that failed is remembered as failed', async () => {
    const { clock, world, records, conduct } = setUp();
    world.promotes = false;
    expect(await clock.run(conduct())).toMatchObject({ verdict: 'failed' });
    expect(await clock.run(lastDrills(records, 'production'))).toMatchObject([{ verdict: 'failed' }]);
  });

  test('that broke is remembered as failed, and the error is thrown', async () => {
    const { clock, records, lease, conduct } = setUp();
    await expect(clock.run(conduct(() => Promise.reject(new Error('no answer from RDS'))))).rejects.toThrow(
      'no answer from RDS',
    );
    expect(await clock.run(lastDrills(records, 'production'))).toMatchObject([
      { kind: 'switchover', verdict: 'failed' },
    ]);
    expect(await clock.run(lease.holder())).toBeUndefined();
  });

  test('whose record cannot be written keeps its report, and says what is missing', async () => {
    const { clock, records, conduct } = setUp();
    records.before = () => {
      throw new Error('AccessDenied');
    };
    const outcome = await clock.run(conduct());
    expect(outcome).toMatchObject({ verdict: 'passed' });
    expect(outcome.markdown).toContain('✅ passed: switchover drill');
    expect(outcome.recordFailure).toBe(
      'the switchover drill is passed, but that could not be remembered for the next plans: AccessDenied. The role of the drill needs ' +
        's3:PutObject on drills/production/* in s3-tfstate-prod-123456789012; repair that, and drill again',
    );
  });
});

describe('a drill is not run, touches nothing, and is remembered as not run', () => {
  test('while somebody else changes the environment', async () => {
    const { clock, world, records, lease, conduct } = setUp();
    const outcome = await clock.run(
      (async () => {
        const held = await lease.acquire(APPLY, 0);
        const result = await conduct();
        expect(held.isHeld()).toBe(true);
        await held.release();
        return result;
      })(),
    );
    expect(outcome.verdict).toBe('not-run');
    expect(outcome.reasons[0]).toMatch(
      /^interlock: production is being changed by the apply of run 2 .* not ended within 30 minutes/,
    );
    expect(outcome.markdown).toContain('production is being changed by the apply of run 2');
    expect(world.writer).toBe('us-east-1');
    expect(await clock.run(lastDrills(records, 'production'))).toMatchObject([
      { kind: 'switchover', verdict: 'not-run' },
    ]);
  });

  test.each(['switchover', 'failover', 'restore'] as const)('while the writer is being moved: %s', async (kind) => {
    const { clock, records, answers, conduct } = setUp();
    answers[0] = { region: 'us-west-2', said: { members: [], move: { status: 'failing-over' } } };
    const outcome = await clock.run(conduct(() => Promise.reject(new Error('must not be asked for')), kind));
    expect(outcome).toMatchObject({ verdict: 'not-run', document: { kind, verdict: 'not-run' } });
    expect(outcome.markdown).toContain('us-west-2 says that the writer is being moved (failing-over)');
    expect(await clock.run(lastDrills(records, 'production'))).toMatchObject([{ kind, verdict: 'not-run' }]);
  });
});

describe('a drill that loses its lease', () => {
  const losing = (table: MemoryLeaseStore) => {
    table.before = () => {
      throw new Error('connect ETIMEDOUT');
    };
  };

  test('before anything is moved moves nothing', async () => {
    const { clock, world, table, conduct } = setUp();
    const describe = world.describe.bind(world);
    // The baseline is a minute; the lease is trusted for a minute and a half.
    world.describe = async () => {
      losing(table);
      await clock.sleep(95_000);
      return describe();
    };
    const outcome = await clock.run(conduct());
    expect(outcome.verdict).toBe('failed');
    expect(outcome.reasons.join()).toMatch(
      /the switchover to us-west-2 was not begun, because the lease of the environment could not be kept/,
    );
    expect(world.writer).toBe('us-east-1');
  });

  test('before the disaster causes none', async () => {
    const { clock, world, table, conduct, failover } = setUp();
    const describe = world.describe.bind(world);
    world.describe = async () => {
      losing(table);
      await clock.sleep(95_000);
      return describe();
    };
    const outcome = await clock.run(conduct(failover, 'failover'));
    expect(outcome.verdict).toBe('failed');
    expect(world.faults.filter((fault) => fault.startsWith('start'))).toEqual([]);
  });

  test('in the middle of a disaster rescues all the same, and does not fail back', async () => {
    const { clock, world, table, conduct, failover } = setUp();
    world.strike = (region) => {
      losing(table);
      world.alive[region] = false;
    };
    // Longer than a lease is trusted.
    world.promotionMs = 100_000;
    const outcome = await clock.run(
      conduct(async () => ({ ...(await failover()), moveDeadlineMs: 200_000 }), 'failover'),
    );
    expect(world.writer).toBe('us-west-2');
    expect(world.faults.at(-1)).toBe('stop us-east-1');
    expect(outcome.reasons.join()).toMatch(/the switchover to us-east-1 was not begun/);
  });
});
