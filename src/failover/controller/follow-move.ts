import { withinTime } from '../../health/time-limit';
import type { Episode, EpisodeStage } from '../../ports/failover-record';
import type { GlobalStatus } from '../../ports/global-database';
import type { ControllerPorts } from './controller';
import { atStage, close } from './episode';
import type { Lease } from './lease';
import { MAXIMUM_ATTEMPTS, MOVE_DEADLINE_MS, SETTLE_MS, SURVEY_LIMIT_MS, type ControllerSettings } from './settings';
import { roleOf } from './survey';

/** Follows a promotion that was, or may have been, asked for: by this process or by one before it. Asks for nothing itself. */
export class MoveFollower {
  /** Since when this process has seen the episode wait, in ms of its monotonic clock. */
  private waiting: { readonly episode: string; readonly phase: string; readonly sinceMs: number } | undefined;

  constructor(
    private readonly settings: ControllerSettings,
    private readonly ports: ControllerPorts,
    private readonly lease: Lease,
  ) {}

  /** Looks once. @throws LeaseLostError, RecordUnsureError */
  async follow(): Promise<void> {
    const { episode } = this.lease.record;
    if (episode === undefined) return;
    const waitedMs = this.waitedMs(episode);
    if (episode.stage === 'promoting') return this.lookForAcceptance(episode, waitedMs);
    if (waitedMs >= MOVE_DEADLINE_MS) return this.fail(episode, `no end after ${MOVE_DEADLINE_MS / 60_000} minutes`);
    const topology = await this.describe();
    if (topology === undefined) return;
    if (episode.stage === 'requested') {
      if (roleOf(this.settings.ownRegion, topology) !== 'writer' || topology.failoverState !== undefined) return;
      this.ports.logger.info(`${this.settings.ownRegion} is promoted`);
      await this.advance(episode, 'promoted');
    }
    await this.lookForWrite(topology);
  }

  /** It is recorded that the promotion was about to be asked for; whether it was, only the control plane knows. */
  private async lookForAcceptance(episode: Episode, waitedMs: number): Promise<void> {
    const topology = await this.describe();
    if (topology === undefined) return;
    if (topology.failoverState !== undefined || roleOf(this.settings.ownRegion, topology) === 'writer') {
      return this.advance(episode, 'requested');
    }
    // A call that was accepted shows within seconds. Before that time is over, asking again could promote twice.
    if (waitedMs < SETTLE_MS) return;
    if (episode.attempts >= MAXIMUM_ATTEMPTS) return this.fail(episode, 'the control plane never showed a move');
    this.ports.logger.warn('the promotion was not accepted; everything is judged anew');
    await this.advance(episode, 'declared');
  }

  private async lookForWrite(topology: GlobalStatus): Promise<void> {
    const { logger, clock, rotation, writeOnce } = this.ports;
    const own = topology.members.find((member) => member.region === this.settings.ownRegion);
    try {
      const instance = await writeOnce();
      if (own?.instances.some(({ id }) => id === instance) !== true) {
        logger.debug(`the writer name still leads to ${instance}`);
        return;
      }
    } catch (error) {
      logger.debug(`no write yet: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const { episode } = this.lease.record;
    if (episode === undefined) return;
    logger.info(`a write through the writer name reached ${this.settings.ownRegion}`);
    await withinTime(rotation.thaw(), SURVEY_LIMIT_MS, clock);
    await this.lease.write((record) => close(record, episode, 'failed-over', [], clock.now()));
  }

  private async describe(): Promise<GlobalStatus | undefined> {
    const { globalDatabase, clock, logger } = this.ports;
    try {
      return await withinTime(globalDatabase.describe(), SURVEY_LIMIT_MS, clock);
    } catch (error) {
      logger.debug(`the control plane does not answer: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private advance(episode: Episode, stage: EpisodeStage): Promise<void> {
    return this.lease.write((record) => ({ ...record, episode: atStage(episode, stage, this.ports.clock.now()) }));
  }

  private async fail(episode: Episode, why: string): Promise<void> {
    this.ports.logger.error(`the failover needs a human: ${why}`);
    await this.lease.write((record) => close(record, episode, 'failed', [why], this.ports.clock.now()));
  }

  /** A fresh process starts to wait anew: what another clock has measured is worth nothing here. */
  private waitedMs({ id, stage, attempts }: Episode): number {
    const nowMs = this.ports.clock.monotonicMs();
    const phase = stage === 'promoting' ? `promoting ${attempts}` : 'moving';
    if (this.waiting?.episode !== id || this.waiting.phase !== phase) {
      this.waiting = { episode: id, phase, sinceMs: nowMs };
    }
    return nowMs - this.waiting.sinceMs;
  }
}
