import type { RestoreEvidence } from '../evidence/document';
import { currentWriter } from '../failover/target';
import type { DrillProbe } from '../ports/drill-probe';
import { inPhase, reasonOf } from './phases';
import type { RestoreDrillPorts } from './ports';
import { judgeRestores, type RestoreDrillResult } from './restore-result';
import { prepareMoment, type Moment } from './restore/prepare-moment';
import { removeCluster, removeEverything, removeSnapshot } from './restore/remove-temporary';
import { restorePointInTime } from './restore/restore-point-in-time';
import type { RestoreDrillRequest } from './restore/restore-request';
import { restoreSnapshot } from './restore/restore-snapshot';

export type { RestoreDrillRequest } from './restore/restore-request';

/**
 * The restore drill: preflight → writes that must be there → a quiet second → a snapshot is asked for → writes that must not be there → the backups are
 * restored to the quiet second, beside the writer, and compared → the snapshot is copied to the other region, restored there and compared → everything temporary is removed.
 *
 * One restore that fails does not keep the other from being tried: they prove different things.
 */
export async function runRestoreDrill(
  request: RestoreDrillRequest,
  ports: RestoreDrillPorts,
): Promise<RestoreDrillResult> {
  const nothing = { kind: 'restore', guards: [], runs: [] } as const;
  let probe: DrillProbe;
  try {
    probe = await inPhase('preflight', ports, () => preflight(request, ports));
  } catch (error) {
    return { ...nothing, verdict: 'not-run', reasons: [`preflight: ${reasonOf(error)}`], restores: [] };
  }
  const { restores, errors } = await restoreBoth(request, probe, ports);
  return { ...nothing, ...judgeRestores(restores, errors), restores };
}

/** @returns the probe beside the writer, whose backups are tested */
async function preflight(request: RestoreDrillRequest, ports: RestoreDrillPorts): Promise<DrillProbe> {
  const writer = currentWriter(await ports.globalDatabase.describe());
  const { home } = ports.backupRestore;
  if (writer.region !== home) {
    throw new RangeError(`the writer is in ${writer.region}, the backups to be tested are those of ${home}`);
  }
  ports.logger.info(`the writer is ${writer.clusterId}; its backups are tested`);
  const probe = ports.probes.in(writer.region);
  // What an interrupted drill left would make this one fail half-way.
  const left = await removeEverything(request, ports);
  if (left.length > 0) throw new RangeError(left.join('; '));
  await probe.prepare();
  return probe;
}

interface Restored {
  readonly restores: readonly RestoreEvidence[];
  /** What went wrong on the way. */
  readonly errors: readonly string[];
}

async function restoreBoth(
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<Restored> {
  const { home, otherRegion } = ports.backupRestore;
  let moment: Moment;
  try {
    moment = await prepareMoment(request, probe, ports);
  } catch (error) {
    ports.logger.error(reasonOf(error));
    return { restores: [], errors: [reasonOf(error), ...(await removeEverything(request, ports))] };
  }
  const beside = await attempt(
    () => restorePointInTime(moment, request, ports),
    ports,
    async () => [await removeCluster(home, request, ports)],
  );
  const away = await attempt(
    () => restoreSnapshot(moment, request, probe, ports),
    ports,
    async () => [
      await removeCluster(otherRegion, request, ports),
      await removeSnapshot(otherRegion, request, ports),
      await removeSnapshot(home, request, ports),
    ],
  );
  return {
    restores: [...beside.restores, ...away.restores],
    errors: [...beside.errors, ...away.errors],
  };
}

/** Does one restore, and removes what it made, whatever becomes of it. */
async function attempt(
  restore: () => Promise<Omit<RestoreEvidence, 'removed'>>,
  { logger }: RestoreDrillPorts,
  remove: () => Promise<readonly (string | undefined)[]>,
): Promise<Restored> {
  let evidence: Omit<RestoreEvidence, 'removed'> | undefined;
  const errors: string[] = [];
  try {
    evidence = await restore();
  } catch (error) {
    logger.error(reasonOf(error));
    errors.push(reasonOf(error));
  }
  const left = (await remove()).filter((sentence) => sentence !== undefined);
  return {
    restores: evidence === undefined ? [] : [{ ...evidence, removed: left.length === 0 }],
    errors: [...errors, ...left],
  };
}
