import type { Clock } from '../ports/clock';
import { decide, patienceMs, type Answer, type Decision, type DetectionPolicy, type Observation } from './decision';

/** What a probe learned. */
export interface ProbeAnswer {
  readonly answer: Answer;
  readonly reason: string;
}

/** One way of asking whether the region still serves. */
export interface ProbePath {
  readonly name: string;
  /**
   * Resolves with the answer; a rejection counts as silence.
   *
   * @param limitMs the probe must settle within this time
   */
  probe(limitMs: number): Promise<ProbeAnswer>;
}

/** Probes all paths to a region and remembers what they said lately. */
export class RegionWatch {
  private observations: readonly Observation[] = [];
  private readonly heard = new Set<string>();
  /** By path: when the first look began that was not answered, since the last one that was; in ms. */
  private readonly failingSinceMs = new Map<string, number>();
  private readonly names: readonly string[];

  constructor(
    private readonly paths: readonly ProbePath[],
    private readonly policy: DetectionPolicy,
    private readonly clock: Clock,
  ) {
    this.names = paths.map(({ name }) => name);
  }

  /** Probes every path once, side by side; settles after the time limit of a probe at the latest. */
  async round(): Promise<void> {
    await Promise.all(this.paths.map((path) => this.probe(path)));
  }

  decision(): Decision {
    return decide(this.observations, this.names, this.policy, this.clock.monotonicMs());
  }

  /** Whether every path has answered since `sinceMs`. */
  hasHeardAll(sinceMs: number): boolean {
    return this.names.every((name) => {
      const newest = this.observations.findLast(({ path }) => path === name);
      return newest?.answer === 'answered' && newest.atMs >= sinceMs;
    });
  }

  /** Whether any path has answered since `sinceMs`, also late. */
  hasHeardAny(sinceMs: number): boolean {
    return this.observations.some(({ answer, atMs }) => answer === 'answered' && atMs >= sinceMs);
  }

  /**
   * When the first look began that was not answered, since all paths last answered, in ms; `undefined` when every path answers, or when one that
   * does not was never heard at all: then nobody here knows when it fell silent.
   */
  firstFailureMs(): number | undefined {
    const failing = [...this.failingSinceMs];
    if (failing.length === 0 || failing.some(([path]) => !this.heard.has(path))) return undefined;
    return Math.min(...failing.map(([, sinceMs]) => sinceMs));
  }

  private async probe(path: ProbePath): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    const settled = new AbortController();
    const answered = path
      .probe(patienceMs(this.policy))
      .catch((error: unknown): ProbeAnswer => ({
        answer: 'silent',
        reason: error instanceof Error ? error.message : String(error),
      }))
      .then((answer) => {
        // A silence that is only known late was counted when its time was up; counting it twice would hurry the decision.
        if (!settled.signal.aborted || answer.answer !== 'silent') this.remember(path.name, startedMs, answer);
        settled.abort();
      });
    const timeUp = this.clock.sleep(this.policy.timeoutMs, settled.signal).then(() => {
      if (settled.signal.aborted) return;
      settled.abort();
      this.remember(path.name, startedMs, {
        answer: 'silent',
        reason: `no answer within ${this.policy.timeoutMs} ms`,
      });
    });
    await Promise.race([answered, timeUp]);
  }

  private remember(path: string, startedMs: number, { answer, reason }: ProbeAnswer): void {
    if (answer === 'answered') {
      this.heard.add(path);
      this.failingSinceMs.delete(path);
    } else if (!this.failingSinceMs.has(path)) {
      this.failingSinceMs.set(path, startedMs);
    }
    const all = [...this.observations, { path, atMs: this.clock.monotonicMs(), answer, reason }];
    // Only the newest matter, so a watch of months needs no more memory than one of seconds. Twice as many as the threshold,
    // because a late answer stands beside the silence that it ends.
    const ofPath = all
      .filter((observation) => observation.path === path)
      .slice(-2 * (this.policy.failureThreshold + 1));
    this.observations = [...all.filter((observation) => observation.path !== path), ...ofPath];
  }
}
