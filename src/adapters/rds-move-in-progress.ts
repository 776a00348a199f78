import { DescribeGlobalClustersCommand, type RDSClient } from '@aws-sdk/client-rds';

export interface RdsMoveInProgressOptions {
  readonly globalClusterId: string;
  /** Clients for the regions of the members, the nearest first: one of the regions may be lost. */
  readonly clients: readonly RDSClient[];
}

/**
 * What Aurora is doing with the global database at this moment; `undefined` when it is available and nothing is moved. It also
 * sees a move that nobody announced, for example one from the console.
 *
 * @returns a function that throws when no region answers: then nobody can say
 */
export function rdsMoveInProgress({ globalClusterId, clients }: RdsMoveInProgressOptions) {
  return async (): Promise<string | undefined> => {
    const errors: unknown[] = [];
    for (const client of clients) {
      try {
        const { GlobalClusters = [] } = await client.send(
          new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId }),
        );
        const [global] = GlobalClusters;
        if (global === undefined) throw new Error(`there is no global cluster ${globalClusterId}`);
        const move = global.FailoverState?.Status;
        if (move !== undefined) return `${globalClusterId} is ${move}`;
        return global.Status === 'available'
          ? undefined
          : `${globalClusterId} is ${global.Status ?? 'in an unknown state'}`;
      } catch (error) {
        errors.push(error);
      }
    }
    throw new Error(
      `nobody can say whether ${globalClusterId} is being moved: ` +
        errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; '),
      { cause: errors[0] },
    );
  };
}
