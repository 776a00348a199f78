import type { World } from './world';

/** What a region has beside its servers: ways in and out that are lost with it. */
export interface RegionalNetwork {
  cut(region: string): void;
  restore(region: string): void;
}

/** Kills every server of a region, at once and without warning, and cuts all its lines. */
export async function killRegion(world: World, network: RegionalNetwork, region: string): Promise<void> {
  world.lostRegions.add(region);
  network.cut(region);
  const clusters = world.clustersIn(region);
  // The network goes first: nobody may see the servers die, as nobody sees them in a lost region.
  for (const cluster of clusters) for (const proxy of [...cluster.endpoints, ...cluster.lines]) proxy.cut();
  cutLinesFrom(world, region);
  await Promise.all(
    clusters.flatMap((cluster) => [...cluster.instances.values()].map((instance) => instance.server.kill())),
  );
  for (const cluster of clusters) {
    cluster.status = 'failed';
    for (const instance of cluster.instances.values()) instance.status = 'failed';
  }
}

/** Brings a region back: its servers start in the role that they have by now. */
export function recoverRegion(world: World, network: RegionalNetwork, region: string): void {
  if (!world.lostRegions.delete(region)) return;
  network.restore(region);
  for (const cluster of world.clustersIn(region)) {
    for (const proxy of [...cluster.endpoints, ...cluster.lines]) proxy.restore();
    cluster.status = 'starting';
    world.inBackground(`revive ${cluster.id}`, () => world.globals.revive(cluster));
  }
  for (const cluster of world.clusters.values()) cluster.wanLine.restore();
}

/** Cuts what others stream out of the region. */
function cutLinesFrom(world: World, region: string): void {
  for (const cluster of world.clusters.values()) {
    if (world.globals.upstreamOf(cluster)?.region === region) cluster.wanLine.cut();
  }
}
