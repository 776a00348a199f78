import { localProbe } from '../../../src/drill/local-probe';
import type { MoveDrillRequest } from '../../../src/drill/move-drill-request';
import { beginDrill, type DrillStart, type RecordedDrill } from '../../../src/drill/recovery/progress';
import type { RecoveryPorts, RecoveryRequest } from '../../../src/drill/recovery/recovery-ports';
import type { Clock } from '../../../src/ports/clock';
import type { GlobalMember } from '../../../src/ports/global-database';
import type { SqlConnector } from '../../../src/ports/sql';
import type { Episode } from '../../../src/ports/failover-record';
import { FIRST_RECORD } from '../../../src/ports/failover-record';
import type { UnplannedFailoverSnapshot } from '../../../src/ports/temporary-resources';
import { MemoryDrillState } from '../../fakes/memory-drill-state';
import { MemoryLogger } from '../../fakes/logger';
import { RestorableBackups } from '../../fakes/restorable-backups';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../../fakes/two-regions';
import { VirtualClock } from '../../fakes/virtual-clock';

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';

export const MOVE_REQUEST: MoveDrillRequest = {
  writerName: WRITER_NAME,
  objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
  probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
  detector: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
  failBack: true,
  faultDeadlineMs: 120_000,
  moveDeadlineMs: 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60_000,
};

/** Of everything that a restore drill makes. */
export const TEMPORARY_NAME = 'aurora-restore-drill-test';

export const RECOVERY_REQUEST: RecoveryRequest = {
  by: 'https://github.com/o/r/actions/runs/8',
  regions: [EAST, WEST],
  writerName: WRITER_NAME,
  maxLagMs: 5_000,
};

interface Account {
  /** Snapshots that Aurora took, and what was copied of them. */
  readonly snapshots: UnplannedFailoverSnapshot[];
  readonly kept: string[];
  /** Of the controller of the west. */
  episode: Episode | undefined;
  lagMs: number;
  readonly pendingRotations: string[];
  readonly rehearsals: Set<string>;
}

/** Two regions, the record of the drill, and what a recovery asks; all of it outlives the process that is killed. */
export function recoveryWorld() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const backups = new RestorableBackups(clock, world);
  const store = new MemoryDrillState();
  const logger = new MemoryLogger();
  const account: Account = {
    kept: [],
    snapshots: [],
    episode: undefined,
    lagMs: 100,
    pendingRotations: [],
    rehearsals: new Set(),
  };
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const lease = { isHeld: true };
  const held = { isHeld: () => lease.isHeld };

  /** The ports of a process that does nothing any more once it is killed; the world goes on. */
  const drillPorts = (progress: RecordedDrill | undefined, process: Mortal = immortal) => {
    const sql: SqlConnector = { connect: (target, timeoutMs) => process.alive(() => world.connect(target, timeoutMs)) };
    const mortalClock: Clock = {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs(),
      sleep: (ms, signal) => process.alive(() => clock.sleep(ms, signal)),
    };
    const probe = localProbe({ sql, clock: mortalClock, credentials, writerName: WRITER_NAME });
    return {
      globalDatabase: {
        describe: () => process.alive(() => world.describe()),
        switchover: (target: GlobalMember) => process.alive(() => world.switchover(target)),
        failover: (target: GlobalMember) => process.alive(() => world.failover(target)),
      },
      probes: { in: () => probe },
      sql,
      faultInjector: {
        start: (region: string) => process.alive(() => world.start(region)),
        stop: (region: string) => process.alive(() => world.stop(region)),
      },
      clock: mortalClock,
      logger,
      credentials,
      journal: { append: () => undefined },
      newRunId: newId,
      ...(progress === undefined ? {} : { progress }),
    };
  };

  const recoveryPorts = (interrupted = new AbortController().signal): RecoveryPorts => ({
    globalDatabase: world,
    sql: world,
    clock,
    logger,
    store,
    held,
    interrupted,
    credentials,
    faultInjector: world,
    controllers: {
      of: (region) => Promise.resolve(region === WEST ? { ...FIRST_RECORD, episode: account.episode } : undefined),
    },
    replicationLagMs: () => Promise.resolve(account.lagMs),
    temporary: {
      list: () =>
        Promise.resolve(
          [...backups.existing].map((what) => {
            const [region = '', kind] = what.split('/');
            const made = kind === 'cluster' ? ('cluster' as const) : ('snapshot' as const);
            return { kind: made, region, id: TEMPORARY_NAME, environment: 'test', createdAt: clock.now() };
          }),
        ),
      remove: ({ kind, region, id }) => {
        if (id !== TEMPORARY_NAME) return Promise.reject(new Error(`${id} is not ours`));
        return kind === 'cluster' ? backups.remove(region) : backups.removeSnapshot(region);
      },
      unplannedFailoverSnapshots: () => Promise.resolve(account.snapshots),
      keep: ({ id }) => {
        const copy = `kept-${id.replace('rds:', '')}`;
        if (!account.kept.includes(copy)) account.kept.push(copy);
        return Promise.resolve(copy);
      },
    },
    endRehearsal: (region) => {
      account.rehearsals.delete(region);
      return Promise.resolve();
    },
    pendingRotations: () => Promise.resolve(account.pendingRotations),
    newId,
  });

  const begin = (
    start: Partial<DrillStart> & Pick<DrillStart, 'kind'>,
    interrupted = new AbortController().signal,
  ): Promise<RecordedDrill> =>
    beginDrill(
      {
        drillId: newId(),
        startedAt: clock.now(),
        run: 'https://github.com/o/r/actions/runs/7',
        failBack: true,
        temporary: [],
        limits: { moveMs: MOVE_REQUEST.moveDeadlineMs, redundancyMs: MOVE_REQUEST.redundancyDeadlineMs },
        history: 'drill-report/test.journal.jsonl',
        ...start,
      },
      { store, globalDatabase: world, held, interrupted, clock, logger, newId },
    );

  return { clock, world, backups, store, logger, account, lease, drillPorts, recoveryPorts, begin };
}

export type RecoveryWorld = ReturnType<typeof recoveryWorld>;

/** A process that can be killed: whatever it asks for then is never done, and never answered. */
export interface Mortal {
  alive<T>(work: () => Promise<T>): Promise<T>;
}

const immortal: Mortal = { alive: (work) => work() };

export interface Killing extends Mortal {
  readonly wasKilled: () => boolean;
}

/** Lets the process be killed right before its n-th write of the state is carried out, or right after it. */
export function killAtWrite(store: MemoryDrillState, n: number, moment: 'before' | 'after'): Killing {
  let writes = 0;
  let killed = false;
  const never = new Promise<never>(() => undefined);
  const kill = (): Promise<never> => {
    killed = true;
    return never;
  };
  store.before = (operation) => {
    if (killed) return never;
    return operation === 'replace' && ++writes === n && moment === 'before' ? kill() : Promise.resolve();
  };
  store.afterWrite = () => (writes === n && moment === 'after' ? kill() : Promise.resolve());
  return { wasKilled: () => killed, alive: (work) => (killed ? never : work()) };
}

/** Runs a process until it ends or has been dead for two minutes: then its lease has run out. */
export async function untilDead(at: RecoveryWorld, killing: Killing, process: Promise<unknown>): Promise<void> {
  const { clock, store } = at;
  const death = (async () => {
    while (!killing.wasKilled()) await clock.sleep(500);
    await clock.sleep(120_000);
  })();
  await clock.run(Promise.race([process, death]));
  store.before = () => Promise.resolve();
  store.afterWrite = () => Promise.resolve();
}
