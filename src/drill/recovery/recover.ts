import type { DrillState } from '../../ports/drill-state';
import { reasonOf } from '../reason-of';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import { isBreakOff } from './fail-back';
import { oneLine } from './one-line';
import { DrillStoppedError } from './progress';
import type { RecoveryPorts, RecoveryRequest } from './recovery-ports';
import { settleWriter } from './settle-writer';
import { describeDrill, isUntouched, standingOf } from './standing';
import { StateWriter } from './state-writer';
import { endFaults, endRehearsals, removeTemporary, settleRotations } from './tidy-up';

/** Which drill it was, and how far it had come. */
export interface BrokenOffDrill {
  readonly drillId: string;
  readonly kind: DrillState['kind'];
  readonly run: string;
  readonly startedAt: string;
  /** The step that may not have ended. */
  readonly brokenOffIn: string;
}

export type RecoveryResult =
  | { readonly kind: 'nothing-to-do'; readonly sentence: string }
  | { readonly kind: 'recovered'; readonly drill: BrokenOffDrill; readonly done: readonly string[] }
  | {
      readonly kind: 'needs-human';
      /** Absent when the record of it cannot be read. */
      readonly drill?: BrokenOffDrill;
      readonly reason: string;
      /** Where to begin: a file of docs/, with the heading. */
      readonly runbook: string;
      readonly done: readonly string[];
    };

/** So many steps are kept; a recovery that is tried again and again must not make a record that cannot be written any more. */
const KEPT_STEPS = 300;

/**
 * Ends what a drill has left that was broken off. Called under the lease, so that the drill is known to be dead. In this order:
 *
 *   end the fault → switch the rehearsal off → wait until nobody moves the writer → wait for redundancy → fail back → write through the writer
 *   name → remove what was made → wait for rotations → close
 *
 * What is done is decided from the record **and** from what AWS says now, never from the record alone. Each step is written down before it acts, and may be
 * done again: a recovery that is killed is begun anew. What goes wrong does not keep the other things from being tidied up.
 *
 * @throws DrillStoppedError, DrillStateTakenError, DrillStateUnwritableError when the recovery itself is broken off; the next one begins anew
 */
export async function recoverDrill(request: RecoveryRequest, ports: RecoveryPorts): Promise<RecoveryResult> {
  const stored = await ports.store.read();
  const standing = standingOf(stored);
  if (standing.kind === 'clear') return { kind: 'nothing-to-do', sentence: standing.sentence };
  if (stored.kind !== 'state') {
    return { kind: 'needs-human', reason: standing.sentence, runbook: runbookOf(standing), done: [] };
  }
  const { state } = stored;
  const drill = describeBreak(state);
  if (standing.kind === 'needs-human') {
    return { kind: 'needs-human', drill, reason: standing.sentence, runbook: standing.runbook, done: [] };
  }
  ports.logger.warn(`${describeDrill(state)} was broken off in "${drill.brokenOffIn}"; it is recovered`);
  const writer = new StateWriter(stored, { ...state, writtenBy: ports.newId() }, ports);
  return new Recovery(writer, request, switchingOnlyUnderWay(ports)).run(drill);
}

class Recovery {
  private readonly done: string[] = [];
  private readonly problems: HumanNeededError[] = [];

  constructor(
    private readonly writer: StateWriter,
    private readonly request: RecoveryRequest,
    private readonly ports: RecoveryPorts,
  ) {}

  async run(drill: BrokenOffDrill): Promise<RecoveryResult> {
    const { state } = this.writer;
    const { request, ports } = this;
    await this.writer.write({
      status: 'recovering',
      recovery: {
        by: oneLine(request.by, 500),
        at: ports.clock.now().toISOString(),
        attempt: (state.recovery?.attempt ?? 0) + 1,
      },
    });
    const step = this.step.bind(this);
    if (!isUntouched(state)) {
      const isFaultOver = await this.attempt(RUNBOOKS.faultStays, () => endFaults(state, request, step, ports));
      await this.attempt(RUNBOOKS.faultStays, () => endRehearsals(state, request, step, ports));
      // While a fault may last there is nothing to wait for.
      if (isFaultOver) {
        await this.attempt(RUNBOOKS.failBack, () => settleWriter(state, request, step, this.note.bind(this), ports));
      }
    }
    await this.attempt(RUNBOOKS.leftovers, () => removeTemporary(state, step, ports));
    if (!isUntouched(state)) await this.attempt(RUNBOOKS.rotation, () => settleRotations(state, step, ports));
    return this.close(drill);
  }

  /** Writes down what is about to be done, and does it. @throws DrillStoppedError and what the writer and `work` throw */
  private async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { clock, logger } = this.ports;
    this.requireMayGoOn(name);
    const begun = { name: oneLine(`recovery: ${name}`, 300), at: clock.now().toISOString() };
    await this.writer.write({ steps: [...this.writer.state.steps, begun].slice(-KEPT_STEPS) });
    this.requireMayGoOn(name);
    const result = await this.unlessInterrupted(name, logger.group(begun.name, work));
    this.done.push(name);
    return result;
  }

  private note(sentence: string): void {
    this.ports.logger.info(sentence);
    this.done.push(sentence);
  }

  /** @returns whether it is done; otherwise a person is needed, and the rest goes on */
  private async attempt(runbook: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (cause) {
      if (isBreakOff(cause)) throw cause;
      const problem =
        cause instanceof HumanNeededError ? cause : new HumanNeededError(reasonOf(cause), runbook, { cause });
      this.ports.logger.error(problem.message);
      this.problems.push(problem);
      return false;
    }
  }

  private async close(drill: BrokenOffDrill): Promise<RecoveryResult> {
    const { done, problems, ports } = this;
    this.requireMayGoOn('the end of the recovery');
    const [first] = problems;
    if (first === undefined) {
      await this.writer.write({ status: 'recovered' });
      return { kind: 'recovered', drill, done };
    }
    const reason = oneLine(problems.map(({ message }) => message).join('; '), 4_000);
    const { runbook } = first;
    await this.writer.write({
      status: 'needs-human',
      needsHuman: { reason, runbook, at: ports.clock.now().toISOString() },
    });
    return { kind: 'needs-human', drill, reason, runbook, done };
  }

  /** A step can wait for an hour; whoever interrupts it waits for seconds, and wants the lease given back. @throws DrillStoppedError */
  private async unlessInterrupted<T>(name: string, work: Promise<T>): Promise<T> {
    const { interrupted } = this.ports;
    // Nobody waits for it after an interruption.
    work.catch(() => undefined);
    let listener: (() => void) | undefined;
    const interruption = new Promise<never>((_, reject) => {
      listener = () => {
        reject(this.stopped(name));
      };
      interrupted.addEventListener('abort', listener);
    });
    try {
      return await Promise.race([work, interruption]);
    } finally {
      if (listener !== undefined) interrupted.removeEventListener('abort', listener);
    }
  }

  private requireMayGoOn(what: string): void {
    const { held, interrupted } = this.ports;
    if (!held.isHeld() || interrupted.aborted) throw this.stopped(what);
  }

  private stopped(what: string): DrillStoppedError {
    const { interrupted } = this.ports;
    return new DrillStoppedError(
      `the recovery was broken off at "${what}": ${interrupted.aborted ? `interrupted by ${String(interrupted.reason)}` : 'the lease of the environment is not held any more'}. The next one begins anew`,
    );
  }
}

/** What a step is in the middle of after an interruption must not order anything more. */
function switchingOnlyUnderWay(ports: RecoveryPorts): RecoveryPorts {
  const { globalDatabase, held, interrupted } = ports;
  return {
    ...ports,
    globalDatabase: {
      describe: () => globalDatabase.describe(),
      failover: (target) => globalDatabase.failover(target),
      async switchover(target, currentPrimary) {
        if (!held.isHeld() || interrupted.aborted) {
          throw new DrillStoppedError(`the switchover to ${target.region} was not begun: the recovery was broken off`);
        }
        await globalDatabase.switchover(target, currentPrimary);
      },
    },
  };
}

/** Which drill a record is about. */
export function describeBreak(state: DrillState): BrokenOffDrill {
  const { drillId, kind, run, startedAt, steps } = state;
  const last = [...steps].reverse().find(({ name }) => !name.startsWith('recovery: '));
  return { drillId, kind, run, startedAt, brokenOffIn: last?.name ?? 'nothing yet' };
}

function runbookOf(standing: ReturnType<typeof standingOf>): string {
  return 'runbook' in standing ? standing.runbook : RUNBOOKS.leftovers;
}
