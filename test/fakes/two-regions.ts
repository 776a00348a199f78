import type { FaultInjector } from '../../src/ports/fault-injector';
import type { GlobalDatabase, GlobalMember, GlobalStatus } from '../../src/ports/global-database';
import { SqlError, type SqlConnector, type SqlRow, type SqlSession, type SqlTarget } from '../../src/ports/sql';
import type { VirtualClock } from './virtual-clock';

const REGIONS = ['us-east-1', 'us-west-2'] as const;
type Region = (typeof REGIONS)[number];

export const WRITER_NAME = 'writer.db.example.internal';
export const CREDENTIALS: SqlTarget = {
  host: 'global.example',
  port: 5432,
  database: 'app',
  username: 'dr_admin',
  password: 'not-a-secret',
  tlsServerName: 'global.example',
};

/** Time of one round trip to a living server, in ms. */
const ROUND_TRIP_MS = 5;

/**
 * A global database over two regions in memory: heartbeats replicate after a delay, regions die, roles move.
 * The knobs are public fields; tests turn them.
 */
export class TwoRegions implements SqlConnector, GlobalDatabase, FaultInjector {
  writer: Region = 'us-east-1';
  readonly alive: Record<Region, boolean> = { 'us-east-1': true, 'us-west-2': true };
  /** Endpoints that do not answer although their region lives. */
  readonly silentHosts = new Set<string>();
  /** Acknowledged writes are copied to the other region only while this is true. */
  replicating = true;
  /** How far a replica says that it is behind, in ms. */
  lagMs = 120;
  /** From the request of a move to its end, in ms. */
  promotionMs = 3_000;
  /** From the request of the fault to its strike, in ms. */
  faultDelayMs = 4_000;
  /** What happens at the moment of the fault; by default the writer's region dies. */
  strike: (region: Region) => void | Promise<void> = (region) => {
    this.alive[region] = false;
  };
  /** Whether the control plane carries out a promotion that it accepted. */
  promotes = true;
  /** Regions whose server goes on taking writes although it is not the writer. */
  readonly unfenced = new Set<Region>();
  /** A demoted region needs this long to be a replica again, in ms. */
  resyncMs = 2_000;
  readonly faults: string[] = [];
  readonly rows: Record<Region, Map<string, number>> = { 'us-east-1': new Map(), 'us-west-2': new Map() };
  private lastFault = 0;
  private moving: { status: string } | undefined;
  private readonly resyncing = new Set<Region>();

  constructor(private readonly clock: VirtualClock) {}

  async connect(target: SqlTarget, timeoutMs: number): Promise<SqlSession> {
    const region = this.regionOf(target.host);
    if (!this.alive[region] || this.silentHosts.has(target.host)) {
      await this.clock.sleep(timeoutMs);
      throw new SqlError('connection timed out', 'not-executed', undefined);
    }
    await this.clock.sleep(ROUND_TRIP_MS);
    return {
      query: (text, values = []) => this.query(region, text, values, timeoutMs),
      close: () => Promise.resolve(),
    };
  }

  describe(): Promise<GlobalStatus> {
    return Promise.resolve({
      globalClusterId: 'aurora-global-test',
      status: this.moving === undefined ? 'available' : this.moving.status,
      endpoint: CREDENTIALS.host,
      failoverState: this.moving,
      members: REGIONS.map((region) => this.member(region)),
    });
  }

  failover(target: GlobalMember): Promise<void> {
    return this.move(target, 'failing-over');
  }

  switchover(target: GlobalMember): Promise<void> {
    return this.move(target, 'switching-over');
  }

  start(region: string): Promise<void> {
    this.faults.push(`start ${region}`);
    const fault = ++this.lastFault;
    void this.clock.sleep(this.faultDelayMs).then(() => {
      if (fault === this.lastFault) return this.strike(asRegion(region));
      return undefined;
    });
    return Promise.resolve();
  }

  stop(region: string): Promise<void> {
    this.faults.push(`stop ${region}`);
    // A fault that has not struck yet is called off.
    this.lastFault++;
    this.alive[asRegion(region)] = true;
    return Promise.resolve();
  }

  private async query(
    region: Region,
    text: string,
    values: readonly unknown[],
    timeoutMs: number,
  ): Promise<readonly SqlRow[]> {
    await this.clock.sleep(ROUND_TRIP_MS);
    if (!this.alive[region]) {
      await this.clock.sleep(timeoutMs);
      throw new SqlError('connection lost', 'unknown', undefined);
    }
    if (text.startsWith('SELECT seq')) {
      const prefix = `${String(values[0])}:`;
      return [...this.rows[region].keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({ seq: key.slice(prefix.length) }));
    }
    if (
      text.includes('aurora_db_instance_identifier() AS instance') &&
      !text.includes('xact') &&
      text.startsWith('SELECT')
    )
      return [{ instance: `aurora-${region}-1-test` }];
    if (text.includes("to_regprocedure('aurora_global_db_status()')"))
      return [{ follows: region !== this.writer, is_aurora: false }];
    if (text.includes('pg_last_xact_replay_timestamp()'))
      return [{ is_in_recovery: region !== this.writer, lag_ms: this.lagMs }];
    if (text.startsWith('SELECT (extract')) return [{ ms: this.clock.now().getTime() }];
    if (region !== this.writer && !this.unfenced.has(region))
      throw new SqlError('cannot execute in a read-only transaction', 'not-executed', '25006');
    if (text.startsWith('SELECT aurora')) return [{ instance: `aurora-${region}-1-test` }];
    if (text.startsWith('INSERT')) {
      const key = values.map(String).join(':');
      this.rows[region].set(key, this.clock.now().getTime());
      if (this.replicating && region === this.writer)
        for (const other of REGIONS) this.rows[other].set(key, this.clock.now().getTime());
      return [{ instance: `aurora-${region}-1-test` }];
    }
    return [];
  }

  private async move(target: GlobalMember, status: string): Promise<void> {
    this.moving = { status };
    void this.clock.sleep(this.promotionMs).then(() => {
      if (!this.promotes) return;
      const old = this.writer;
      this.writer = asRegion(target.region);
      this.moving = undefined;
      this.resyncing.add(old);
      void this.clock.sleep(this.resyncMs).then(() => {
        this.resyncing.delete(old);
        this.rows[old] = new Map(this.rows[this.writer]);
      });
    });
    return Promise.resolve();
  }

  private member(region: Region): GlobalMember {
    const status = !this.alive[region] ? 'unknown' : this.resyncing.has(region) ? 'resyncing' : 'available';
    return {
      region,
      clusterArn: `arn:aws:rds:${region}:123456789012:cluster:aurora-${region}-test`,
      clusterId: `aurora-${region}-test`,
      isWriter: region === this.writer,
      status,
      endpoint: `writer.${region}`,
      readerEndpoint: `reader.${region}`,
      port: 5432,
      engineVersion: '15.10',
      instances: [
        {
          id: `aurora-${region}-1-test`,
          status,
          isWriter: true,
          instanceClass: 'db.r6g.large',
          availabilityZone: `${region}a`,
        },
      ],
    };
  }

  private regionOf(host: string): Region {
    return REGIONS.find((region) => host.endsWith(region)) ?? this.writer;
  }
}

function asRegion(text: string): Region {
  const region = REGIONS.find((candidate) => candidate === text);
  if (region === undefined) throw new RangeError(`no region ${text}`);
  return region;
}
