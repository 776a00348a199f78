import { describe, expect, test } from '@jest/globals';
import type { JournalRecord } from '../../src/drill/journal';
import { localProbe } from '../../src/drill/local-probe';
import { runRestoreDrill } from '../../src/drill/restore-drill';
import { judgeRestores } from '../../src/drill/restore-result';
import { estimateCost } from '../../src/drill/restore/cost';
import type { RestoreEvidence } from '../../src/evidence/document';
import type { DrillProbe } from '../../src/ports/drill-probe';
import { contentManifest, readTable } from '../fakes/content-manifest';
import { MemoryLogger } from '../fakes/logger';
import { RestorableBackups } from '../fakes/restorable-backups';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const REQUEST = {
  exerciseId: '00000001-0000-4000-8000-000000000000',
  restoredClusterId: 'aurora-drill-test',
  snapshotId: 'snapshot-drill-test',
  checksumTables: ['app.accounts'],
  probe: { intervalMs: 200, timeoutMs: 1_000, writeMs: 4_000 },
  backupDeadlineMs: 60_000,
};

function setUp() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const backups = new RestorableBackups(clock, world);
  const journal: JournalRecord[] = [];
  const inspected: string[] = [];
  const original = { content: contentManifest() };
  let runs = 0;
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const local = localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
  const probeIn = (region: string): DrillProbe => ({
    ...local,
    survivors: (runId, place) =>
      place.kind === 'writer' ? local.survivors(runId, place) : Promise.resolve(backups.survivors(place.host, runId)),
    inspect: (place, tables) => {
      inspected.push(`${place.kind} from ${region}: ${tables.join(', ')}`);
      return Promise.resolve(place.kind === 'writer' ? original.content : backups.manifest(place.host));
    },
  });
  const ports = {
    globalDatabase: world,
    probes: { in: probeIn },
    sql: world,
    credentials,
    clock,
    logger: new MemoryLogger(),
    journal: { append: (record: JournalRecord) => void journal.push(record) },
    newRunId: () => `run-${++runs}`,
    backupRestore: backups,
  };
  return { clock, world, backups, ports, journal, inspected, original };
}

describe('restore drill', () => {
  test('passes when exactly the earlier heartbeats are there, in both copies, and removes everything', async () => {
    const { clock, ports, backups, inspected } = setUp();
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result).toMatchObject({ kind: 'restore', verdict: 'passed', reasons: [], guards: [], runs: [] });
    const [beside, away] = result.restores;
    expect(beside).toMatchObject({
      from: 'point-in-time',
      region: 'us-east-1',
      clusterId: 'aurora-drill-test',
      heartbeats: { found: beside?.heartbeats.expected, unexpected: 0 },
      negativeControl: { altered: 'the hash of one row of dr.heartbeat', rejected: true },
      restoreMs: 5_000,
      cost: { instanceClass: 'db.r6g.large' },
      removed: true,
    });
    expect(beside?.heartbeats.expected).toBeGreaterThan(15);
    expect(beside?.heartbeats.mustBeAbsent).toBeGreaterThan(15);
    expect(away).toMatchObject({
      from: 'snapshot',
      region: 'us-west-2',
      heartbeats: { found: beside?.heartbeats.expected, unexpected: 0, mustBeAbsent: 0 },
      negativeControl: { rejected: true },
      restoreMs: 5_000,
      removed: true,
    });
    expect(backups.restorePoints[0]?.getMilliseconds()).toBe(0);
    expect(backups.made).toEqual([
      'us-east-1/snapshot',
      'us-east-1/cluster',
      'us-west-2/snapshot',
      'us-west-2/cluster',
    ]);
    expect([...backups.existing]).toEqual([]);
    // Twice in the quiet second, once when the snapshot was taken; each copy from the region where it stands.
    expect(inspected).toEqual([
      'writer from us-east-1: app.accounts',
      'writer from us-east-1: app.accounts',
      'restored from us-east-1: app.accounts',
      'writer from us-east-1: app.accounts',
      'restored from us-west-2: app.accounts',
    ]);
  });

  test('writes each step down before it acts, in an order that can be picked up', async () => {
    const { clock, ports, journal } = setUp();
    await clock.run(runRestoreDrill(REQUEST, ports));
    const phases = journal.flatMap((record) => (record.type === 'phase' ? [record.phase] : []));
    expect(phases.map((phase) => phase.replaceAll(/\d{4}-.*Z/g, 'T'))).toEqual([
      'preflight',
      'remove the temporary cluster in us-east-1',
      'remove the temporary cluster in us-west-2',
      'remove the snapshot in us-west-2',
      'remove the snapshot in us-east-1',
      'writes that must be there',
      'quiet second',
      'ask for a snapshot',
      'writes that must not be there',
      'wait until the backups reach T',
      'restore to T',
      'compare',
      'remove the temporary cluster in us-east-1',
      'wait for the snapshot',
      'copy the snapshot to us-west-2',
      'restore the snapshot in us-west-2',
      'compare the restored snapshot',
      'remove the temporary cluster in us-west-2',
      'remove the snapshot in us-west-2',
      'remove the snapshot in us-east-1',
    ]);
  });

  test('fails when the restore went on for too long', async () => {
    const { clock, ports, backups } = setUp();
    backups.shiftMs = 3_000;
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('\n')).toMatch(
      /^point in time in us-east-1: heartbeats after: \d+ of \d+; \d+ that must not be there; expected: none$/m,
    );
  });

  test('fails when the restore stopped too early', async () => {
    const { clock, ports, backups } = setUp();
    backups.shiftMs = -4_000;
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('\n')).toMatch(/^point in time in us-east-1: heartbeats before: \d+ of \d+; missing: /m);
    expect(result.reasons.join('\n')).toMatch(/^snapshot in us-west-2: heartbeats before: \d+ of \d+; missing: /m);
  });

  test('fails, and removes what it made, when the backups never reach the point in time; the snapshot is tried all the same', async () => {
    const { clock, ports, backups } = setUp();
    backups.delayMs = 3_600_000;
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual([expect.stringMatching(/^the backups reached only/)]);
    expect(result.restores).toMatchObject([{ from: 'snapshot', negativeControl: { rejected: true } }]);
    expect([...backups.existing]).toEqual([]);
  });

  test('fails when the content of a table is another, and says where', async () => {
    const { clock, ports, backups, original } = setUp();
    original.content = contentManifest({ tables: [readTable('app.accounts', { 1: 10, 2: 20 })] });
    backups.content = contentManifest({ tables: [readTable('app.accounts', { 1: 10, 2: 21 })] });
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toContain(
      'point in time in us-east-1: content of app.accounts: different in 1 (2); expected: the same in 2 parts',
    );
  });

  test('fails when the copy landed in the default network, whatever was asked for', async () => {
    const { clock, ports, backups } = setUp();
    backups.settingsOfCopies = { subnetGroup: 'default', key: 'arn:aws:kms:us-east-1:123456789012:key/other' };
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual(
      ['point in time in us-east-1', 'snapshot in us-west-2'].flatMap((which) => [
        `${which}: subnet group: default; expected: subnets-database-test`,
        expect.stringMatching(`^${which}: encryption key: `),
      ]),
    );
  });

  test('has not run when there is nothing to write to', async () => {
    const { clock, world, ports } = setUp();
    world.alive['us-east-1'] = false;
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('not-run');
  });

  test('has not run when the writer is elsewhere than the backups that it was to test', async () => {
    const { clock, world, ports, backups } = setUp();
    world.writer = 'us-west-2';
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result).toMatchObject({
      verdict: 'not-run',
      reasons: [expect.stringMatching(/the writer is in us-west-2/)],
    });
    expect(backups.made).toEqual([]);
  });

  test('has not run when what an earlier drill left cannot be removed', async () => {
    const { clock, ports, backups } = setUp();
    backups.existing.add('us-west-2/snapshot');
    backups.resists.set('us-west-2/snapshot', 'access denied');
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result).toMatchObject({
      verdict: 'not-run',
      reasons: [
        'preflight: the snapshot snapshot-drill-test in us-west-2 was not removed, delete it by hand: access denied',
      ],
    });
  });

  test('names each thing that it could not remove, and removes the others', async () => {
    const { clock, ports, backups } = setUp();
    backups.resists.set('us-east-1/cluster', 'throttled');
    backups.resists.set('us-west-2/snapshot', 'in use');
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual([
      'the temporary cluster aurora-drill-test in us-east-1 was not removed, delete it by hand: throttled',
      'the snapshot snapshot-drill-test in us-west-2 was not removed, delete it by hand: in use',
    ]);
    expect(result.restores.map(({ removed }) => removed)).toEqual([false, false]);
    expect([...backups.existing]).toEqual(['us-east-1/cluster', 'us-west-2/snapshot']);
  });
});

describe('the verdict', () => {
  const RESTORE: RestoreEvidence = {
    from: 'point-in-time',
    region: 'us-east-1',
    clusterId: 'aurora-drill-test',
    pointInTime: '2026-01-01T00:00:10.000Z',
    backupDelayMs: 0,
    restoreMs: 0,
    verifyMs: 0,
    heartbeats: { expected: 30, found: 30, unexpected: 0, mustBeAbsent: 30 },
    checks: [{ check: 'content of dr.heartbeat', outcome: 'passed', value: '', expected: '' }],
    negativeControl: { altered: 'a role', rejected: true },
    removed: true,
  };

  test('a restore without writes on both sides of the point in time proves nothing', () => {
    const heartbeats = { ...RESTORE.heartbeats, mustBeAbsent: 0 };
    expect(judgeRestores([RESTORE], []).verdict).toBe('passed');
    expect(judgeRestores([{ ...RESTORE, heartbeats }], [])).toEqual({
      verdict: 'inconclusive',
      reasons: ['point in time in us-east-1: only 0 heartbeats were written after the moment'],
    });
    expect(judgeRestores([{ ...RESTORE, from: 'snapshot', heartbeats }], []).verdict).toBe('passed');
  });

  test('a comparison that is blind fails the drill, whatever it says', () => {
    const blind = { ...RESTORE, negativeControl: { altered: 'a role', rejected: false } };
    expect(judgeRestores([blind], [])).toEqual({
      verdict: 'failed',
      reasons: ['point in time in us-east-1: the comparison is blind: it did not refuse an expectation with a role'],
    });
  });

  test('what is unknown is no failure, but nothing compared is no proof', () => {
    const unknown = { check: 'amcheck', outcome: 'unknown', value: '', expected: '' } as const;
    expect(judgeRestores([{ ...RESTORE, checks: [...RESTORE.checks, unknown] }], []).verdict).toBe('passed');
    expect(judgeRestores([{ ...RESTORE, checks: [unknown] }], [])).toEqual({
      verdict: 'inconclusive',
      reasons: ['point in time in us-east-1: the rows of no table could be compared'],
    });
  });
});

test('a cost is an estimate, with its source, and none where the class is not known', () => {
  expect(estimateCost('db.r6g.2xlarge', 1_800_000).estimate).toBe(
    'about 0.52 USD, taking 1.04 USD an hour (of that order, not looked up) and at least ten minutes,',
  );
  expect(estimateCost('db.r6g.large', 60_000).estimate).toMatch(/^about 0\.04 USD/);
  expect(estimateCost('db.x2iedn.large', 60_000).estimate).toBe('not estimated: unknown instance class');
});
