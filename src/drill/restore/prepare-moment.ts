import type { Attempt, DrillProbe } from '../../ports/drill-probe';
import type { ContentManifest } from '../../ports/content';
import { inPhase } from '../phases';
import type { RestoreDrillPorts } from '../ports';
import type { RestoreDrillRequest } from './restore-request';

/** The quiet time around the point in time; it holds a whole second, the finest that every restore API accepts. */
const QUIET_MS = 2_500;

/** What was written and seen at the original, around the two moments that are restored. */
export interface Moment {
  readonly runId: string;
  readonly laterRunId: string;
  readonly earlier: readonly Attempt[];
  readonly later: readonly Attempt[];
  /** A second in which no heartbeat was written. */
  readonly pointInTime: Date;
  readonly before: ContentManifest;
  readonly after: ContentManifest;
  /** When the snapshot was asked for, by the clock of the database, and by ours. */
  readonly snapshotRequestedAt: Date;
  readonly snapshotRequestedMs: number;
  /** When the second run of writes had ended: from then on the point in time is waited for. */
  readonly writtenMs: number;
}

/**
 * Writes that must be there → a quiet second, with a look at the content before and after it → a snapshot is asked for → writes that must not be there.
 *
 * The quiet second makes the expectation exact: every heartbeat acknowledged before it, and none after it.
 */
export async function prepareMoment(
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<Moment> {
  const { backupRestore, clock } = ports;
  const runId = ports.newRunId();
  const earlier = await inPhase('writes that must be there', ports, () => write(runId, request, probe, ports));
  const quiet = await inPhase('quiet second', ports, () => quietSecond(request, probe, ports));
  const snapshot = await inPhase(
    'ask for a snapshot',
    ports,
    async () => {
      const at = await probe.serverTime();
      const atMs = clock.monotonicMs();
      await backupRestore.requestSnapshot(request.snapshotId);
      return { snapshotRequestedAt: at, snapshotRequestedMs: atMs };
    },
    { makes: [{ kind: 'snapshot', region: backupRestore.home, id: request.snapshotId }] },
  );
  const laterRunId = ports.newRunId();
  const later = await inPhase('writes that must not be there', ports, () => write(laterRunId, request, probe, ports));
  return { runId, laterRunId, earlier, later, ...quiet, ...snapshot, writtenMs: clock.monotonicMs() };
}

/**
 * A whole second of the database's own clock in which nothing was written; ours may be wrong. What the content was like in it is known where
 * it is the same before and after.
 */
async function quietSecond(
  { checksumTables }: RestoreDrillRequest,
  probe: DrillProbe,
  { clock }: RestoreDrillPorts,
): Promise<Pick<Moment, 'pointInTime' | 'before' | 'after'>> {
  const before = await probe.inspect({ kind: 'writer' }, checksumTables);
  const lastWriteBy = await probe.serverTime();
  await clock.sleep(QUIET_MS);
  const after = await probe.inspect({ kind: 'writer' }, checksumTables, before.horizon);
  return { pointInTime: new Date(Math.ceil((lastWriteBy.getTime() + 1) / 1000) * 1000), before, after };
}

async function write(
  runId: string,
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<readonly Attempt[]> {
  const { intervalMs, timeoutMs, writeMs } = request.probe;
  const running = await probe.start({
    runId,
    intervalMs,
    timeoutMs,
    readers: [],
    regions: [],
    onAttempt: (attempt) => {
      ports.journal.append({ type: 'attempt', runId, ...attempt });
    },
  });
  await ports.clock.sleep(writeMs);
  const { writes } = await running.stop();
  return writes;
}
