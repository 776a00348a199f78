import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
  type DBCluster,
  type DBInstance,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import type { GlobalDatabase, GlobalMember, GlobalMemberInstance, GlobalStatus } from '../ports/global-database';

/** The control plane answered something that this code does not understand, or the global cluster is not there. */
export class ControlPlaneError extends Error {
  override readonly name = 'ControlPlaneError';
}

export interface RdsGlobalDatabaseOptions {
  readonly globalClusterId: string;
  /** Every region that holds a member. */
  readonly regions: readonly string[];
  /** A client for a region; `switchover` and `failover` must be called in different ones. */
  readonly clientFor: (region: string) => RDSClient;
}

/**
 * Aurora's control plane. The global cluster can be described in any region of its members, so a region that does not answer
 * is passed over; that region's own cluster then has the status `unknown`.
 */
export function rdsGlobalDatabase(options: RdsGlobalDatabaseOptions): GlobalDatabase {
  return {
    async describe() {
      const global = await describeGlobal(options);
      const members = await Promise.all(
        (global.GlobalClusterMembers ?? []).map((member) =>
          describeMember(options, required(member.DBClusterArn, 'DBClusterArn'), member.IsWriter === true),
        ),
      );
      return {
        globalClusterId: options.globalClusterId,
        status: required(global.Status, 'Status'),
        endpoint: required(global.Endpoint, 'Endpoint'),
        failoverState: failoverState(global),
        members,
      };
    },
    async failover(target) {
      await options.clientFor(target.region).send(
        new FailoverGlobalClusterCommand({
          GlobalClusterIdentifier: options.globalClusterId,
          TargetDbClusterIdentifier: target.clusterArn,
          AllowDataLoss: true,
        }),
      );
    },
    async switchover(target, currentPrimary) {
      await options.clientFor(currentPrimary.region).send(
        new SwitchoverGlobalClusterCommand({
          GlobalClusterIdentifier: options.globalClusterId,
          TargetDbClusterIdentifier: target.clusterArn,
        }),
      );
    },
  };
}

async function describeGlobal(options: RdsGlobalDatabaseOptions): Promise<GlobalCluster> {
  const command = new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: options.globalClusterId });
  const errors: unknown[] = [];
  for (const region of options.regions) {
    try {
      const answer = await options.clientFor(region).send(command);
      const global = answer.GlobalClusters?.[0];
      if (global !== undefined) return global;
      errors.push(new ControlPlaneError(`${region} knows no global cluster ${options.globalClusterId}`));
    } catch (error) {
      errors.push(error);
    }
  }
  throw new ControlPlaneError(
    `global cluster ${options.globalClusterId} could not be described in ${options.regions.join(' or ')}: ` +
      errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; '),
    { cause: errors[0] },
  );
}

async function describeMember(
  options: RdsGlobalDatabaseOptions,
  arn: string,
  isWriter: boolean,
): Promise<GlobalMember> {
  const { region, clusterId } = parseClusterArn(arn);
  const unreachable: GlobalMember = {
    region,
    clusterArn: arn,
    clusterId,
    isWriter,
    status: 'unknown',
    endpoint: '',
    readerEndpoint: '',
    port: 0,
    engineVersion: '',
    instances: [],
  };
  try {
    const client = options.clientFor(region);
    const [clusters, instances] = await Promise.all([
      client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId })),
      client.send(new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] })),
    ]);
    const cluster = clusters.DBClusters?.[0];
    if (cluster === undefined) return unreachable;
    return {
      ...unreachable,
      status: required(cluster.Status, 'DBCluster.Status'),
      endpoint: required(cluster.Endpoint, 'DBCluster.Endpoint'),
      readerEndpoint: required(cluster.ReaderEndpoint, 'DBCluster.ReaderEndpoint'),
      port: required(cluster.Port, 'DBCluster.Port'),
      engineVersion: required(cluster.EngineVersion, 'DBCluster.EngineVersion'),
      instances: (instances.DBInstances ?? []).map((instance) => toInstance(instance, cluster)),
    };
  } catch (error) {
    if (error instanceof ControlPlaneError || isRefusal(error)) throw error;
    return unreachable;
  }
}

/** A region that answers "you may not" is not lost: the caller lacks a permission, and should be told so. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch)/.test(error.name)
  );
}

function toInstance(instance: DBInstance, cluster: DBCluster): GlobalMemberInstance {
  const id = required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
  return {
    id,
    status: instance.DBInstanceStatus ?? 'unknown',
    isWriter:
      cluster.DBClusterMembers?.some((m) => m.DBInstanceIdentifier === id && m.IsClusterWriter === true) ?? false,
    instanceClass: instance.DBInstanceClass ?? '',
    availabilityZone: instance.AvailabilityZone ?? '',
  };
}

function failoverState(global: GlobalCluster): GlobalStatus['failoverState'] {
  const state = global.FailoverState;
  if (state?.Status === undefined) return undefined;
  return {
    status: state.Status,
    ...(state.FromDbClusterArn === undefined ? {} : { from: state.FromDbClusterArn }),
    ...(state.ToDbClusterArn === undefined ? {} : { to: state.ToDbClusterArn }),
  };
}

/** `arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod` → region and cluster id. */
function parseClusterArn(arn: string): { region: string; clusterId: string } {
  const match = /^arn:[^:]+:rds:(?<region>[^:]+):\d{12}:cluster:(?<clusterId>.+)$/.exec(arn);
  const region = match?.groups?.['region'];
  const clusterId = match?.groups?.['clusterId'];
  if (region === undefined || clusterId === undefined) {
    throw new ControlPlaneError(`"${arn}" is not the ARN of an RDS cluster`);
  }
  return { region, clusterId };
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new ControlPlaneError(`the answer of the RDS API lacks ${field}`);
  return value;
}
