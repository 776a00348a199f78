import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster, Instance } from '../data-plane/cluster';
import type { World } from '../data-plane/world';

const LOOK_EVERY_MS = 500;
/** An instance of Aurora that crashed is back after some seconds; so is one here. */
const DOWN_FOR_MS = 2_000;

/** Starts servers again that crashed, as Aurora does, in the role that they have by then. A lost region is left alone. */
export class Supervisor {
  private isStopped = false;
  private readonly running: Promise<void>;
  private readonly downSince = new Map<Instance, number>();

  private constructor(private readonly world: World) {
    this.running = this.watch();
  }

  static start(world: World): Supervisor {
    return new Supervisor(world);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async watch(): Promise<void> {
    while (!this.isStopped) {
      for (const cluster of this.world.clusters.values()) {
        for (const instance of cluster.instances.values()) this.look(cluster, instance);
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  private look(cluster: Cluster, instance: Instance): void {
    if (!this.isDown(cluster, instance)) {
      this.downSince.delete(instance);
      return;
    }
    const since = this.downSince.get(instance) ?? performance.now();
    this.downSince.set(instance, since);
    if (performance.now() - since < DOWN_FOR_MS) return;
    this.downSince.delete(instance);
    // After whatever goes on: a switchover stops a server on purpose, and starts it itself.
    this.world.inBackground(`start ${instance.id} again`, async () => {
      if (!this.isDown(cluster, instance)) return;
      const upstream = this.world.globals.upstreamOf(cluster);
      if (instance === cluster.leader && upstream === undefined) await instance.server.start(cluster.primaryRole());
      else await cluster.startFollower(instance, (upstream ?? cluster).requireLeader());
    });
  }

  private isDown(cluster: Cluster, instance: Instance): boolean {
    return (
      instance.status === 'available' &&
      cluster.status === 'available' &&
      !this.world.lostRegions.has(cluster.region) &&
      !instance.server.isRunning
    );
  }
}
