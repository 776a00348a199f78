import { parseFailoverRecord } from '../../src/adapters/dynamodb-failover-records';
import { runController, type ControllerPorts } from '../../src/failover/controller/controller';
import type { ControllerSettings } from '../../src/failover/controller/settings';
import { httpsPath, sqlPaths } from '../../src/failover/paths';
import type { FailOverByHandPorts } from '../../src/operate/move-by-hand';
import type { Clock } from '../../src/ports/clock';
import {
  FIRST_RECORD,
  type EpisodeStage,
  type FailoverRecord,
  type FailoverRecords,
  type Rehearsal,
} from '../../src/ports/failover-record';
import type { GlobalStatus } from '../../src/ports/global-database';
import type { HealthAnswer } from '../../src/ports/health-endpoint';
import { SqlError, type SqlConnector } from '../../src/ports/sql';
import { MemoryLogger } from './logger';
import { CREDENTIALS } from './two-regions';
import { VirtualClock } from './virtual-clock';

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
type Region = typeof EAST | typeof WEST;

export const arnOf = (region: string) => `arn:aws:rds:${region}:123456789012:cluster:aurora-${region}-test`;

export const SETTINGS: ControllerSettings = {
  ownRegion: WEST,
  ownClusterArn: arnOf(WEST),
  globalClusterId: 'aurora-global-test',
  mode: 'automatic',
  policy: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
  lagLimitMs: 60_000,
  inRegionGraceMs: 120_000,
  watchMs: 75_000,
  limitMs: 840_000,
};

/** What a server of the other region takes to answer when all is well, in ms. */
const ROUND_TRIP_MS = 70;
/** The health function gives up after this time and calls the database silent, in ms. */
const HEALTH_LIMIT_MS = 1_500;

export interface Promotion {
  readonly atMs: number;
  /** The same, without the time for which its process stood still just before the call: from then on nobody could stop it any more. */
  readonly decidedAtMs: number;
  readonly episode: string | undefined;
  /** Since when each path had been answering without a break; absent for a path that did not answer. */
  readonly answeringSinceMs: ReadonlyMap<string, number>;
  /** Since when it could not have been known that both paths are dead; `undefined` when it could. */
  readonly doubtfulSinceMs: number | undefined;
  /** Since when the region had been serving without a break, whatever the controller could see of it; `undefined` when it did not. */
  readonly servingSinceMs: number | undefined;
  /** Whether a rehearsal had been announced and had not ended. */
  readonly isRehearsed: boolean;
}

/** A promotion that was asked for although one was under way, or the target wrote already. AWS refuses it. */
export interface RefusedPromotion {
  readonly atMs: number;
  /** The longest time for which the process that asked had stood still, in ms. */
  readonly stoodStillMs: number;
}

export type Moment = 'before' | 'after';
type PathName = 'sql' | 'https';

/** An invocation of the controller, with a life and clocks of its own. */
export interface Process {
  /** Nothing that it does from now on has any effect. */
  kill(): void;
  /** It stands still for so long, as a process without processor time does. */
  pause(ms: number): void;
  /** It is killed, or stands still for some ms, at its n-th call from now, before the call has an effect or after. */
  strikeAt(call: number, moment: Moment, blow: 'kill' | number): void;
  readonly logger: MemoryLogger;
  readonly done: Promise<void>;
  isRunning(): boolean;
}

interface ControlPlaneFaults {
  answers: boolean;
  refuses: boolean;
  /** Accepts, but the answer never arrives. */
  losesAnswer: boolean;
  /** From acceptance until it is to be seen, in ms. */
  showsAfterMs: number;
  /** From acceptance to the end, in ms; for ever when undefined. */
  promotionMs: number | undefined;
}

interface ProcessState {
  killed: boolean;
  over: boolean;
  pausedUntilMs: number;
  longestPauseMs: number;
  /** How long the present call stood still before it took effect, in ms. */
  heldUpMs: number;
  calls: number;
  strike: { readonly call: number; readonly moment: Moment; readonly blow: 'kill' | number } | undefined;
}

/**
 * What a controller of us-west-2 sees: the writer's region behind two networks, a control plane, a table, people. The public fields are
 * the faults; after turning any of them, call `changed()`.
 */
export class ControllerWorld {
  readonly clock = new VirtualClock();
  settings: ControllerSettings = SETTINGS;

  writer: Region = EAST;
  /** The servers behind the writer endpoint and the reader endpoint of the east. */
  readonly alive = { writer: true, readers: true };
  /** What a server of the east takes to answer, in ms. */
  answerMs = ROUND_TRIP_MS;
  /** A server of the east that answers, but with this error. */
  sqlState: string | undefined;
  peeringUp = true;
  publicUp = true;
  /** What stands in front of the health function answers this instead. */
  gateStatus: number | undefined;
  healthWord: string | undefined;
  passwordReadable = true;
  /** The controller's own ways to the east are taken away, and nothing else: what the fault "health-path" does. */
  isBlind = false;
  rehearsal: Rehearsal | undefined;
  rehearsalReadable = true;
  /** What happens just before a loss is recorded. */
  beforeDeclaration: () => void = () => undefined;

  eastStatus = 'available';
  westStatus = 'available';
  eastVersion = '15.10';
  readonly controlPlane: ControlPlaneFaults = {
    answers: true,
    refuses: false,
    losesAnswer: false,
    showsAfterMs: 0,
    promotionMs: 20_000,
  };
  foreignMove: string | undefined;
  targetAlive = true;
  targetLagMs: number | undefined = 20;
  ownNetworkUp = true;
  writerNameFollows = true;
  topicAnswers = true;
  readonly table: { fault: 'none' | 'fails' | 'hangs' | 'loses-answer' } = { fault: 'none' };

  record: FailoverRecord = FIRST_RECORD;
  readonly promotions: Promotion[] = [];
  readonly refusedPromotions: RefusedPromotion[] = [];
  readonly told: string[] = [];
  readonly messages: string[] = [];
  frozenUntil: Date | undefined;
  wasFrozenAtPromotion = false;
  /** When each stage was recorded, in order, with the monotonic time of the world. */
  readonly stages: { readonly stage: EpisodeStage; readonly episode: string; readonly atMs: number }[] = [];
  /** When both paths fell silent, in ms; `undefined` while either answers or is unclear. */
  silentSinceMs: number | undefined;
  /** When a controller said that it could do its work. */
  readonly guardedAtMs: number[] = [];
  /** Added to the wall clock of every process, in ms. */
  wallOffsetMs = 0;
  readonly processes: Process[] = [];

  private doubtfulSinceMs: number | undefined;
  private servingSinceMs: number | undefined;
  private accepted: { readonly atMs: number } | undefined;
  private readonly answering = new Map<PathName, number>();
  private ids = 0;

  constructor() {
    this.changed();
  }

  /** The table, for the contract that it shares with the real one. */
  readonly records: FailoverRecords = {
    read: () => this.clock.run(this.readTable()),
    replace: (next) => this.clock.run(this.replaceInTable(next)),
  };

  nowMs(): number {
    return this.clock.monotonicMs();
  }

  /** The region of the writer is gone, with all that was in it. */
  loseEast(): void {
    this.alive.writer = this.alive.readers = this.publicUp = false;
    this.eastStatus = 'unknown';
    this.changed();
  }

  restoreEast(): void {
    this.alive.writer = this.alive.readers = this.publicUp = true;
    this.eastStatus = 'available';
    this.changed();
  }

  /** What a drill does before it makes the controller blind; as there, not while an episode is open. @returns whether it was announced */
  announce(id: string, forMs: number, region: string = EAST): boolean {
    const { episode } = this.record;
    if (episode !== undefined && episode.stage !== 'closed') return false;
    this.rehearsal = { id, region, until: new Date(this.clock.now().getTime() + forMs).toISOString() };
    return true;
  }

  /** To be called after any fault was turned. */
  changed(): void {
    const serves = this.alive.writer && this.publicUp && this.answerMs < HEALTH_LIMIT_MS && this.writer === EAST;
    this.servingSinceMs = serves ? (this.servingSinceMs ?? this.nowMs()) : undefined;
    const sql = !this.isBlind && this.peeringUp && (this.alive.writer || this.alive.readers) && this.answerMs < 15_000;
    const word = this.endpointAnswer()?.word;
    const isUnclear =
      !this.isBlind && this.publicUp && (this.gateStatus !== undefined || word === 'silent' || word === 'locked');
    const https = this.endpointAnswer()?.status === 200;
    const paths: readonly (readonly [PathName, boolean])[] = [
      ['sql', sql],
      ['https', https],
    ];
    for (const [path, answers] of paths) {
      if (!answers) this.answering.delete(path);
      else if (!this.answering.has(path)) this.answering.set(path, this.nowMs());
    }
    const isSilent = !sql && !isUnclear && word !== 'fit' && (word === undefined || word === 'unreachable');
    if (isSilent && this.writer === EAST) {
      this.silentSinceMs ??= this.nowMs();
      this.doubtfulSinceMs = undefined;
    } else {
      this.silentSinceMs = undefined;
      this.doubtfulSinceMs ??= this.nowMs();
    }
  }

  /** Starts an invocation. */
  start(): Process {
    const state: ProcessState = {
      killed: false,
      over: false,
      pausedUntilMs: 0,
      longestPauseMs: 0,
      heldUpMs: 0,
      calls: 0,
      strike: undefined,
    };
    const monotonicOffset = 1_000_000 * (this.processes.length + 1);
    const never = () => new Promise<never>(() => undefined);
    const gate = async (): Promise<void> => {
      const sinceMs = this.nowMs();
      while (!state.killed && this.nowMs() < state.pausedUntilMs) {
        await this.clock.sleep(state.pausedUntilMs - this.nowMs());
      }
      state.longestPauseMs = Math.max(state.longestPauseMs, this.nowMs() - sinceMs);
      if (state.killed) await never();
    };
    const strike = (call: number): void => {
      if (state.strike?.call !== call) return;
      if (state.strike.blow === 'kill') state.killed = true;
      else state.pausedUntilMs = this.nowMs() + state.strike.blow;
    };
    /** Every effect of the process goes through here, so that it can die or stand still on either side of it. */
    const call = async <T>(work: () => Promise<T>): Promise<T> => {
      const number = ++state.calls;
      if (state.strike?.moment === 'before') strike(number);
      const sinceMs = this.nowMs();
      await gate();
      state.heldUpMs = this.nowMs() - sinceMs;
      const outcome = await work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (state.strike?.moment === 'after') strike(number);
      await gate();
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    };
    const clock: Clock = {
      now: () => new Date(this.clock.now().getTime() + this.wallOffsetMs),
      monotonicMs: () => this.nowMs() + monotonicOffset,
      sleep: async (ms, signal) => {
        await this.clock.sleep(ms, signal);
        await gate();
      },
    };
    const logger = new MemoryLogger();
    const ports = this.ports(clock, logger, call, state);
    const done = runController(this.settings, ports, new AbortController().signal).then(() => {
      state.over = true;
    });
    const process: Process = {
      logger,
      done,
      kill: () => {
        state.killed = true;
      },
      pause: (ms) => {
        state.pausedUntilMs = this.nowMs() + ms;
      },
      strikeAt: (calls, moment, blow) => {
        state.strike = { call: state.calls + calls, moment, blow };
      },
      isRunning: () => !state.killed && !state.over,
    };
    this.processes.push(process);
    return process;
  }

  /** An invocation every minute, from now on, as the schedule makes them. */
  async schedule(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      this.start();
      await this.clock.sleep(60_000);
    }
  }

  /**
   * What a person works with who fails over by hand.
   *
   * @param diesAt this call of theirs, and all after it, have no effect and no end: the laptop was closed
   */
  byHand(diesAt = Infinity): FailOverByHandPorts {
    let calls = 0;
    const call = <T>(work: () => Promise<T>): Promise<T> =>
      ++calls < diesAt ? work() : new Promise<never>(() => undefined);
    const { globalDatabase, records, rotation, writeOnce, newId } = this.ports(this.clock, new MemoryLogger(), call, {
      longestPauseMs: 0,
      heldUpMs: 0,
    });
    return { globalDatabase, records, rotation, writeOnce, newId, clock: this.clock, logger: new MemoryLogger() };
  }

  private ports(
    clock: Clock,
    logger: MemoryLogger,
    call: <T>(work: () => Promise<T>) => Promise<T>,
    state: Pick<ProcessState, 'longestPauseMs' | 'heldUpMs'>,
  ): ControllerPorts {
    const credentials = () =>
      this.passwordReadable ? Promise.resolve(CREDENTIALS) : Promise.reject(new Error('AccessDenied'));
    const east = { endpoint: 'writer.east', readerEndpoint: 'readers.east', port: 5432 };
    return {
      clock,
      logger,
      watchedRegion: EAST,
      paths: [
        ...sqlPaths(east, credentials, this.eastServers()),
        httpsPath({ ask: (limitMs) => this.askEndpoint(limitMs) }),
      ],
      globalDatabase: {
        describe: () => call(() => this.describe()),
        failover: () => call(() => this.acceptFailover(state)),
        switchover: () => Promise.reject(new Error('a controller never switches over')),
      },
      askTargetLag: async (limitMs) => {
        if (this.targetAlive) return this.targetLagMs;
        await this.clock.sleep(limitMs);
        throw new Error('connection timed out');
      },
      reachOwnEndpoint: () => (this.ownNetworkUp ? Promise.resolve() : Promise.reject(new Error('no route'))),
      writeOnce: () =>
        call(() =>
          this.writer === WEST && this.writerNameFollows && this.targetAlive
            ? Promise.resolve(`aurora-${WEST}-1-test`)
            : Promise.reject(new Error('read-only')),
        ),
      records: {
        read: () => call(() => this.readTable()),
        replace: (next) => call(() => this.replaceInTable(next)),
      },
      rehearsals: { announced: () => call(() => this.readRehearsal()) },
      notifier: {
        tell: (subject, text) =>
          call(() => {
            if (!this.topicAnswers) return Promise.reject(new Error('the topic does not answer'));
            this.told.push(subject);
            this.messages.push(text);
            return Promise.resolve();
          }),
      },
      rotation: {
        freeze: (_reason, until) =>
          call(() => {
            this.frozenUntil = until;
            return Promise.resolve();
          }),
        thaw: () =>
          call(() => {
            this.frozenUntil = undefined;
            return Promise.resolve();
          }),
      },
      newId: () => `id-${++this.ids}`,
      onGuarded: () => {
        this.guardedAtMs.push(this.nowMs());
      },
    };
  }

  private eastServers(): SqlConnector {
    return {
      connect: async ({ host }, timeoutMs) => {
        const isUp = () =>
          !this.isBlind && this.peeringUp && (host === 'writer.east' ? this.alive.writer : this.alive.readers);
        const answerMs = this.answerMs;
        await this.clock.sleep(isUp() ? Math.min(answerMs, timeoutMs) : timeoutMs);
        if (!isUp() || answerMs > timeoutMs) throw new SqlError('connection timed out', 'not-executed', undefined);
        if (this.sqlState !== undefined) throw new SqlError('refused', 'not-executed', this.sqlState);
        return { query: () => Promise.resolve([]), close: () => Promise.resolve() };
      },
    };
  }

  /** `undefined`: nobody answers. */
  private endpointAnswer(): HealthAnswer | undefined {
    if (!this.publicUp || this.isBlind) return undefined;
    if (this.gateStatus !== undefined) return { status: this.gateStatus, word: '' };
    if (this.healthWord !== undefined) return { status: 503, word: this.healthWord };
    if (this.writer !== EAST) return { status: 503, word: 'standby' };
    if (!this.alive.writer) return { status: 503, word: 'unreachable' };
    return this.answerMs < HEALTH_LIMIT_MS ? { status: 200, word: 'fit' } : { status: 503, word: 'silent' };
  }

  private async askEndpoint(limitMs: number): Promise<HealthAnswer> {
    if (this.publicUp && !this.isBlind) await this.clock.sleep(Math.min(this.answerMs, HEALTH_LIMIT_MS));
    const answer = this.endpointAnswer();
    if (answer !== undefined) return answer;
    await this.clock.sleep(limitMs);
    throw new Error('no answer');
  }

  private async describe(): Promise<GlobalStatus> {
    await this.clock.sleep(100);
    if (!this.controlPlane.answers) throw new Error('the control plane does not answer');
    const isVisible =
      this.accepted !== undefined && this.nowMs() - this.accepted.atMs >= this.controlPlane.showsAfterMs;
    const moving = isVisible ? 'failing-over' : this.foreignMove;
    const member = (region: Region, status: string, engineVersion: string) => ({
      region,
      clusterArn: arnOf(region),
      clusterId: `aurora-${region}-test`,
      isWriter: region === this.writer,
      status,
      endpoint: `writer.${region}`,
      readerEndpoint: `readers.${region}`,
      port: 5432,
      engineVersion: status === 'unknown' ? '' : engineVersion,
      instances:
        status === 'unknown'
          ? []
          : [
              {
                id: `aurora-${region}-1-test`,
                status,
                isWriter: true,
                instanceClass: 'db.r6g.large',
                availabilityZone: `${region}a`,
              },
            ],
    });
    return {
      globalClusterId: SETTINGS.globalClusterId,
      status: moving ?? 'available',
      endpoint: 'global.example',
      failoverState: moving === undefined ? undefined : { status: moving },
      members: [member(EAST, this.eastStatus, this.eastVersion), member(WEST, this.westStatus, '15.10')],
    };
  }

  private async acceptFailover({
    longestPauseMs,
    heldUpMs,
  }: Pick<ProcessState, 'longestPauseMs' | 'heldUpMs'>): Promise<void> {
    if (this.controlPlane.refuses) throw new Error('InvalidGlobalClusterStateFault');
    // The control plane knows what it has accepted before it shows it.
    if (this.accepted !== undefined || this.writer === WEST) {
      this.refusedPromotions.push({ atMs: this.nowMs(), stoodStillMs: longestPauseMs });
      throw new Error('InvalidGlobalClusterStateFault: the target is the writer already, or is being promoted');
    }
    this.promotions.push({
      atMs: this.nowMs(),
      decidedAtMs: this.nowMs() - heldUpMs,
      episode: this.record.episode?.id,
      answeringSinceMs: new Map(this.answering),
      doubtfulSinceMs: this.doubtfulSinceMs,
      servingSinceMs: this.servingSinceMs,
      isRehearsed: this.rehearsal !== undefined && this.clock.now().getTime() < Date.parse(this.rehearsal.until),
    });
    this.wasFrozenAtPromotion = this.frozenUntil !== undefined;
    this.accepted = { atMs: this.nowMs() };
    const { promotionMs, losesAnswer } = this.controlPlane;
    if (promotionMs !== undefined) {
      void this.clock.sleep(promotionMs).then(() => {
        this.writer = WEST;
        this.accepted = undefined;
        this.changed();
      });
    }
    await this.clock.sleep(200);
    if (losesAnswer) throw new Error('socket hang up');
  }

  private async readTable(): Promise<FailoverRecord> {
    await this.clock.sleep(5);
    if (this.table.fault === 'hangs') await this.clock.sleep(3_000);
    if (this.table.fault === 'fails' || this.table.fault === 'hangs') throw new Error('the table does not answer');
    return this.record;
  }

  private async readRehearsal(): Promise<Rehearsal | undefined> {
    await this.readTable();
    if (!this.rehearsalReadable) throw new Error('AccessDenied');
    return this.rehearsal;
  }

  private async replaceInTable(next: FailoverRecord): Promise<boolean> {
    await this.clock.sleep(5);
    if (this.table.fault === 'hangs') await this.clock.sleep(3_000);
    if (this.table.fault === 'fails' || this.table.fault === 'hangs') throw new Error('the table does not answer');
    if (next.version !== this.record.version + 1) return false;
    // As strict as the table that is deployed.
    parseFailoverRecord(JSON.stringify(next), String(next.version));
    const before = this.record.episode;
    if (next.episode?.stage === 'declared' && next.episode.id !== before?.id) this.beforeDeclaration();
    this.record = next;
    const { episode } = next;
    if (episode !== undefined && (episode.id !== before?.id || episode.stage !== before.stage)) {
      this.stages.push({ stage: episode.stage, episode: episode.id, atMs: this.nowMs() });
    }
    if (this.table.fault === 'loses-answer') throw new Error('socket hang up');
    return true;
  }
}
