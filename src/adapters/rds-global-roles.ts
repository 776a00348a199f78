import {
  DescribeGlobalClustersCommand,
  GlobalClusterNotFoundFault,
  RDSClient,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import type { GlobalRoles, KnownRoles, RegionAnswer } from '../ports/global-roles';

export interface RdsGlobalRolesOptions {
  readonly globalClusterId: string;
  /** Every region that may hold a member. */
  readonly regions: readonly string[];
  readonly clientFor: (region: string) => RDSClient;
}

/** Needs rds:DescribeGlobalClusters, and nothing of a single cluster, so that it answers also while a region is lost. */
export function rdsGlobalRoles({ globalClusterId, regions, clientFor }: RdsGlobalRolesOptions): GlobalRoles {
  const command = new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId });
  const ask = async (region: string): Promise<RegionAnswer> => {
    try {
      const { GlobalClusters: found = [] } = await clientFor(region).send(command);
      const global = found.find(({ GlobalClusterIdentifier: id }) => id === globalClusterId);
      return { region, said: global === undefined ? 'no such database' : rolesOf(global) };
    } catch (error) {
      if (error instanceof GlobalClusterNotFoundFault) return { region, said: 'no such database' };
      return { region, said: { failure: error instanceof Error ? error.message || error.name : String(error) } };
    }
  };
  return { ask: () => Promise.all(regions.map(ask)) };
}

/** A lost region swallows requests; without limits the SDK would wait for it. */
export function rolesClient(region: string): RDSClient {
  return new RDSClient({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
}

function rolesOf({ GlobalClusterMembers: members = [], FailoverState: state }: GlobalCluster): KnownRoles {
  const [from, to] = [regionOf(state?.FromDbClusterArn), regionOf(state?.ToDbClusterArn)];
  return {
    members: members.map(({ DBClusterArn, IsWriter }) => ({
      region: regionOf(DBClusterArn) ?? 'unknown',
      isWriter: IsWriter === true,
    })),
    move:
      state?.Status === undefined
        ? undefined
        : {
            status: state.Status,
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
          },
  };
}

/** `arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod` → its region. */
function regionOf(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:rds:([a-z0-9-]+):/.exec(arn ?? '')?.[1];
}
