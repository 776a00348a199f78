import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import type { ObjectStore } from '../ports/object-store';
import { applyOf, rememberApply, type ApplyRecord } from '../records/apply-record';

/** As long as the reason in a record may be, in characters. */
const LONGEST_REASON = 2_000;

export interface ApplySubject {
  readonly environment: string;
  readonly commit: string;
  readonly pullRequest: number | undefined;
  readonly runUrl: string | undefined;
}

type End = 'applied' | 'nothing' | 'stopped' | 'failed';

/** What is remembered of the apply of one commit: how an earlier run ended, that this one has begun, and how it ends. */
export class ApplyRecords {
  /** True once this run stands in the record. */
  private isOurs = false;
  /** An earlier run may have left the environment half-way, and until an apply succeeds that stays the truth. */
  private isHalfway = false;

  constructor(
    private readonly subject: ApplySubject,
    private readonly ports: { readonly store: ObjectStore; readonly clock: Clock; readonly logger: Logger },
  ) {}

  /**
   * Writes that the apply has begun. A run that nobody could find afterwards must not begin, so a failure is one of the run. A commit that was
   * applied stays applied: its record is left alone, or a run that stops now would make room for one that applies it once more.
   *
   * @returns how the apply of this commit ended before, if it was ever begun
   */
  async begin(): Promise<ApplyRecord | undefined> {
    const { environment, commit } = this.subject;
    const earlier = await applyOf(this.ports.store, environment, commit);
    if (isSettled(earlier)) return earlier;
    this.isHalfway = isHalfway(earlier);
    await this.write({ state: 'started' });
    this.isOurs = true;
    return earlier;
  }

  /**
   * Writes how it ended. It has happened, whether that can be written or not: a failure is said in the log, and the watchdog finds the record
   * that has no end.
   */
  async end(state: End, details: Pick<ApplyRecord, 'planDigest' | 'reason'>): Promise<void> {
    // Before it has begun, the record is that of another run.
    if (!this.isOurs) return;
    try {
      await this.write({
        state: state === 'stopped' && this.isHalfway ? 'failed' : state,
        ...(details.planDigest === undefined ? {} : { planDigest: details.planDigest }),
        ...(details.reason === undefined ? {} : { reason: details.reason.slice(0, LONGEST_REASON) }),
      });
    } catch (failure) {
      this.ports.logger.error(
        `the record of this apply could not be written, and says that it is going on: ${failure instanceof Error ? failure.message : String(failure)}`,
      );
    }
  }

  private write(details: Pick<ApplyRecord, 'state' | 'planDigest' | 'reason'>): Promise<void> {
    const { environment, commit, pullRequest, runUrl } = this.subject;
    return rememberApply(this.ports.store, environment, {
      commit,
      ...(pullRequest === undefined ? {} : { pullRequest }),
      ...(runUrl === undefined ? {} : { runUrl }),
      at: this.ports.clock.now().toISOString(),
      ...details,
    });
  }
}

/** Whether the commit was applied, and whatever there is to change now is something else. */
export function isSettled(earlier: ApplyRecord | undefined): boolean {
  return earlier?.state === 'applied' || earlier?.state === 'nothing';
}

/** Whether an earlier run of the same commit may have done a part of it. */
export function isHalfway(earlier: ApplyRecord | undefined): boolean {
  return earlier?.state === 'failed' || earlier?.state === 'started';
}
