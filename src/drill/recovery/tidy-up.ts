import type { DrillState } from '../../ports/drill-state';
import { reasonOf } from '../reason-of';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import { isBreakOff } from './fail-back';
import type { RecoveryPorts, RecoveryRequest } from './recovery-ports';

/** Writes down what is about to be done, and does it. */
export type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

const TRIES = 5;
const PAUSE_MS = 3_000;
/** A rotation that Secrets Manager tries again has ended by then, in ms. */
const ROTATION_LIMIT_MS = 10 * 60_000;
const ROTATION_POLL_MS = 5_000;

/**
 * Ends the fault, always and first: in the regions that are written down, and for a drill that causes one, in all others too, because ending
 * a fault that is not there is harmless.
 */
export async function endFaults(
  state: DrillState,
  { regions }: RecoveryRequest,
  step: Step,
  ports: RecoveryPorts,
): Promise<void> {
  const causes = state.kind === 'failover' || state.kind === 'detection';
  const possible = causes ? [...new Set([...state.faultIn, ...regions])] : state.faultIn;
  const { faultInjector } = ports;
  if (faultInjector === undefined) {
    if (state.faultIn.length === 0) return;
    throw new HumanNeededError(
      `the fault in ${state.faultIn.join(', ')} may last, and no fault hook is configured that could end it`,
      RUNBOOKS.faultStays,
    );
  }
  for (const region of possible) {
    await step(`end the fault in ${region}`, () =>
      persistently(
        () => faultInjector.stop(region),
        ports,
        (why) => {
          // What may never have been disturbed does not need a human.
          if (!state.faultIn.includes(region)) return undefined;
          return new HumanNeededError(`the fault in ${region} could not be ended: ${why}`, RUNBOOKS.faultStays);
        },
      ),
    );
  }
}

/** A controller that only pretends would let the next real loss pass. */
export async function endRehearsals(
  state: DrillState,
  { regions }: RecoveryRequest,
  step: Step,
  ports: RecoveryPorts,
): Promise<void> {
  if (state.kind !== 'detection') return;
  for (const region of regions) {
    await step(`switch the rehearsal off in ${region}`, () =>
      persistently(
        () => ports.endRehearsal(region),
        ports,
        (why) =>
          new HumanNeededError(`the rehearsal in ${region} could not be switched off: ${why}`, RUNBOOKS.controller),
      ),
    );
  }
}

/** Removes what the drill has named, in the reverse order, and goes on past what cannot be removed. */
export async function removeTemporary(state: DrillState, step: Step, ports: RecoveryPorts): Promise<void> {
  const left: string[] = [];
  for (const made of [...state.temporary].reverse()) {
    const what = `the ${made.kind} ${made.id} in ${made.region}`;
    try {
      await step(`remove ${what}`, () => ports.temporary.remove(made));
    } catch (error) {
      if (isBreakOff(error)) throw error;
      left.push(`${what} was not removed: ${reasonOf(error)}`);
    }
  }
  if (left.length > 0) throw new HumanNeededError(left.join('; '), RUNBOOKS.leftovers);
}

/** A rotation that the drill began goes on without it; a password that is half changed must not be left unseen. */
export async function settleRotations(state: DrillState, step: Step, ports: RecoveryPorts): Promise<void> {
  if (state.kind !== 'rotation') return;
  await step('wait until no rotation is under way', async () => {
    const { clock } = ports;
    const startedMs = clock.monotonicMs();
    for (;;) {
      let last: string;
      try {
        const pending = await ports.pendingRotations();
        if (pending.length === 0) return;
        last = `the rotation of ${pending.join(', ')} has not ended`;
      } catch (error) {
        last = `nobody can say whether a rotation is under way: ${reasonOf(error)}`;
      }
      if (clock.monotonicMs() - startedMs >= ROTATION_LIMIT_MS) {
        throw new HumanNeededError(`${last} after ${ROTATION_LIMIT_MS / 60_000} minutes`, RUNBOOKS.rotation);
      }
      await clock.sleep(ROTATION_POLL_MS);
    }
  });
}

/** @param refusal what is thrown in the end; `undefined` to go on without it */
async function persistently(
  work: () => Promise<void>,
  { clock, logger }: Pick<RecoveryPorts, 'clock' | 'logger'>,
  refusal: (why: string) => HumanNeededError | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const why = reasonOf(error);
      logger.warn(`${why} (${attempt} of ${TRIES})`);
      if (attempt >= TRIES) {
        const problem = refusal(why);
        if (problem === undefined) return;
        throw problem;
      }
      await clock.sleep(PAUSE_MS);
    }
  }
}
