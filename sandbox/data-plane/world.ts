import { join } from 'node:path';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { OperationRefusedError, type DatabaseEvent, type DataPlaneState, type Operations } from './api';
import { copyBackup } from './base-backup';
import { Cluster, type Instance } from './cluster';
import { GlobalDatabases } from './global-databases';
import { globalEndpoint } from './names';
import type { ServerSettings } from './postgres-server';
import { Snapshots } from './snapshots';

export interface WorldOptions {
  readonly directory: string;
  readonly settings: ServerSettings;
  readonly log: (message: string) => void;
}

/** All clusters of the sandbox, and the operations of the RDS API on them. Slow work goes on in the background, one piece after the other. */
export class World {
  readonly clusters = new Map<string, Cluster>();
  readonly globals: GlobalDatabases;
  readonly lostRegions = new Set<string>();
  wanDelayMs = 20;
  private readonly events: DatabaseEvent[] = [];
  private readonly snapshots: Snapshots;
  private queue: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly options: WorldOptions) {
    this.globals = new GlobalDatabases(this);
    this.snapshots = new Snapshots(join(options.directory, 'snapshots'), options.settings.user);
  }

  readonly operations: Operations = {
    createCluster: async ({ region, clusterId, port, globalClusterId, ...master }) => {
      const cluster = await this.addCluster(region, clusterId, port);
      if (master.masterUsername !== undefined && master.masterPassword !== undefined) {
        cluster.credentials = {
          username: master.masterUsername,
          password: master.masterPassword,
          databaseName: master.databaseName ?? 'postgres_app',
        };
      }
      if (globalClusterId !== undefined) this.globals.join(globalClusterId, cluster);
    },
    deleteCluster: async ({ region, clusterId }) => {
      const cluster = this.cluster(region, clusterId);
      cluster.status = 'deleting';
      this.inBackground(`delete cluster ${clusterId}`, async () => {
        this.globals.leave(cluster);
        this.clusters.delete(key(region, clusterId));
        await cluster.remove();
      });
    },
    createInstance: async ({ region, clusterId, instanceId, availabilityZone }) => {
      const cluster = this.cluster(region, clusterId);
      const instance = await cluster.addInstance(instanceId, availabilityZone);
      this.inBackground(`create instance ${instanceId}`, () => this.startInstance(cluster, instance));
    },
    deleteInstance: async ({ region, instanceId }) => {
      const { cluster, instance } = this.instance(region, instanceId);
      instance.status = 'deleting';
      this.inBackground(`delete instance ${instanceId}`, async () => {
        const heir = [...cluster.instances.values()].find((other) => other.status === 'available');
        if (cluster.leader === instance && heir !== undefined) await this.globals.failOverInside(cluster, heir);
        await cluster.removeInstance(instance);
      });
    },
    rebootInstance: async ({ region, instanceId }) => {
      const { cluster, instance } = this.instance(region, instanceId);
      instance.status = 'rebooting';
      this.inBackground(`reboot ${instanceId}`, async () => {
        await instance.server.stop();
        const isPrimary = instance === cluster.leader && this.globals.isWriter(cluster);
        await instance.server.start(isPrimary ? cluster.primaryRole() : cluster.followerRole(instance));
        instance.status = 'available';
      });
    },
    setMasterPassword: async ({ region, clusterId, password }) => {
      const cluster = this.cluster(region, clusterId);
      const { credentials } = cluster;
      if (credentials === undefined)
        throw new OperationRefusedError('InvalidParameterCombination', `${clusterId} has no master user of its own`);
      cluster.credentials = { ...credentials, password };
      if (cluster.leader?.server.isRunning === true) {
        const user = escapeIdentifier(credentials.username);
        await cluster.leader.server.query(`ALTER ROLE ${user} PASSWORD ${escapeLiteral(password)}`);
      }
    },
    attachToGlobal: async ({ globalClusterId, region, clusterId }) => {
      this.globals.join(globalClusterId, this.cluster(region, clusterId));
    },
    removeFromGlobal: async ({ region, clusterId }) => {
      const cluster = this.cluster(region, clusterId);
      const wasReplica = !this.globals.isWriter(cluster);
      this.globals.leave(cluster);
      if (wasReplica && cluster.leader !== undefined) {
        cluster.status = 'promoting';
        this.inBackground(`promote ${clusterId} to a cluster of its own`, async () => {
          await cluster.promote();
          cluster.status = 'available';
        });
      }
    },
    failoverCluster: async ({ region, clusterId, targetInstanceId }) => {
      const cluster = this.cluster(region, clusterId);
      const heir = [...cluster.instances.values()].find(
        (instance) =>
          instance !== cluster.leader && (targetInstanceId === undefined || instance.id === targetInstanceId),
      );
      if (heir === undefined)
        throw new OperationRefusedError(
          'InvalidDBClusterStateFault',
          `${clusterId} has no other instance to fail over to`,
        );
      cluster.status = 'failing-over';
      this.inBackground(`fail over inside ${clusterId}`, () => this.globals.failOverInside(cluster, heir));
    },
    switchoverGlobal: async ({ globalClusterId, region, clusterId }) => {
      this.globals.switchOver(globalClusterId, this.cluster(region, clusterId));
    },
    failoverGlobal: async ({ globalClusterId, region, clusterId }) => {
      this.globals.failOver(globalClusterId, this.cluster(region, clusterId));
    },
    createSnapshot: async ({ region, clusterId, snapshotId }) => {
      const cluster = this.cluster(region, clusterId);
      // As on Aurora, the request only begins it: what is written until it is taken may be in it, or not.
      const snapshot = this.snapshots.begin(region, snapshotId, 'creating');
      this.inBackground(
        `snapshot ${snapshotId} of ${clusterId}`,
        () => this.snapshots.fill(snapshot, (directory) => cluster.backUpInto(directory)),
        () => {
          snapshot.status = 'failed';
        },
      );
    },
    copySnapshot: async ({ region, snapshotId, sourceRegion, sourceSnapshotId }) => {
      const source = this.snapshots.available(sourceRegion, sourceSnapshotId);
      const copy = this.snapshots.begin(region, snapshotId, 'copying');
      this.inBackground(
        `copy snapshot ${sourceSnapshotId} of ${sourceRegion} to ${region}`,
        () =>
          this.snapshots.fill(copy, (directory) => copyBackup(source.directory, directory, this.options.settings.user)),
        () => {
          copy.status = 'failed';
        },
      );
    },
    deleteSnapshot: async ({ region, snapshotId }) => {
      this.inBackground(`delete snapshot ${snapshotId}`, () => this.snapshots.remove(region, snapshotId));
    },
    restoreFromSnapshot: async ({ region, clusterId, snapshotId, port }) => {
      const { dataDirectory, archiveDirectory } = this.snapshots.available(region, snapshotId);
      const cluster = await this.addCluster(region, clusterId, port);
      cluster.seed = { backupDirectory: dataDirectory, recovery: { archiveDirectory, target: 'immediate' } };
    },
    restoreToPointInTime: async ({ region, sourceClusterId, clusterId, port, restoreToTime }) => {
      const source = this.cluster(region, sourceClusterId);
      const time = restoreToTime === undefined ? source.latestRestorable : new Date(restoreToTime);
      const backup = time === undefined ? undefined : source.backupBefore(time);
      if (
        time === undefined ||
        backup === undefined ||
        source.latestRestorable === undefined ||
        time > source.latestRestorable
      ) {
        throw new OperationRefusedError(
          'InvalidRestoreFault',
          `${sourceClusterId} can be restored from ${source.earliestRestorable?.toISOString() ?? 'never'} to ${source.latestRestorable?.toISOString() ?? 'never'}`,
        );
      }
      const cluster = await this.addCluster(region, clusterId, port);
      cluster.seed = {
        backupDirectory: backup.directory,
        recovery: { archiveDirectory: source.archiveDirectory, target: { time } },
      };
    },
  };

  state(): DataPlaneState {
    return {
      clusters: [...this.clusters.values()].map((cluster) => cluster.state(this.globals.isWriter(cluster))),
      globals: this.globals.states(),
      snapshots: this.snapshots.states(),
      events: this.events,
    };
  }

  /** Every cluster that takes writes and has a running leader. */
  primaries(): readonly Cluster[] {
    return [...this.clusters.values()].filter(
      (cluster) =>
        cluster.leader?.status === 'available' &&
        cluster.leader.server.isRunning &&
        this.globals.isWriter(cluster) &&
        cluster.seed === undefined,
    );
  }

  record(event: Omit<DatabaseEvent, 'time'>): void {
    this.events.push({ time: new Date().toISOString(), ...event });
  }

  clustersIn(region: string): readonly Cluster[] {
    return [...this.clusters.values()].filter((cluster) => cluster.region === region);
  }

  /** Queues slow work. A failure is logged and leaves the world as it is; `whenFailed` may tidy up. */
  inBackground(what: string, work: () => Promise<void>, whenFailed?: () => void): void {
    this.queue = this.queue.then(async () => {
      if (this.isStopped) return;
      try {
        await work();
        this.options.log(`done: ${what}`);
      } catch (error) {
        this.options.log(`failed: ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        whenFailed?.();
      }
    });
  }

  /** Resolves when all work queued so far is done. */
  async idle(): Promise<void> {
    await this.queue;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.clusters.values()].map((cluster) => cluster.stop()));
    await this.queue;
    // Work that was under way may have started another server meanwhile.
    await Promise.all([...this.clusters.values()].map((cluster) => cluster.stop()));
  }

  /** The port behind an endpoint's name, for the resolver. */
  endpointPort(name: string): number | undefined {
    for (const cluster of this.clusters.values()) {
      const state = cluster.state(true);
      if (name === state.endpoint) return cluster.writerEndpoint.port;
      if (name === state.readerEndpoint) return cluster.readerEndpoint.port;
      const instance = state.instances.find(({ endpoint }) => endpoint === name);
      if (instance !== undefined) return cluster.instances.get(instance.instanceId)?.endpoint.port;
    }
    const global = this.globals.states().find(({ globalClusterId }) => name === globalEndpoint(globalClusterId));
    return global === undefined ? undefined : this.globals.writerOf(global.globalClusterId)?.writerEndpoint.port;
  }

  cluster(region: string, clusterId: string): Cluster {
    const cluster = this.clusters.get(key(region, clusterId));
    if (cluster === undefined)
      throw new OperationRefusedError('DBClusterNotFoundFault', `there is no cluster ${clusterId} in ${region}`);
    return cluster;
  }

  private instance(region: string, instanceId: string): { readonly cluster: Cluster; readonly instance: Instance } {
    for (const cluster of this.clustersIn(region)) {
      const instance = cluster.instances.get(instanceId);
      if (instance !== undefined) return { cluster, instance };
    }
    throw new OperationRefusedError('DBInstanceNotFoundFault', `there is no instance ${instanceId} in ${region}`);
  }

  private async addCluster(region: string, clusterId: string, port: number): Promise<Cluster> {
    if (this.clusters.has(key(region, clusterId))) {
      throw new OperationRefusedError('DBClusterAlreadyExistsFault', `cluster ${clusterId} exists in ${region}`);
    }
    const place = { region, id: clusterId, port, directory: join(this.options.directory, `${region}-${clusterId}`) };
    const cluster: Cluster = await Cluster.create(place, this.options.settings, {
      upstreamPort: () => this.globals.upstreamOf(cluster)?.leader?.server.port,
      delayMs: () => this.wanDelayMs,
    });
    this.clusters.set(key(region, clusterId), cluster);
    return cluster;
  }

  private async startInstance(cluster: Cluster, instance: Instance): Promise<void> {
    const upstream = this.globals.upstreamOf(cluster);
    if (cluster.leader === undefined && upstream === undefined) {
      if (cluster.seed === undefined) await cluster.startNew(instance);
      else await cluster.startRestored(instance, cluster.seed);
      await cluster.backUp();
      return;
    }
    await cluster.startFollower(instance, (upstream ?? cluster).requireLeader());
  }
}

function key(region: string, id: string): string {
  return `${region}/${id}`;
}
