import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperationRefusedError, type GlobalState } from './api';
import type { Cluster, Instance } from './cluster';
import { globalEndpoint } from './names';
import type { World } from './world';

interface Global {
  readonly id: string;
  members: readonly Cluster[];
  writer: Cluster;
  move:
    { readonly status: 'switching-over' | 'failing-over'; readonly from: Cluster; readonly to: Cluster } | undefined;
}

/** For so long a move that is only promised is said to go on, in ms. */
const GIVES_UP_AFTER_MS = 20_000;
/** The longest wait for a standby to replay the old primary's last checkpoint, in ms. */
const SYNCHRONISE_LIMIT_MS = 30_000;

/** The global databases: who writes, and how the roles move. */
export class GlobalDatabases {
  /** For tests of split brain: a failover leaves the old writer running, as a broken fence would. */
  leaveOldWriterUnfenced = false;
  /** For tests of honest verdicts: the control plane accepts a move, does not carry it out, and forgets it after a while. */
  promisesWithoutPromoting = false;
  private readonly globals = new Map<string, Global>();

  constructor(private readonly world: World) {}

  /** The first member writes. */
  join(id: string, cluster: Cluster): void {
    const global = this.globals.get(id);
    cluster.globalClusterId = id;
    if (global === undefined) this.globals.set(id, { id, members: [cluster], writer: cluster, move: undefined });
    else global.members = [...global.members, cluster];
  }

  leave(cluster: Cluster): void {
    const global = this.globalOf(cluster);
    cluster.globalClusterId = undefined;
    if (global === undefined) return;
    global.members = global.members.filter((member) => member !== cluster);
    if (global.members.length === 0) this.globals.delete(global.id);
  }

  /** A cluster outside any global database writes too. */
  isWriter(cluster: Cluster): boolean {
    const global = this.globalOf(cluster);
    return global === undefined || global.writer === cluster;
  }

  /** What a replica cluster follows. */
  upstreamOf(cluster: Cluster): Cluster | undefined {
    return this.isWriter(cluster) ? undefined : this.globalOf(cluster)?.writer;
  }

  writerOf(id: string): Cluster | undefined {
    return this.globals.get(id)?.writer;
  }

  states(): readonly GlobalState[] {
    return [...this.globals.values()].map((global) => ({
      globalClusterId: global.id,
      status: global.move?.status ?? 'available',
      failoverState:
        global.move === undefined
          ? undefined
          : {
              status: global.move.status,
              from: { region: global.move.from.region, clusterId: global.move.from.id },
              to: { region: global.move.to.region, clusterId: global.move.to.id },
              isDataLossAllowed: global.move.status === 'failing-over',
            },
      endpoint: globalEndpoint(global.id),
      members: global.members.map((member) => ({
        region: member.region,
        clusterId: member.id,
        isWriter: member === global.writer,
      })),
    }));
  }

  /**
   * Swaps the roles without loss: stop the old primary cleanly, wait until the other side has replayed its last checkpoint,
   * promote, and let the old one follow.
   */
  switchOver(id: string, target: Cluster): void {
    const global = this.beginMove(id, target, 'switching-over');
    const old = global.writer;
    this.announce(target, 'Global switchover', 'started');
    this.world.inBackground(
      `switch over to ${target.id}`,
      async () => {
        const oldServer = old.requireLeader();
        await oldServer.stop();
        try {
          await hasReplayed(target, await shutdownCheckpoint(old.id, oldServer.dataDirectory));
        } catch (error) {
          await oldServer.start(old.primaryRole());
          throw error;
        }
        await target.promote();
        global.writer = target;
        old.forgetBackups();
        this.announce(target, 'Global switchover', 'finished');
        const oldLeader = old.leader;
        if (oldLeader !== undefined) await oldServer.start(old.followerRole(oldLeader));
        global.move = undefined;
        await target.backUp();
      },
      () => {
        global.move = undefined;
      },
    );
  }

  /** Promotes the target at once. What was not replicated is lost; the old primary is fenced and, once its region lives, rebuilt. */
  failOver(id: string, target: Cluster): void {
    const global = this.beginMove(id, target, 'failing-over');
    const old = global.writer;
    this.world.inBackground(
      `fail over to ${target.id}`,
      async () => {
        if (this.promisesWithoutPromoting) {
          setTimeout(() => {
            global.move = undefined;
          }, GIVES_UP_AFTER_MS).unref();
          return;
        }
        if (!this.leaveOldWriterUnfenced)
          await Promise.all([...old.instances.values()].map((instance) => instance.server.kill()));
        await target.promote();
        global.writer = target;
        global.move = undefined;
        old.forgetBackups();
        this.announce(target, 'Global failover', 'completed');
        await target.backUp();
        if (!this.world.lostRegions.has(old.region) && !this.leaveOldWriterUnfenced) await this.rebuild(old);
      },
      () => {
        global.move = undefined;
      },
    );
  }

  /** A failover between the instances of one cluster. */
  async failOverInside(cluster: Cluster, heir: Instance): Promise<void> {
    const old = cluster.leader;
    await old?.server.kill();
    cluster.leader = heir;
    if (this.isWriter(cluster)) await cluster.promote();
    else await heir.server.reconfigure(cluster.followerRole(heir));
    if (old !== undefined && old.status !== 'deleting') await cluster.startFollower(old, this.sourceFor(cluster));
    cluster.status = 'available';
    this.world.record({
      region: cluster.region,
      sourceType: 'db-cluster',
      sourceId: cluster.id,
      message: `Completed failover to DB instance: ${heir.id}`,
      categories: ['failover'],
    });
  }

  /** Makes a cluster again what its role asks for, after its region was lost. */
  async revive(cluster: Cluster): Promise<void> {
    if (this.upstreamOf(cluster) !== undefined) {
      await this.rebuild(cluster);
      return;
    }
    await cluster.leader?.server.start(cluster.primaryRole());
    for (const instance of cluster.instances.values()) {
      if (instance !== cluster.leader) await instance.server.start(cluster.followerRole(instance));
      instance.status = 'available';
    }
    cluster.status = 'available';
  }

  /** Seeds every server of a replica cluster anew from the writer. */
  private async rebuild(cluster: Cluster): Promise<void> {
    cluster.status = 'modifying';
    for (const instance of cluster.instances.values()) instance.status = 'modifying';
    const leaderFirst = [...cluster.instances.values()].sort(
      (a, b) => Number(b === cluster.leader) - Number(a === cluster.leader),
    );
    for (const instance of leaderFirst) await cluster.startFollower(instance, this.sourceFor(cluster));
    cluster.status = 'available';
  }

  /** RDS-EVENT-0181, 0185 and 0238, word for word: RDS has no event for the start of a failover. */
  private announce(
    target: Cluster,
    what: 'Global switchover' | 'Global failover',
    phase: 'started' | 'finished' | 'completed',
  ): void {
    this.world.record({
      region: target.region,
      sourceType: 'db-cluster',
      sourceId: target.id,
      message: `${what} to DB cluster ${target.id} in Region ${target.region} ${phase}.`,
      categories: ['global-failover'],
    });
  }

  private sourceFor(cluster: Cluster) {
    return (this.upstreamOf(cluster) ?? cluster).requireLeader();
  }

  private beginMove(id: string, target: Cluster, status: 'switching-over' | 'failing-over'): Global {
    const global = this.globals.get(id);
    if (global === undefined)
      throw new OperationRefusedError('GlobalClusterNotFoundFault', `there is no global cluster ${id}`);
    if (!global.members.includes(target) || global.writer === target) {
      throw new OperationRefusedError('InvalidDBClusterStateFault', `${target.id} is not a secondary cluster of ${id}`);
    }
    if (global.move !== undefined) {
      throw new OperationRefusedError('InvalidGlobalClusterStateFault', `${id} is ${global.move.status} already`);
    }
    if (target.leader?.server.isRunning !== true) {
      throw new OperationRefusedError('InvalidDBClusterStateFault', `${target.id} has no running instance to promote`);
    }
    global.move = { status, from: global.writer, to: target };
    return global;
  }

  private globalOf(cluster: Cluster): Global | undefined {
    return [...this.globals.values()].find((global) => global.members.includes(cluster));
  }
}

/** How PostgreSQL says that a server was shut down in order, `DB_SHUTDOWNED`. */
const SHUT_DOWN = 1;

/**
 * Where the last checkpoint of a stopped server begins, read from its control file (`pg_controldata` is not always there).
 *
 * @throws Error when the server crashed instead: what it wrote after its last checkpoint would be lost by the switchover
 */
async function shutdownCheckpoint(clusterId: string, dataDirectory: string): Promise<string> {
  const file = await open(join(dataDirectory, 'global', 'pg_control'));
  try {
    // struct ControlFileData: system identifier (8), two versions (4 + 4), state (4) and padding (4), time (8), checkpoint (8).
    const { buffer } = await file.read(Buffer.alloc(24), 0, 24, 16);
    if (buffer.readUInt32LE(0) !== SHUT_DOWN)
      throw new Error(`the writer of ${clusterId} crashed while it was to be shut down; the roles stay as they are`);
    return `${buffer.readUInt32LE(20).toString(16)}/${buffer.readUInt32LE(16).toString(16)}`;
  } finally {
    await file.close();
  }
}

async function hasReplayed(target: Cluster, checkpoint: string): Promise<void> {
  const giveUpAt = Date.now() + SYNCHRONISE_LIMIT_MS;
  for (;;) {
    const [row] = await target
      .requireLeader()
      .query('SELECT pg_last_wal_replay_lsn() > $1::pg_lsn AS there', [checkpoint]);
    if (row?.['there'] === true) return;
    if (Date.now() > giveUpAt) throw new Error(`${target.id} did not replay ${checkpoint} in time`);
    await delay(10);
  }
}
