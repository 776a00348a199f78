import { describe, expect, test } from '@jest/globals';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import { endDrill } from '../../../src/drill/recovery/end-drill';
import { runRestoreDrill } from '../../../src/drill/restore-drill';
import { inPhase } from '../../../src/drill/phases';
import { recoverDrill } from '../../../src/drill/recovery/recover';
import { isClosed } from '../../../src/drill/recovery/standing';
import type { DrillProbe } from '../../../src/ports/drill-probe';
import type { DrillState } from '../../../src/ports/drill-state';
import type { BackupRestore } from '../../../src/ports/restore';
import { contentManifest } from '../../fakes/content-manifest';
import {
  EAST,
  killAtWrite,
  MOVE_REQUEST,
  RECOVERY_REQUEST,
  TEMPORARY_NAME,
  recoveryWorld,
  untilDead,
  WEST,
  type Mortal,
  type RecoveryWorld,
} from './recovery-world';

// A process that is killed at each write of the state, before and after it, and what a recovery makes of what it left.

type Drill = (at: RecoveryWorld, process: Mortal) => Promise<void>;

const move =
  (moves: 'switchover' | 'failover', failBack: boolean, kind: DrillState['kind'] = moves): Drill =>
  async (at, process) => {
    const drill = await at.begin({ kind, failBack });
    const ports = at.drillPorts(drill, process);
    const request = { ...MOVE_REQUEST, failBack };
    await (moves === 'failover' ? runFailoverDrill(request, ports) : runSwitchoverDrill(request, ports));
    await drill.end();
  };

const restore: Drill = async (at, process) => {
  const { backups } = at;
  const drill = await at.begin({ kind: 'restore', failBack: false });
  const ports = at.drillPorts(drill, process);
  const probe: DrillProbe = {
    ...ports.probes.in(),
    survivors: (runId, place) =>
      place.kind === 'writer'
        ? ports.probes.in().survivors(runId, place)
        : Promise.resolve(backups.survivors(place.host, runId)),
    inspect: (place) => Promise.resolve(place.kind === 'writer' ? contentManifest() : backups.manifest(place.host)),
  };
  const backupRestore: BackupRestore = {
    home: backups.home,
    otherRegion: backups.otherRegion,
    restoreWindow: () => process.alive(() => backups.restoreWindow()),
    restoreToPointInTime: (id, at) => process.alive(() => backups.restoreToPointInTime(id, at)),
    requestSnapshot: () => process.alive(() => backups.requestSnapshot()),
    snapshotTaken: () => process.alive(() => backups.snapshotTaken()),
    copySnapshot: () => process.alive(() => backups.copySnapshot()),
    restoreSnapshot: (id) => process.alive(() => backups.restoreSnapshot(id)),
    originalSettings: (region) => process.alive(() => backups.originalSettings(region)),
    restoredSettings: (region) => process.alive(() => backups.restoredSettings(region)),
    remove: (region) => process.alive(() => backups.remove(region)),
    removeSnapshot: (region) => process.alive(() => backups.removeSnapshot(region)),
  };
  const result = await runRestoreDrill(
    {
      exerciseId: '00000001-0000-4000-8000-000000000000',
      restoredClusterId: TEMPORARY_NAME,
      snapshotId: TEMPORARY_NAME,
      checksumTables: [],
      probe: { intervalMs: 200, timeoutMs: 1_000, writeMs: 4_000 },
      backupDeadlineMs: 60_000,
    },
    { ...ports, probes: { in: () => probe }, backupRestore },
  );
  expect(result.restores).toHaveLength(2);
  await drill.end();
};

const detection: Drill = async (at, process) => {
  const drill = await at.begin({ kind: 'detection', failBack: false });
  const ports = at.drillPorts(drill, process);
  await inPhase('preflight', ports, () => Promise.resolve());
  await inPhase('rehearsal', ports, () => process.alive(() => Promise.resolve(at.account.rehearsals.add(WEST))));
  await inPhase('blind', ports, () => ports.faultInjector.start(EAST), { faultIn: EAST });
  await inPhase('see', ports, () => ports.faultInjector.stop(EAST), { tidiesUp: true });
  await inPhase('end of the rehearsal', ports, () =>
    process.alive(() => Promise.resolve(at.account.rehearsals.delete(WEST))),
  );
  await drill.end();
};

/** The moves of a rotation drill are those of a switchover; what it rotates is Secrets Manager's affair. */
const rotation = move('switchover', true, 'rotation');

const DRILLS: readonly (readonly [string, Drill, { readonly home: boolean }])[] = [
  ['switchover', move('switchover', true), { home: true }],
  ['switchover without fail back', move('switchover', false), { home: false }],
  ['failover', move('failover', true), { home: true }],
  ['failover without fail back', move('failover', false), { home: false }],
  ['restore', restore, { home: true }],
  ['detection', detection, { home: true }],
  ['rotation', rotation, { home: true }],
];

describe.each(DRILLS)('a %s drill', (_name, drill, { home }) => {
  test('writes each step down, and closes its state', async () => {
    const at = recoveryWorld();
    await at.clock.run(drill(at, { alive: (work) => work() }));
    expect(at.store.state.status).toBe('ended');
    expect(at.store.state.steps.length).toBeGreaterThan(2);
    expect(await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()))).toMatchObject({
      kind: 'nothing-to-do',
    });
  });

  test.each(['before', 'after'] as const)(
    'killed %s any write of its state is recovered',
    async (moment) => {
      let kills = 0;
      for (let n = 1; ; n++) {
        const at = recoveryWorld();
        const killing = killAtWrite(at.store, n, moment);
        await untilDead(at, killing, drill(at, killing));
        if (!killing.wasKilled()) break;
        kills++;
        await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
        await expectTidy(at, home, `killed ${moment} write ${n}`);
      }
      expect(kills).toBeGreaterThan(3);
    },
    60_000,
  );

  test('a recovery that is killed at any of its own writes is begun anew, and ends the same', async () => {
    const writesOfTheDrill = await countWrites(drill);
    for (let inDrill = 2; inDrill <= writesOfTheDrill; inDrill++) {
      for (let inRecovery = 1; ; inRecovery++) {
        const at = recoveryWorld();
        const killing = killAtWrite(at.store, inDrill, 'after');
        await untilDead(at, killing, drill(at, killing));
        const again = killAtWrite(at.store, inRecovery, inRecovery % 2 === 0 ? 'before' : 'after');
        const { globalDatabase, faultInjector, clock, sql } = at.drillPorts(undefined, again);
        const mortal = { ...at.recoveryPorts(), globalDatabase, faultInjector, clock, sql };
        await untilDead(at, again, recoverDrill(RECOVERY_REQUEST, mortal));
        if (!again.wasKilled()) break;
        const result = await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
        expect(result.kind).not.toBe('needs-human');
        await expectTidy(at, home, `drill killed at ${inDrill}, recovery at ${inRecovery}`);
      }
    }
  }, 120_000);
});

/** What has to hold after a recovery, whatever happened before. */
async function expectTidy(at: RecoveryWorld, home: boolean, when: string): Promise<void> {
  const { store, world, account, backups } = at;
  expect({ when, status: store.stored.kind === 'none' ? 'none' : isClosed(store.state) }).toEqual({
    when,
    status: store.stored.kind === 'none' ? 'none' : true,
  });
  const status = await world.describe();
  expect({ when, move: status.failoverState }).toEqual({ when, move: undefined });
  if (home) expect({ when, writer: world.writer }).toEqual({ when, writer: EAST });
  expect({ when, alive: world.alive }).toEqual({ when, alive: { [EAST]: true, [WEST]: true } });
  expect({ when, temporary: [...backups.existing] }).toEqual({ when, temporary: [] });
  expect({ when, rehearsals: [...account.rehearsals] }).toEqual({ when, rehearsals: [] });
}

async function countWrites(drill: Drill): Promise<number> {
  const at = recoveryWorld();
  await at.clock.run(drill(at, { alive: (work) => work() }));
  return at.store.written.length;
}

test('a drill that ends with something left is recovered by the same process', async () => {
  const at = recoveryWorld();
  const { clock, world } = at;
  const drill = await clock.run(at.begin({ kind: 'switchover' }));
  const ports = at.drillPorts(drill);
  // The region that was left is slow to be a replica again, so the drill itself does not dare to fail back.
  world.resyncMs = 90_000;
  const result = await clock.run(runSwitchoverDrill(MOVE_REQUEST, ports));
  expect(result.verdict).toBe('failed');
  expect(world.writer).toBe(WEST);
  world.resyncMs = 2_000;
  expect(await clock.run(endDrill(drill, RECOVERY_REQUEST, at.recoveryPorts()))).toMatchObject({
    kind: 'recovered',
    drill: { kind: 'switchover' },
  });
  expect(world.writer).toBe(EAST);
});

test('a drill whose state could not be written in its middle is recovered by the same process, once it can', async () => {
  const at = recoveryWorld();
  const { clock, store, world } = at;
  const drill = await clock.run(at.begin({ kind: 'switchover' }));
  store.before = (operation) =>
    operation === 'replace' && store.state.move?.toRegion === WEST
      ? Promise.reject(new Error('Throttling'))
      : Promise.resolve();
  const result = await clock.run(runSwitchoverDrill(MOVE_REQUEST, at.drillPorts(drill)));
  expect(result.reasons.join()).toMatch(/could not be written, so nothing more is begun: Throttling/);
  expect(world.writer).toBe(WEST);
  store.before = () => Promise.resolve();
  expect(await clock.run(endDrill(drill, RECOVERY_REQUEST, at.recoveryPorts()))).toMatchObject({ kind: 'recovered' });
  expect(world.writer).toBe(EAST);
});
