import type { ContentManifest } from '../../src/ports/content';
import type { BackupRestore, ClusterSettings, RestoredCluster } from '../../src/ports/restore';
import type { TwoRegions } from './two-regions';
import type { VirtualClock } from './virtual-clock';
import { contentManifest } from './content-manifest';

const HOME = 'us-east-1';
const AWAY = 'us-west-2';

function settings(region: string): ClusterSettings {
  return {
    subnetGroup: 'subnets-database-test',
    securityGroups: [`sg-${region}`],
    clusterParameters: 'parameters-cluster-test',
    instanceParameters: 'parameters-instance-test',
    key: `arn:aws:kms:${region}:123456789012:key/1`,
    engineVersion: '15.10',
    port: 5432,
    instanceClass: 'db.r6g.large',
    isPublic: false,
  };
}

/** Backups of a database in memory: what was written by a moment is what a copy holds. The knobs are public fields; tests turn them. */
export class RestorableBackups implements BackupRestore {
  readonly home = HOME;
  readonly otherRegion = AWAY;
  /** How far the backups are behind, in ms. */
  delayMs = 3_000;
  /** The moment that is really restored is so much later than the one that was asked for, in ms. */
  shiftMs = 0;
  /** So long a snapshot needs, in ms; its content is that of the middle. */
  snapshotMs = 1_000;
  /** What the copies hold besides heartbeats. */
  content: ContentManifest = contentManifest();
  /** By what is removed: why it resists. */
  readonly resists = new Map<string, string>();
  /** What the API says of the copies, beyond what was asked for. */
  settingsOfCopies: Partial<ClusterSettings> = {};
  readonly restorePoints: Date[] = [];
  /** `region/kind` of everything temporary that is there. */
  readonly existing = new Set<string>();
  readonly made: string[] = [];
  private readonly copies = new Map<string, ReadonlyMap<string, number>>();
  private snapshot: ReadonlyMap<string, number> | undefined;

  constructor(
    private readonly clock: VirtualClock,
    private readonly world: TwoRegions,
  ) {}

  restoreWindow() {
    return Promise.resolve({
      earliest: new Date(Date.UTC(2026, 0, 1)),
      latest: new Date(this.clock.now().getTime() - this.delayMs),
    });
  }

  restoreToPointInTime(clusterId: string, pointInTime: Date): Promise<RestoredCluster> {
    this.restorePoints.push(pointInTime);
    return this.restore(HOME, clusterId, this.rowsBy(pointInTime.getTime() + this.shiftMs));
  }

  requestSnapshot(): Promise<void> {
    this.make(`${HOME}/snapshot`);
    void this.clock.sleep(this.snapshotMs / 2).then(() => {
      this.snapshot = this.rowsBy(this.clock.now().getTime() + this.shiftMs);
    });
    return Promise.resolve();
  }

  async snapshotTaken(): Promise<void> {
    await this.clock.sleep(this.snapshotMs);
  }

  async copySnapshot(): Promise<void> {
    this.make(`${AWAY}/snapshot`);
    await this.clock.sleep(500);
  }

  restoreSnapshot(clusterId: string): Promise<RestoredCluster> {
    if (!this.existing.has(`${AWAY}/snapshot`)) return Promise.reject(new Error('there is no snapshot to restore'));
    return this.restore(AWAY, clusterId, this.snapshot ?? new Map());
  }

  originalSettings(region: string): Promise<ClusterSettings> {
    return Promise.resolve(settings(region));
  }

  restoredSettings(region: string): Promise<ClusterSettings> {
    return Promise.resolve({ ...settings(region), ...this.settingsOfCopies });
  }

  remove(region: string): Promise<void> {
    return this.unmake(`${region}/cluster`);
  }

  removeSnapshot(region: string): Promise<void> {
    return this.unmake(`${region}/snapshot`);
  }

  /** The numbers of a run in a copy. */
  survivors(host: string, runId: string): readonly number[] {
    const rows = this.copies.get(host);
    if (rows === undefined) throw new Error(`nothing was restored at ${host}`);
    const prefix = `${runId}:`;
    return [...rows.keys()].filter((key) => key.startsWith(prefix)).map((key) => Number(key.slice(prefix.length)));
  }

  /** What a copy holds. */
  manifest(host: string): ContentManifest {
    const rows = this.copies.get(host);
    if (rows === undefined) throw new Error(`nothing was restored at ${host}`);
    return { ...this.content, newestHeartbeatMs: Math.max(0, ...rows.values()) };
  }

  private rowsBy(ms: number): ReadonlyMap<string, number> {
    return new Map([...this.world.rows[HOME]].filter(([, writtenMs]) => writtenMs <= ms));
  }

  private async restore(
    region: string,
    clusterId: string,
    rows: ReadonlyMap<string, number>,
  ): Promise<RestoredCluster> {
    this.make(`${region}/cluster`);
    await this.clock.sleep(5_000);
    this.copies.set(`restored.${region}.example`, rows);
    return { clusterId, region, endpoint: `restored.${region}.example`, port: 5432 };
  }

  private make(what: string): void {
    this.existing.add(what);
    this.made.push(what);
  }

  private unmake(what: string): Promise<void> {
    const why = this.resists.get(what);
    if (why !== undefined && this.existing.has(what)) return Promise.reject(new Error(why));
    this.existing.delete(what);
    return Promise.resolve();
  }
}
