import type { Environment } from '../../../src/environment/schema';
import type { EvidenceDocument } from '../../../src/evidence/document';
import { runPreflight } from '../../../src/drill/preflight/run-preflight';
import type { PreflightPorts } from '../../../src/drill/preflight/ports';
import { refusalOf, type GuardResult } from '../../../src/drill/preflight/guard';
import type { PreflightRequest } from '../../../src/drill/preflight/request';
import { abortable, whileUnderWay } from '../../../src/drill/recovery/abortable';
import { endDrill, type DrillEnding } from '../../../src/drill/recovery/end-drill';
import {
  beginDrill,
  DrillNotBegunError,
  type DrillStart,
  type RecordedDrill,
} from '../../../src/drill/recovery/progress';
import { recoverDrill, type RecoveryResult } from '../../../src/drill/recovery/recover';
import type { RecoveryPorts, RecoveryRequest } from '../../../src/drill/recovery/recovery-ports';
import { reasonOf } from '../../../src/drill/phases';
import type { DrillResult } from '../../../src/drill/result';
import { refuseDuringFailover } from '../../../src/interlock/failover-guard';
import { isInterlockRefusal, leaseHolder, type Interlock } from '../../../src/interlock/interlock';
import { LEASE_WAIT_MS } from '../../../src/interlock/settings';
import { withLease } from '../../../src/interlock/with-lease';
import type { HeldLease } from '../../../src/ports/lease';
import { afterRecovery, notRun } from './outcomes';

export interface DrillOrder {
  readonly environment: Environment;
  readonly runUrl: string | undefined;
  readonly start: DrillStart;
  readonly preflight: Omit<PreflightRequest, 'lease'>;
  readonly recovery: RecoveryRequest;
}

export interface ConductPorts {
  readonly interlock: Interlock;
  readonly preflight: PreflightPorts;
  readonly recovery: Omit<RecoveryPorts, 'held'>;
  /** The drill of its kind; its preflight is over. */
  readonly run: (drill: RecordedDrill, held: Pick<HeldLease, 'isHeld'>) => Promise<DrillResult>;
  /** Keeps the evidence of an earlier drill of which nobody has told. Never throws. */
  readonly tellOfEarlier: (recovery: RecoveryResult) => Promise<void>;
  /** Keeps the evidence of this one, while nobody else can take it for one of which nobody will tell. Never throws. */
  readonly tell: (conducted: Conducted) => Promise<void>;
}

export interface Conducted {
  readonly result: DrillResult;
  readonly interruption: EvidenceDocument['interruption'];
  /** What an earlier drill had left, when that was mended on the way. */
  readonly earlier: Exclude<RecoveryResult, { kind: 'nothing-to-do' }> | undefined;
}

/**
 * Takes the lease → mends what an earlier drill left, and tells of it → looks that no failover is going on → preflight → writes down that the drill
 * begins → the drill of its kind → closes it, or mends what it left → tells.
 *
 * Whatever keeps the drill from beginning makes it *not run*: the weekly proof is missing, and that is evidence too. Whatever goes wrong once it has begun
 * makes it *failed*. Never throws for either. One that was not begun is told of by the caller: without the lease, there may be nothing to tell under.
 */
export async function conductDrill(order: DrillOrder, ports: ConductPorts): Promise<Conducted> {
  const { start, runUrl } = order;
  const { interlock } = ports;
  let earlier: Conducted['earlier'];
  try {
    return await withLease(
      interlock.lease,
      leaseHolder('drill', runUrl, start.startedAt),
      LEASE_WAIT_MS,
      async (held) => {
        const recovered = await recoverDrill(order.recovery, { ...ports.recovery, held });
        if (recovered.kind !== 'nothing-to-do') earlier = recovered;
        await ports.tellOfEarlier(recovered);
        await refuseDuringFailover('drill', interlock.regions, interlock);
        const guards = await runPreflight(
          start.kind,
          { ...order.preflight, lease: leaseOf(order, held) },
          ports.preflight,
        );
        const refusal = refusalOf(guards);
        if (refusal !== undefined) return { ...notRun(start.kind, `preflight: ${refusal}`, guards), earlier };
        const conducted = { ...(await underWay(order, guards, held, ports)), earlier };
        await ports.tell(conducted);
        return conducted;
      },
    );
  } catch (error) {
    if (!isInterlockRefusal(error)) return { ...notRun(start.kind, reasonOf(error)), earlier };
    return { ...notRun(start.kind, `interlock: ${error.message}`), earlier };
  }
}

function leaseOf({ runUrl }: DrillOrder, held: Pick<HeldLease, 'isHeld'>) {
  return { holder: runUrl ?? 'this run, outside GitHub', isHeld: () => held.isHeld() };
}

async function underWay(
  order: DrillOrder,
  guards: readonly GuardResult[],
  lease: Pick<HeldLease, 'isHeld'>,
  ports: ConductPorts,
): Promise<Omit<Conducted, 'earlier'>> {
  const { start } = order;
  const recovery = { ...ports.recovery, held: lease };
  let drill: RecordedDrill;
  try {
    drill = await beginDrill(start, recovery);
  } catch (error) {
    if (error instanceof DrillNotBegunError) return notRun(start.kind, error.message, guards);
    throw error;
  }
  let result: DrillResult;
  try {
    const held = whileUnderWay(lease, recovery.interrupted);
    result = { ...(await abortable(drill, recovery, () => ports.run(drill, held))), guards };
  } catch (error) {
    recovery.logger.error(reasonOf(error));
    result = { kind: start.kind, verdict: 'failed', reasons: [reasonOf(error)], guards, runs: [], restores: [] };
  }
  let ending: DrillEnding;
  try {
    ending = await endDrill(drill, order.recovery, recovery);
  } catch (error) {
    ending = { kind: 'left-open', reason: `it could not be closed: ${reasonOf(error)}` };
  }
  return afterEnding(result, ending, drill, order.recovery.by);
}

/** A drill that left something behind has not passed, whatever it measured. */
function afterEnding(
  result: DrillResult,
  ending: DrillEnding,
  drill: RecordedDrill,
  by: string,
): Omit<Conducted, 'earlier'> {
  switch (ending.kind) {
    case 'ended':
      return { result, interruption: undefined };
    case 'left-open':
      return {
        result: { ...result, verdict: 'failed', reasons: [...result.reasons, ending.reason] },
        interruption: { brokenOffIn: drill.state.steps.at(-1)?.name ?? 'nothing was begun' },
      };
    case 'recovered':
    case 'needs-human':
      return afterRecovery(result, ending, by);
  }
}
