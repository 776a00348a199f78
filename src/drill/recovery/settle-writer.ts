import type { DrillState } from '../../ports/drill-state';
import { awaitCalm, type Calm } from './await-calm';
import { failBack, requireRedundancy } from './fail-back';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import { keepUnplannedSnapshots } from './keep-snapshots';
import type { RecoveryPorts, RecoveryRequest } from './recovery-ports';
import type { Step } from './tidy-up';
import { verifyWriter } from './verify-writer';

/**
 * Brings the writer role to rest: waits for whatever is under way, for the second leg, fails back when that was wanted, and proves with a write that the
 * database takes writes.
 *
 * @param note takes a sentence about what was found
 * @throws HumanNeededError
 */
export async function settleWriter(
  state: DrillState,
  request: RecoveryRequest,
  step: Step,
  note: (sentence: string) => void,
  ports: RecoveryPorts,
): Promise<void> {
  // A restore drill disturbs nobody; where the writer is, is not its affair.
  if (state.kind === 'restore') return;
  const { writerBefore, limits } = state;
  const calm = await step('wait until nobody moves the writer', () => awaitCalm(request.regions, limits.moveMs, ports));
  if (calm.writer.region !== writerBefore) requireOurMove(state, calm);
  await step('wait until every other region is a replica', () => requireRedundancy(calm, limits.redundancyMs, ports));
  if (calm.writer.region !== writerBefore && state.failBack) {
    const kept = await step('keep the snapshots of what was overwritten', () => keepUnplannedSnapshots(ports));
    for (const sentence of kept) note(sentence);
    await failBack(state, request, step, ports);
    await step('wait until every other region is a replica again', async () => {
      await requireRedundancy(await awaitCalm(request.regions, limits.moveMs, ports, 0), limits.redundancyMs, ports);
    });
  } else if (calm.writer.region !== writerBefore) {
    note(`the writer stays in ${calm.writer.region}: the drill was not asked to fail back`);
  }
  await step(`write through ${request.writerName}`, () => verifyWriter(request.writerName, ports));
}

/** @throws HumanNeededError when it was not the drill that moved the writer: then nobody knows why, and it is not moved back unasked */
function requireOurMove(state: DrillState, { writer, episodes }: Calm): void {
  const { writerBefore, kind, startedAt, move, faultIn } = state;
  const here = `the writer is in ${writer.region}, and was in ${writerBefore} before the drill`;
  if (kind === 'detection') {
    throw new HumanNeededError(`${here}, although a detection drill moves nothing`, RUNBOOKS.failBack);
  }
  if (move === undefined && faultIn.length === 0) {
    throw new HumanNeededError(`${here}, although the drill had not begun to move it`, RUNBOOKS.failBack);
  }
  const loss = episodes.find(({ outcome, steps }) => {
    const since = steps[0]?.at;
    return outcome === 'failed-over' && since !== undefined && Date.parse(since) >= Date.parse(startedAt);
  });
  if (kind !== 'failover' && loss !== undefined) {
    throw new HumanNeededError(
      `${here}; the failover controller has moved it, because ${loss.lostRegion} was lost in the middle of the drill`,
      RUNBOOKS.failBack,
    );
  }
}
