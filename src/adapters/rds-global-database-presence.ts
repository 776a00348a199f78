import { DescribeGlobalClustersCommand, GlobalClusterNotFoundFault, type RDSClient } from '@aws-sdk/client-rds';
import type { GlobalDatabasePresence } from '../ports/global-database-presence';

/** It cannot be said whether the global cluster has members; the message says which region did not answer. */
export class PresenceUnknownError extends Error {
  override readonly name = 'PresenceUnknownError';
}

export interface RdsGlobalDatabasePresenceOptions {
  readonly globalClusterId: string;
  /** Every region that may hold a member: a region without one may not know the global cluster. */
  readonly regions: readonly string[];
  readonly clientFor: (region: string) => RDSClient;
}

/** Asks every region: one that knows of a member is enough for a yes, all are needed for a no. */
export function rdsGlobalDatabasePresence(options: RdsGlobalDatabasePresenceOptions): GlobalDatabasePresence {
  const { globalClusterId, regions, clientFor } = options;
  const command = new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId });
  return {
    async hasMembers() {
      const silent: string[] = [];
      let firstError: unknown;
      for (const region of regions) {
        try {
          const { GlobalClusters: found = [] } = await clientFor(region).send(command);
          const global = found.find(({ GlobalClusterIdentifier: id }) => id === globalClusterId);
          if ((global?.GlobalClusterMembers ?? []).length > 0) return true;
        } catch (error) {
          if (error instanceof GlobalClusterNotFoundFault) continue;
          firstError ??= error;
          silent.push(`${region}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      if (silent.length === 0) return false;
      throw new PresenceUnknownError(
        `nobody can say whether global cluster ${globalClusterId} has members, because not every region answered (${silent.join('; ')}); ` +
          'check the permission rds:DescribeGlobalClusters, or wait until the region is back, and run this again',
        { cause: firstError },
      );
    },
  };
}
