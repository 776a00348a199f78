import type { Clock } from '../../ports/clock';
import { type DrillLimits, type DrillState, type DrillStateStore, type TemporaryName } from '../../ports/drill-state';
import type { GlobalDatabase } from '../../ports/global-database';
import type { HeldLease } from '../../ports/lease';
import type { Logger } from '../../ports/logger';
import { currentWriter } from '../../failover/target';
import { reasonOf } from '../reason-of';
import { oneLine } from './one-line';
import { describeDrill, isClosed } from './standing';
import { DrillStateUnwritableError, StateWriter } from './state-writer';

/** The drill begins no further step. */
export class DrillStoppedError extends Error {
  override readonly name = 'DrillStoppedError';
}

/** Nothing was begun: what an earlier drill left has to be dealt with first, or nobody can say what there is. */
export class DrillNotBegunError extends Error {
  override readonly name = 'DrillNotBegunError';
}

/** What a recovery has to know before a step acts. */
export interface StepFacts {
  /** The writer is about to be moved, or a region to be lost from which it moves. */
  readonly move?: { readonly fromRegion: string; readonly toRegion: string };
  /** The fault hook is about to be asked to disturb this region. */
  readonly faultIn?: string;
  /** Something is about to be made that has to be removed again. */
  readonly makes?: readonly TemporaryName[];
  /**
   * The step only ends or removes what the drill has made. It is done even while the state cannot be written: leaving a region dead because a
   * table does not answer would be worse. It is not done once the lease or the state is somebody else's.
   */
  readonly tidiesUp?: true;
}

/** Writes down how far a drill has come, before each step. */
export interface DrillProgress {
  readonly drillId: string;
  /** @throws DrillStoppedError, DrillStateTakenError, DrillStateUnwritableError: then the step must not be begun */
  before(step: string, facts?: StepFacts): Promise<void>;
}

export interface DrillStart {
  readonly drillId: string;
  readonly kind: DrillState['kind'];
  readonly startedAt: Date;
  /** The workflow run, or who it is on a laptop. */
  readonly run: string;
  readonly failBack: boolean;
  /** Everything that the drill may make, by name. */
  readonly temporary: readonly TemporaryName[];
  readonly limits: DrillLimits;
  /** Where the journal and the raw history are. */
  readonly history: string;
}

export interface DrillProgressPorts {
  readonly store: DrillStateStore;
  readonly globalDatabase: Pick<GlobalDatabase, 'describe'>;
  readonly held: Pick<HeldLease, 'isHeld'>;
  /** Aborted by whoever asks the process to end. */
  readonly interrupted: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives another text each time. */
  readonly newId: () => string;
}

/** A drill whose state is written down. */
export class RecordedDrill implements DrillProgress {
  private writing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly writer: StateWriter,
    private readonly ports: DrillProgressPorts,
  ) {}

  get drillId(): string {
    return this.writer.state.drillId;
  }

  get state(): DrillState {
    return this.writer.state;
  }

  before(step: string, facts: StepFacts = {}): Promise<void> {
    // One after the other, because each write names the one before it.
    const turn = this.writing.then(() => this.begin(step, facts));
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** A step was not begun, so the drill has not come to its end by itself. */
  get hasStopped(): boolean {
    return this.stopped;
  }

  /** Neither interrupted nor without its lease. */
  get mayGoOn(): boolean {
    return this.ports.held.isHeld() && !this.ports.interrupted.aborted;
  }

  /**
   * Closes the state: nothing is left that would have to be recovered, whatever the verdict.
   *
   * @throws DrillStoppedError when the lease or the state is somebody else's by now
   */
  async end(): Promise<void> {
    await this.writing;
    this.requireMayGoOn('the end of the drill');
    await this.writer.write({ status: 'ended' });
  }

  /** Notes that the process was asked to end. The state stays open: somebody has to recover the drill. */
  async noteInterruption(reason: string): Promise<void> {
    await this.writing;
    const step = { name: oneLine(`interrupted by ${reason}`, 300), at: this.ports.clock.now().toISOString() };
    await this.writer.write({ steps: [...this.writer.state.steps, step] });
  }

  private async begin(step: string, facts: StepFacts): Promise<void> {
    try {
      await this.record(step, facts);
    } catch (error) {
      this.stopped = true;
      throw error;
    }
  }

  private async record(step: string, facts: StepFacts): Promise<void> {
    this.requireMayGoOn(step);
    const { state } = this.writer;
    const { move, faultIn, makes = [] } = facts;
    try {
      await this.writer.write({
        steps: [...state.steps, { name: oneLine(step, 300), at: this.ports.clock.now().toISOString() }],
        ...(move === undefined ? {} : { move }),
        ...(faultIn === undefined || state.faultIn.includes(faultIn) ? {} : { faultIn: [...state.faultIn, faultIn] }),
        temporary: [
          ...state.temporary,
          ...makes.filter((made) => !state.temporary.some((known) => isSame(known, made))),
        ],
      });
    } catch (error) {
      if (facts.tidiesUp !== true || !(error instanceof DrillStateUnwritableError)) throw error;
      this.ports.logger.warn(`${step}: ${error.message}; done all the same, because it only tidies up`);
    }
    // The write may have taken longer than the lease is good for.
    this.requireMayGoOn(step);
  }

  private requireMayGoOn(step: string): void {
    const { held, interrupted } = this.ports;
    if (interrupted.aborted) {
      throw new DrillStoppedError(
        `"${step}" was not begun: the drill was interrupted by ${String(interrupted.reason)}`,
      );
    }
    if (!held.isHeld()) {
      throw new DrillStoppedError(
        `"${step}" was not begun: the lease of the environment is not held any more. What the drill left is recovered by the next one`,
      );
    }
  }
}

/**
 * Writes down that a drill begins, before it does anything.
 *
 * @throws DrillNotBegunError when an earlier drill is not closed, when the state cannot be read or written, or when nobody can say where the writer is
 */
export async function beginDrill(start: DrillStart, ports: DrillProgressPorts): Promise<RecordedDrill> {
  try {
    const before = await ports.store.read();
    if (before.kind === 'unreadable') throw new DrillNotBegunError(`${before.why}; a person has to look at it first`);
    if (before.kind === 'state' && !isClosed(before.state)) {
      throw new DrillNotBegunError(`${describeDrill(before.state)} is not closed; it has to be recovered first`);
    }
    const writer = currentWriter(await ports.globalDatabase.describe());
    const state: DrillState = {
      version: before.kind === 'state' ? before.state.version : 0,
      drillId: start.drillId,
      kind: start.kind,
      writtenBy: ports.newId(),
      status: 'running',
      startedAt: start.startedAt.toISOString(),
      run: oneLine(start.run, 500),
      writerBefore: writer.region,
      failBack: start.failBack,
      faultIn: [],
      temporary: start.temporary,
      steps: [],
      limits: start.limits,
      history: oneLine(start.history, 1_000),
    };
    const written = new StateWriter(before, state, ports);
    await written.write({});
    return new RecordedDrill(written, ports);
  } catch (error) {
    if (error instanceof DrillNotBegunError) throw error;
    throw new DrillNotBegunError(`the drill was not begun: ${reasonOf(error)}`, { cause: error });
  }
}

function isSame(one: TemporaryName, other: TemporaryName): boolean {
  return one.kind === other.kind && one.region === other.region && one.id === other.id;
}
