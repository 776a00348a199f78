import {
  CopyDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  paginateDescribeDBClusters,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBInstances,
  type RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import type { Clock } from '../ports/clock';
import {
  NotTemporaryError,
  type TemporaryResource,
  type TemporaryResources,
  type UnplannedFailoverSnapshot,
} from '../ports/temporary-resources';
import { describeCluster, describeInstance, describeSnapshot } from './rds-descriptions';

/** What drills put on everything that they make, with the name of their environment. */
export const DRILL_TAG = 'dr-drill';
/** How Aurora calls the snapshot of a region that it overwrites after an unplanned failover; the name of the cluster follows. */
const UNPLANNED = 'rds:unplanned-global-failover-';

/** Something was not gone, or not copied, in time. */
export class ReaperError extends Error {
  override readonly name = 'ReaperError';
}

export interface RdsReaperOptions {
  readonly environment: string;
  readonly regions: readonly string[];
  /** The clusters of the environment, whose snapshots are kept. */
  readonly clusterIds: readonly string[];
  readonly clientFor: (region: string) => RDSClient;
  readonly clock: Clock;
  /** Limit for each wait on the control plane, in ms. */
  readonly deadlineMs: number;
  readonly pollIntervalMs: number;
}

type Reference = Pick<TemporaryResource, 'kind' | 'region' | 'id'>;

/**
 * Finds and removes what drills have made. The tag is read again right before each removal, from the thing itself: a name alone never decides, because
 * a person may have given it to something else.
 */
export function rdsReaper(options: RdsReaperOptions): TemporaryResources {
  const { regions } = options;
  return {
    async list() {
      return (await Promise.all(regions.map((region) => listRegion(region, options)))).flat();
    },
    remove: (resource) => remove(resource, options),
    async unplannedFailoverSnapshots() {
      return (await Promise.all(regions.map((region) => unplannedIn(region, options)))).flat();
    },
    keep: (snapshot) => keep(snapshot, options),
  };
}

async function listRegion(region: string, options: RdsReaperOptions): Promise<readonly TemporaryResource[]> {
  const client = options.clientFor(region);
  const found: TemporaryResource[] = [];
  const add = (
    kind: TemporaryResource['kind'],
    id: string | undefined,
    tags: Tag[] | undefined,
    at: Date | undefined,
  ) => {
    const environment = tagOf(tags);
    if (id === undefined || environment !== options.environment) return;
    found.push({ kind, region, id, environment, createdAt: at });
  };
  for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client }, {})) {
    for (const one of DBClusters) add('cluster', one.DBClusterIdentifier, one.TagList, one.ClusterCreateTime);
  }
  for await (const { DBInstances = [] } of paginateDescribeDBInstances({ client }, {})) {
    for (const one of DBInstances) add('instance', one.DBInstanceIdentifier, one.TagList, one.InstanceCreateTime);
  }
  for await (const { DBClusterSnapshots = [] } of paginateDescribeDBClusterSnapshots(
    { client },
    { SnapshotType: 'manual' },
  )) {
    for (const one of DBClusterSnapshots) {
      add('snapshot', one.DBClusterSnapshotIdentifier, one.TagList, one.SnapshotCreateTime);
    }
  }
  return found;
}

async function remove(resource: Reference, options: RdsReaperOptions): Promise<void> {
  const { kind, region, id } = resource;
  const client = options.clientFor(region);
  switch (kind) {
    case 'cluster': {
      const cluster = await describeCluster(client, id);
      if (cluster === undefined) return;
      requireTag(resource, cluster.TagList, options);
      for (const { DBInstanceIdentifier: instance } of cluster.DBClusterMembers ?? []) {
        if (instance !== undefined) await remove({ kind: 'instance', region, id: instance }, options);
      }
      if (cluster.Status !== 'deleting') {
        await whenRipe(
          resource,
          () => client.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true })),
          options,
        );
      }
      return untilGone(resource, async () => (await describeCluster(client, id)) === undefined, options);
    }
    case 'instance': {
      const instance = await describeInstance(client, id);
      if (instance === undefined) return;
      requireTag(resource, instance.TagList, options);
      if (instance.DBInstanceStatus !== 'deleting') {
        await whenRipe(
          resource,
          () => client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })),
          options,
        );
      }
      return untilGone(resource, async () => (await describeInstance(client, id)) === undefined, options);
    }
    case 'snapshot': {
      const snapshot = await describeSnapshot(client, id);
      if (snapshot === undefined) return;
      requireTag(resource, snapshot.TagList, options);
      await whenRipe(
        resource,
        () => client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: id })),
        options,
      );
      return untilGone(resource, async () => (await describeSnapshot(client, id)) === undefined, options);
    }
  }
}

/** What is still being made cannot be removed yet, and RDS says so. What is gone by now is gone. */
async function whenRipe(
  { kind, region, id }: Reference,
  order: () => Promise<unknown>,
  options: RdsReaperOptions,
): Promise<void> {
  await until(
    `the ${kind} ${id} in ${region} may be removed`,
    async () => {
      try {
        await order();
        return true;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (/NotFound/.test(error.name)) return true;
        if (/^InvalidDB\w*State/.test(error.name)) return false;
        throw error;
      }
    },
    options,
  );
}

async function unplannedIn(
  region: string,
  { clientFor, clusterIds }: RdsReaperOptions,
): Promise<readonly UnplannedFailoverSnapshot[]> {
  const found: UnplannedFailoverSnapshot[] = [];
  for await (const { DBClusterSnapshots = [] } of paginateDescribeDBClusterSnapshots(
    { client: clientFor(region) },
    {},
  )) {
    for (const { DBClusterSnapshotIdentifier: id, DBClusterIdentifier: clusterId } of DBClusterSnapshots) {
      if (id === undefined || clusterId === undefined) continue;
      if (id.startsWith(UNPLANNED) && clusterIds.includes(clusterId)) found.push({ region, id, clusterId });
    }
  }
  return found;
}

async function keep({ region, id }: UnplannedFailoverSnapshot, options: RdsReaperOptions): Promise<string> {
  const client = options.clientFor(region);
  const copy = id.replace(/^rds:/, '');
  if ((await describeSnapshot(client, copy)) === undefined) {
    await client.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: id,
        TargetDBClusterSnapshotIdentifier: copy,
      }),
    );
  }
  await until(
    `the snapshot ${copy} in ${region} is complete`,
    async () => {
      const status = (await describeSnapshot(client, copy))?.Status;
      if (status === 'failed') throw new ReaperError(`the copy ${copy} of the snapshot ${id} in ${region} has failed`);
      return status === 'available';
    },
    options,
  );
  return copy;
}

/** @throws NotTemporaryError */
function requireTag({ kind, region, id }: Reference, tags: Tag[] | undefined, { environment }: RdsReaperOptions): void {
  const found = tagOf(tags);
  if (found === environment) return;
  throw new NotTemporaryError(
    `the ${kind} ${id} in ${region} was not removed: its tag ${DRILL_TAG} ${found === undefined ? 'is missing' : `names ${found}`}, so no drill of ${environment} has made it. ` +
      'Look who has, and remove it by hand if it is not needed',
  );
}

function tagOf(tags: Tag[] | undefined): string | undefined {
  return tags?.find(({ Key }) => Key === DRILL_TAG)?.Value;
}

function untilGone(
  { kind, region, id }: Reference,
  isGone: () => Promise<boolean>,
  options: RdsReaperOptions,
): Promise<void> {
  return until(`the ${kind} ${id} in ${region} is gone`, isGone, options);
}

async function until(
  what: string,
  reached: () => Promise<boolean>,
  { clock, deadlineMs, pollIntervalMs }: RdsReaperOptions,
): Promise<void> {
  const startedMs = clock.monotonicMs();
  while (!(await reached())) {
    if (clock.monotonicMs() - startedMs >= deadlineMs) {
      throw new ReaperError(`waited ${Math.round(deadlineMs / 1000)} s in vain until ${what}`);
    }
    await clock.sleep(pollIntervalMs);
  }
}
