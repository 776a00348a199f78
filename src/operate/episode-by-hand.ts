import { atStage, close, openEpisode } from '../failover/controller/episode';
import { SETTLE_MS } from '../failover/controller/settings';
import { FailoverInProgressError } from '../interlock/failover-guard';
import type { Clock } from '../ports/clock';
import type { Episode, EpisodeStage, FailoverRecord, FailoverRecords } from '../ports/failover-record';
import type { Logger } from '../ports/logger';

/** Far shorter than the time after which a controller takes over a lease that stands still. In ms. */
const RENEW_EVERY_MS = 4_000;
/** Of writers that race, each wins once in a while; more often than this it is no race. */
const MOST_TRIES = 5;

export interface EpisodeByHandPorts {
  /** Of the controller that promotes the target. */
  readonly records: FailoverRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
}

export interface LossByHand {
  readonly lostRegion: string;
  readonly targetRegion: string;
  /** Who decides, as AWS names them. */
  readonly who: string;
}

/**
 * A promotion that a person asks for, written into the record of the target region's controller before it acts, so that both never promote at the
 * same time: the controller writes its own intention there first, names the version that it replaces, and finds that somebody else came before it.
 * While this holds the record it is renewed; a process that dies leaves a record from which the controller goes on.
 */
export class EpisodeByHand {
  private readonly stop = new AbortController();
  private queue: Promise<void> = Promise.resolve();
  private readonly renewing: Promise<void>;

  private constructor(
    private record: FailoverRecord,
    private readonly ports: EpisodeByHandPorts,
  ) {
    this.renewing = this.keepRenewing();
  }

  /**
   * @throws FailoverInProgressError while the controller is promoting; whatever the records throw
   */
  static async begin(loss: LossByHand, ports: EpisodeByHandPorts): Promise<EpisodeByHand> {
    const { records, clock, newId } = ports;
    const owner = `by hand ${newId()}`;
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const current = await records.read();
      await refuseWhilePromoting(current, ports);
      const episode =
        openOf(current) ??
        openEpisode(newId(), { ...loss, reasons: [], armedAgeMs: armedAge(current, clock) }, clock.now());
      const next: FailoverRecord = {
        ...current,
        version: current.version + 1,
        leaseOwner: owner,
        leaseToken: current.leaseToken + 1,
        episode: {
          ...atStage(episode, 'promoting', clock.now()),
          reasons: [...episode.reasons, `decided by hand by ${loss.who}`],
          attempts: episode.attempts + 1,
          refusals: [],
        },
      };
      if (await records.replace(next)) return new EpisodeByHand(next, ports);
    }
    throw new FailoverInProgressError(
      `the record of the controller of ${loss.targetRegion} changes faster than it can be taken; look at "status", and try again`,
    );
  }

  /** Writes a stage. Never throws, because a move that goes on must not be given up for its record. */
  reach(stage: Extract<EpisodeStage, 'requested' | 'promoted'>): void {
    this.write((episode, record) => ({ ...record, episode: atStage(episode, stage, this.ports.clock.now()) }));
  }

  /** Ends the episode: a write has reached the target. */
  async succeed(): Promise<void> {
    this.write((episode, record) => close(record, episode, 'failed-over', [], this.ports.clock.now()));
    await this.handBack();
  }

  /** Gives the record to the controller as it is: it looks what came of the move, and goes on from there. */
  async handBack(): Promise<void> {
    this.stop.abort();
    await this.renewing;
    this.write((_, record) => ({ ...record, leaseOwner: '' }));
    await this.queue;
  }

  private async keepRenewing(): Promise<void> {
    for (;;) {
      await this.ports.clock.sleep(RENEW_EVERY_MS, this.stop.signal);
      if (this.stop.signal.aborted) return;
      this.write((_, record) => record);
    }
  }

  /** One after the other, because each names the version that it replaces. */
  private write(change: (episode: Episode, record: FailoverRecord) => FailoverRecord): void {
    this.queue = this.queue.then(async () => {
      const { episode } = this.record;
      if (episode === undefined) return;
      const next = { ...change(episode, this.record), version: this.record.version + 1 };
      try {
        if (await this.ports.records.replace(next)) {
          this.record = next;
          return;
        }
        const current = await this.ports.records.read();
        // A write of ours whose answer was lost.
        if (current.leaseOwner === this.record.leaseOwner) this.record = current;
        else this.ports.logger.warn('a controller has taken its record back; it follows the move from here on');
      } catch (error) {
        this.ports.logger.warn(`the record of the controller could not be written: ${reasonOf(error)}`);
      }
    });
  }
}

/** As the controller reckons it: if this process dies before AWS was asked, the controller judges the episode, and may have to promote by itself. */
function armedAge({ armed }: FailoverRecord, clock: Clock): number | undefined {
  if (armed === undefined) return undefined;
  const ageMs = clock.now().getTime() - Date.parse(armed.at);
  return ageMs >= 0 ? ageMs : undefined;
}

function openOf({ episode }: FailoverRecord): Episode | undefined {
  return episode === undefined || episode.stage === 'closed' ? undefined : episode;
}

/** A controller that is at work writes every few seconds. One that died in the middle of a promotion keeps nobody from finishing it. */
async function refuseWhilePromoting(
  seen: FailoverRecord,
  { records, clock, logger }: EpisodeByHandPorts,
): Promise<void> {
  const episode = openOf(seen);
  if (episode === undefined || episode.stage === 'declared') return;
  logger.info(
    `the controller's record says "${episode.stage}"; looking for ${SETTLE_MS / 1000} s whether anybody is at work on it`,
  );
  await clock.sleep(SETTLE_MS);
  const now = await records.read();
  if (now.version === seen.version) return;
  throw new FailoverInProgressError(
    `the failover controller of ${episode.targetRegion} is promoting it already (stage ${now.episode?.stage ?? 'unknown'}), and a second order could only ` +
      'get in its way; watch it with "status", and come back if it does not end',
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
