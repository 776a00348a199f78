import type { ParameterSettings, FiringAlarm, Upkeep } from '../../../src/ports/drill-facts';
import type { LastDrill } from '../../../src/ports/drill-state-summary';
import type { Attempt, DrillProbe, ProbeOptions, Read } from '../../../src/ports/drill-probe';
import { FIRST_RECORD, type FailoverRecord } from '../../../src/ports/failover-record';
import type { GlobalMember, GlobalStatus } from '../../../src/ports/global-database';
import type { PreflightPorts } from '../../../src/drill/preflight/ports';
import type { PreflightRequest } from '../../../src/drill/preflight/request';
import { MemoryLogger } from '../../fakes/logger';
import { VirtualClock } from '../../fakes/virtual-clock';

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';

function member(region: string, isWriter: boolean): GlobalMember {
  return {
    region,
    clusterArn: `arn:aws:rds:${region}:123456789012:cluster:aurora-${region}-test`,
    clusterId: `aurora-${region}-test`,
    isWriter,
    status: 'available',
    endpoint: `writer.${region}`,
    readerEndpoint: `reader.${region}`,
    port: 5432,
    engineVersion: '15.10',
    instances: [1, 2, 3].map((number) => ({
      id: `aurora-${region}-${number}-test`,
      status: 'available',
      isWriter: isWriter && number === 1,
      instanceClass: 'db.r6g.large',
      availabilityZone: `${region}${'abc'[number - 1] ?? ''}`,
    })),
  };
}

/** Everything that a preflight asks, in order, at a second after midnight of Thursday, 1 January 2026, UTC; the public fields are the knobs that tests turn. */
export class PreflightWorld {
  readonly logger = new MemoryLogger();
  status: GlobalStatus = {
    globalClusterId: 'aurora-global-test',
    status: 'available',
    endpoint: 'global.example',
    failoverState: undefined,
    members: [member(EAST, true), member(WEST, false)],
  };
  records: Readonly<Record<string, FailoverRecord | undefined>> = { [EAST]: FIRST_RECORD, [WEST]: FIRST_RECORD };
  upkeeps: Record<string, Partial<Upkeep>> = {};
  parameters: Record<string, Partial<ParameterSettings>> = {};
  firing: readonly FiringAlarm[] = [
    { region: EAST, name: 'alarm-state-writes-us-east-1-test', reason: 'Threshold Crossed' },
  ];
  labels: Record<string, ReadonlyMap<string, readonly string[]>> = {};
  frozen: string | undefined;
  lastDrill: LastDrill = { state: 'ended', detail: 'switchover of Sunday' };
  /** Answers of the writer about the target, one after the other; the last one for ever. `undefined`: nobody can say. */
  lags: readonly (number | undefined)[] = [120];
  lagTakesMs = 20;
  writerInstance = `aurora-${EAST}-1-test`;
  writeOutcome: Attempt['outcome'] = 'ok';
  readOutcome: Read['outcome'] = 'ok';
  readsIn: readonly string[] = [EAST, WEST];
  /** Where credentials do not log in. */
  lockedOut: string | undefined;
  prepareFails = false;
  /** Regions that a probe was asked for, and what became of it. */
  readonly probed: string[] = [];
  running = 0;
  private asked = 0;

  constructor(readonly clock = new VirtualClock()) {}

  request(changes: Partial<PreflightRequest> = {}): PreflightRequest {
    return {
      trigger: 'schedule',
      lease: { holder: 'https://github.com/acme/database/actions/runs/7', isHeld: () => true },
      window: { text: 'thu:00:00-thu:04:00', startMinute: 3 * 1440, lengthMinutes: 240 },
      freezes: [],
      instances: Object.fromEntries(
        [EAST, WEST].map((region) => [region, [1, 2, 3].map((number) => `aurora-${region}-${number}-test`)]),
      ),
      availabilityZones: 3,
      maxLagSeconds: 5,
      plan: { outcome: 'no-op', digest: '0123456789abcdef', at: '2025-12-31T23:40:01Z' },
      probe: { intervalMs: 200, timeoutMs: 1_000 },
      ...changes,
    };
  }

  member(region: string, changes: Partial<GlobalMember>): void {
    const members = this.status.members.map((each) => (each.region === region ? { ...each, ...changes } : each));
    this.status = { ...this.status, members };
  }

  ports(changes: Partial<PreflightPorts> = {}): PreflightPorts {
    const current: ReadonlyMap<string, readonly string[]> = new Map([['v1', ['AWSCURRENT']]]);
    return {
      clock: this.clock,
      logger: this.logger,
      globalDatabase: { describe: () => Promise.resolve(this.status) },
      controllers: { of: (region) => Promise.resolve(this.records[region]) },
      settings: {
        upkeep: (region, clusterId) =>
          Promise.resolve({
            region,
            clusterVersion: '15.10',
            instances: [{ id: `${clusterId}-1`, version: '15.10' }],
            waiting: [],
            maintenance: [],
            ...this.upkeeps[region],
          }),
        parameters: (region, clusterId) =>
          Promise.resolve({
            region,
            cluster: new Map([['rds.force_ssl', '1']]),
            instances: [{ id: `${clusterId}-1`, parameters: new Map([['work_mem', '8192']]) }],
            notInSync: [],
            ...this.parameters[region],
          }),
      },
      alarms: { firing: () => Promise.resolve(this.firing) },
      secrets: [EAST, WEST].flatMap((region) =>
        ['secret-database-test', 'secret-application-test'].map((name) => ({
          region,
          secret: { name, labels: () => Promise.resolve(this.labels[`${region} ${name}`] ?? current) },
        })),
      ),
      freezes: [EAST, WEST].map((region) => ({
        region,
        freeze: { reason: () => Promise.resolve(region === WEST ? this.frozen : undefined) },
      })),
      drillState: { lastDrill: () => Promise.resolve(this.lastDrill) },
      probes: { in: (region) => this.probeIn(region) },
      newRunId: () => '00000000-0000-4000-8000-000000000001',
      ...changes,
    };
  }

  private probeIn(region: string): DrillProbe {
    const nobodyAsks = () => Promise.reject(new Error('a preflight does not ask this'));
    return {
      prepare: () =>
        this.prepareFails ? Promise.reject(new Error('permission denied for schema dr')) : Promise.resolve(),
      start: async (options) => {
        this.probed.push(region);
        return this.start(options);
      },
      survivors: nobodyAsks,
      inspect: nobodyAsks,
      serverTime: nobodyAsks,
      writeOnce: () =>
        region === this.lockedOut
          ? Promise.reject(new Error('password authentication failed'))
          : Promise.resolve(this.writerInstance),
      lag: () => this.lag(),
      cleanUp: () => Promise.resolve(),
    };
  }

  private async lag(): Promise<number> {
    await this.clock.sleep(this.lagTakesMs);
    const lagMs = this.lags[Math.min(this.asked++, this.lags.length - 1)];
    if (lagMs === undefined) throw new Error('connection timed out');
    return lagMs;
  }

  private async start({ intervalMs, readers }: ProbeOptions) {
    const startedMs = this.clock.monotonicMs();
    this.running++;
    const seen = (): readonly Attempt[] =>
      Array.from({ length: Math.floor((this.clock.monotonicMs() - startedMs) / intervalMs) + 1 }, (_, index) => ({
        seq: index + 1,
        startedMs: startedMs + index * intervalMs,
        endedMs: startedMs + index * intervalMs + 5,
        outcome: this.writeOutcome,
        ...(this.writeOutcome === 'ok' ? { instance: this.writerInstance } : { detail: 'connection timed out' }),
      }));
    return Promise.resolve({
      seen,
      stop: () => {
        this.running--;
        const reads = readers
          .filter((region) => this.readsIn.includes(region))
          .map((region) => ({
            region,
            startedMs,
            endedMs: startedMs + 5,
            outcome: this.readOutcome,
            ...(this.readOutcome === 'ok' ? { instance: `aurora-${region}-2-test` } : { detail: 'connection refused' }),
          }));
        return Promise.resolve({ writes: seen(), fencing: undefined, reads, clockUncertaintyMs: 0 });
      },
    });
  }
}
