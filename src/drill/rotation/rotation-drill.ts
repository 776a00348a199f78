import { hasMoved, measuredSwitchover, preflight, redundancyAfterMove } from '../move-drill';
import { inPhase, reasonOf } from '../phases';
import { worst, type MeasuredRun } from '../result';
import type { RotationDrillPorts, RotationDrillRequest, RotationDrillResult } from './request';
import { logsIn, rotateAll, type Rotated } from './rotate-all';
import { watchLogins } from './watch-logins';

const NOTHING = { kind: 'rotation', guards: [], runs: [], restores: [] } as const;

/**
 * The rotation drill: every password of the environment is changed while the other region writes.
 *
 *   preflight → switchover → each secret rotated and tried, under the logins of applications → fail back → each secret tried again
 *
 * Both moves are measured. What goes wrong with a rotation does not keep the writer away from home.
 */
export async function runRotationDrill(
  request: RotationDrillRequest,
  ports: RotationDrillPorts,
): Promise<RotationDrillResult> {
  let prepared;
  try {
    prepared = await inPhase('preflight', ports, () => preflight(request, ports));
  } catch (error) {
    return { ...NOTHING, verdict: 'not-run', reasons: [`preflight: ${reasonOf(error)}`] };
  }
  const { fromRegion, toRegion } = prepared;
  const there = await measuredSwitchover('switchover', prepared, request, ports);
  const runs: MeasuredRun[] = [there];
  if (!hasMoved(there.history)) {
    return {
      ...NOTHING,
      runs,
      verdict: worst([there.verdict]),
      reasons: ['nothing was rotated, because the writer was not moved'],
    };
  }
  const reasons: string[] = [];
  const unsettled = await redundancyAfterMove(there, request, ports);
  // Without a second region a rotation would prove something else, and the way back is not open.
  if (unsettled !== undefined) {
    return {
      ...NOTHING,
      runs,
      verdict: 'failed',
      reasons: [
        unsettled,
        'nothing was rotated, and the fail back was not tried: without a healthy replica it could lose data; see the fail-back runbook',
      ],
    };
  }
  const rotated = await rotateUnderTraffic(toRegion, request, ports);
  reasons.push(...rotated.reasons);
  if (request.failBack) reasons.push(...(await failBack(fromRegion, runs, request, ports)));
  reasons.push(...(await inPhase('logins after the drill', ports, () => tryAll(rotated, ports))));
  return {
    ...NOTHING,
    runs,
    reasons,
    verdict: reasons.length > 0 ? 'failed' : worst(runs.map(({ verdict }) => verdict)),
    rotation: { region: toRegion, secrets: rotated.secrets.map((secret) => ({ ...secret })) },
  };
}

async function rotateUnderTraffic(
  region: string,
  { rotationDeadlineMs }: RotationDrillRequest,
  ports: RotationDrillPorts,
): Promise<Rotated> {
  const traffic = watchLogins(ports);
  let rotated: Rotated;
  try {
    rotated = await rotateAll(region, rotationDeadlineMs, ports);
  } catch (error) {
    rotated = { secrets: [], reasons: [reasonOf(error)] };
  }
  const { attempted, failures } = await traffic.stop();
  if (failures.length === 0) return rotated;
  const felt = `${failures.length} of ${attempted} logins of applications failed meanwhile; the first: ${failures[0] ?? ''}`;
  return { ...rotated, reasons: [...rotated.reasons, felt] };
}

async function failBack(
  home: string,
  runs: MeasuredRun[],
  request: RotationDrillRequest,
  ports: RotationDrillPorts,
): Promise<readonly string[]> {
  try {
    // The password of the master user is another one by now.
    const prepared = await inPhase('preflight of the fail back', ports, () => preflight(request, ports));
    const back = await measuredSwitchover('fail back', prepared, request, ports);
    runs.push(back);
    const unsettled = await redundancyAfterMove(back, request, ports);
    return unsettled === undefined ? [] : [unsettled];
  } catch (error) {
    return [`the writer was not failed back to ${home}: ${reasonOf(error)}; see the fail-back runbook`];
  }
}

/** A password that only the region knows in which it was changed would not survive the way back. */
async function tryAll(rotated: Rotated, ports: RotationDrillPorts): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const secret of ports.secrets) {
    const what = `${secret.name} in ${secret.region}`;
    const before = rotated.secrets.find((candidate) => candidate.secret === what);
    if (before?.newVersionLogsIn !== true) continue;
    await logsIn(secret.region, secret, `${what} after the drill`, reasons, ports);
  }
  return reasons;
}
