import { withinTime } from '../../health/time-limit';
import type { ArmedRecord } from '../../ports/failover-record';
import type { GlobalMember } from '../../ports/global-database';
import type { RegionWatch } from '../region-watch';
import type { ControllerPorts } from './controller';
import { atStage, close, openEpisode } from './episode';
import { DownTime } from './down-time';
import type { Lease } from './lease';
import { RehearsalJudge } from './rehearsal';
import { isLost, nextStep, type Step, type StepView } from './next-step';
import { FREEZE_MS, SURVEY_LIMIT_MS, type ControllerSettings } from './settings';
import { roleOf, type Role, type Surroundings } from './survey';
import type { Teller } from './teller';

/** Carries out the steps of `nextStep`: arms, declares, refuses, and asks for the promotion. */
export class LossHandler {
  private lastRole: Role = 'unknown';
  private readonly downTime: DownTime;
  private readonly rehearsals: RehearsalJudge;
  /** When the round of the last look began, in ms. */
  private lastLookMs = Infinity;
  /** When this process armed the record, in ms of its monotonic clock. */
  private armedAtMs: number | undefined;

  constructor(
    private readonly settings: ControllerSettings,
    private readonly ports: ControllerPorts,
    private readonly lease: Lease,
    private readonly watch: RegionWatch,
    private readonly teller: Teller,
  ) {
    this.downTime = new DownTime(ports.clock, 2 * settings.policy.intervalMs);
    this.rehearsals = new RehearsalJudge(ports.clock);
  }

  /**
   * @param isFresh whether the surroundings were seen in this round; a record is armed from a fresh look only
   * @param roundMs when the round began
   * @throws LeaseLostError, RecordUnsureError; and when the rehearsals cannot be read, which are kept where the record is
   */
  async handle(surroundings: Surroundings, isFresh: boolean, roundMs: number): Promise<void> {
    const role = roleOf(this.settings.ownRegion, surroundings.topology);
    if (role !== 'unknown') this.lastRole = role;
    const downForMs = this.downTime.toRecord(this.lease.record.episode, this.isLost(surroundings));
    if (downForMs !== undefined) {
      await this.lease.write((record) =>
        record.episode === undefined ? record : { ...record, episode: { ...record.episode, downForMs } },
      );
    }
    const step = nextStep(await this.view(surroundings, roundMs));
    if (step.kind === 'arm' && !isFresh) return;
    await this.carryOut(step, surroundings, isFresh);
    this.lastLookMs = roundMs;
    if (step.kind !== 'declare') return;
    // A loss that has just been recorded is acted on at once: the next round would cost five seconds. Rehearsals are read anew, because none
    // can be announced any more now that the loss is recorded, and one can have been until then.
    await this.carryOut(nextStep(await this.view(surroundings, roundMs)), surroundings, isFresh);
  }

  private isLost(surroundings: Surroundings): boolean {
    return isLost({ decision: this.watch.decision(), surroundings, settings: this.settings });
  }

  private async view(surroundings: Surroundings, roundMs: number): Promise<StepView> {
    // Before the record and the decision are looked at, because reading takes time.
    const rehearsal = this.isLost(surroundings) ? await this.ports.rehearsals.announced() : undefined;
    return {
      settings: this.settings,
      surroundings,
      record: this.lease.record,
      decision: this.watch.decision(),
      allAnswered: this.watch.hasHeardAll(roundMs),
      anyAnswered: this.watch.hasHeardAny(Math.min(roundMs, this.lastLookMs)),
      watchedRegion: this.ports.watchedRegion,
      lastRole: this.lastRole,
      rehearsal: this.rehearsals.explains(rehearsal, this.ports.watchedRegion),
      nowMs: this.ports.clock.monotonicMs(),
    };
  }

  /** The wall clock is asked only about what another process has seen, and can only forbid: an age that makes no sense is no age. */
  private armedAge(armed: ArmedRecord | undefined): number | undefined {
    if (armed === undefined) return undefined;
    if (this.armedAtMs !== undefined) return this.ports.clock.monotonicMs() - this.armedAtMs;
    const ageMs = this.ports.clock.now().getTime() - Date.parse(armed.at);
    return ageMs >= 0 ? ageMs : undefined;
  }

  private async carryOut(step: Step, surroundings: Surroundings, isFresh: boolean): Promise<void> {
    const { clock, logger, newId } = this.ports;
    const { episode, armed } = this.lease.record;
    switch (step.kind) {
      case 'rest':
        return;
      case 'stand-down':
        if (isFresh) this.ports.onGuarded();
        if (armed === undefined) return;
        logger.info(`${this.settings.ownRegion} writes: nothing to promote here`);
        this.armedAtMs = undefined;
        return this.lease.write((record) => ({ ...record, armed: undefined }));
      case 'arm': {
        const { writerArn, lagMs } = step;
        const atMs = clock.monotonicMs();
        if (armed?.writerArn !== writerArn) logger.info(`armed: every path sees ${writerArn} alive`);
        await this.lease.write((record) => ({ ...record, armed: { writerArn, lagMs, at: clock.now().toISOString() } }));
        this.armedAtMs = atMs;
        this.ports.onGuarded();
        return;
      }
      case 'declare': {
        const { lostRegion, reasons } = step;
        const armedAgeMs = this.armedAge(armed);
        const firstFailureMs = this.watch.firstFailureMs();
        const firstFailureAgeMs = firstFailureMs === undefined ? undefined : clock.monotonicMs() - firstFailureMs;
        const loss = { lostRegion, reasons, targetRegion: this.settings.ownRegion, armedAgeMs, firstFailureAgeMs };
        logger.warn(`${lostRegion} is declared down: ${reasons.join('; ')}`);
        return this.lease.write((record) => ({ ...record, episode: openEpisode(newId(), loss, clock.now()) }));
      }
      case 'close':
        if (episode === undefined) return;
        logger.info(`the loss of ${episode.lostRegion} is over: ${step.outcome}`);
        // Only what this episode has frozen: a drill may have frozen it too.
        if (episode.attempts > 0) await withinTime(this.ports.rotation.thaw(), SURVEY_LIMIT_MS, clock);
        return this.lease.write((record) => {
          const ended = step.outcome === 'rehearsed' ? { ...episode, rehearsal: step.rehearsal } : episode;
          return close(record, ended, step.outcome, [], clock.now());
        });
      case 'refuse': {
        if (episode === undefined) return;
        const key = step.refusals.map(({ id }) => id).join(',');
        if (!this.teller.isNewRefusal(episode.id, key)) return;
        const texts = step.refusals.map(({ text }) => text);
        logger.warn(`not promoted: ${texts.join('; ')}`);
        return this.lease.write((record) => ({ ...record, episode: { ...episode, refusals: texts } }));
      }
      case 'promote':
        return this.promote(step.target, surroundings);
    }
  }

  /** Recorded, looked at once more, and only then asked for. */
  private async promote(target: GlobalMember, surroundings: Surroundings): Promise<void> {
    const { clock, logger, rotation, globalDatabase } = this.ports;
    const { episode } = this.lease.record;
    if (episode === undefined) return;
    try {
      const until = new Date(clock.now().getTime() + FREEZE_MS);
      await withinTime(rotation.freeze(`${target.region} is being promoted`, until), SURVEY_LIMIT_MS, clock);
    } catch (error) {
      // A rotation that is caught in the middle can be repaired; a database that nobody writes to is worse.
      logger.error(`rotation could not be frozen: ${error instanceof Error ? error.message : String(error)}`);
    }
    await this.lease.write((record) => ({
      ...record,
      episode: { ...atStage(episode, 'promoting', clock.now()), attempts: episode.attempts + 1, refusals: [] },
    }));
    // Writing took time: the lease may have run out, and the region may have spoken, meanwhile.
    if (!this.lease.isHeld() || !this.isLost(surroundings)) {
      logger.warn('not asked for: the lease or the silence did not last until the call');
      return;
    }
    logger.warn(`promoting ${target.clusterId} in ${target.region}`);
    try {
      await globalDatabase.failover(target);
    } catch (error) {
      // Perhaps refused, perhaps accepted and the answer lost: the control plane will show it, see follow-move.ts.
      logger.error(`the promotion was not confirmed: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    await this.lease.write((record) => ({
      ...record,
      ...(record.episode === undefined ? {} : { episode: atStage(record.episode, 'requested', clock.now()) }),
    }));
  }
}
