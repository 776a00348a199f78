import { ResourceNotFoundException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { RegionalSecret } from '../drill/preflight/ports';
import { pendingRotations } from '../drill/recovery/pending-rotations';
import type { RecoveryPorts } from '../drill/recovery/recovery-ports';
import type { ReapRequest } from '../drill/recovery/reap';
import { resourceNames } from '../environment/names';
import { REGIONS, type Environment } from '../environment/schema';
import type { Clock } from '../ports/clock';
import type { DrillState, TemporaryName } from '../ports/drill-state';
import { dynamoDbDrillState } from './dynamodb-drill-state';
import { leaseClient } from './dynamodb-environment-lease';
import { dynamoDbRehearsalBoard, dynamoDbRehearsals } from './dynamodb-rehearsals';
import { rdsReaper } from './rds-reaper';

/** Aurora removes a cluster with its instance in minutes; a copy of a snapshot can take longer. In ms. */
const CONTROL_PLANE_MS = 60 * 60_000;

export interface AwsDrillRecoveryOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly rdsFor: (region: string) => RDSClient;
  /** Clients for the tables of the controllers. */
  readonly dynamoDbFor: (region: string) => DynamoDBClient;
  /** Every secret of the environment, in every region. */
  readonly secrets: readonly RegionalSecret[];
}

/** What a recovery needs of AWS beyond what a drill needs anyway. */
export function awsDrillRecovery({
  environment,
  clock,
  rdsFor,
  dynamoDbFor,
  secrets,
}: AwsDrillRecoveryOptions): Pick<RecoveryPorts, 'store' | 'temporary' | 'endRehearsal' | 'pendingRotations'> {
  const { name, state } = environment;
  const names = resourceNames(environment);
  const rehearsals = { table: names.failoverTable, globalClusterId: names.globalCluster };
  return {
    // As patient as the lease: without limits the SDK would wait for a lost connection for longer than a lease lives.
    store: dynamoDbDrillState({ table: state.lockTable, environment: name, client: leaseClient(state.region) }),
    temporary: rdsReaper({
      environment: name,
      regions: REGIONS,
      clusterIds: Object.values(names.clusters),
      clientFor: rdsFor,
      clock,
      deadlineMs: CONTROL_PLANE_MS,
      pollIntervalMs: 2_000,
    }),
    async endRehearsal(region) {
      try {
        const announced = await dynamoDbRehearsals({ ...rehearsals, client: dynamoDbFor(region) }).announced();
        if (announced === undefined) return;
        await dynamoDbRehearsalBoard({ ...rehearsals, clientFor: dynamoDbFor }).withdraw(region, announced.id);
      } catch (error) {
        // A table that does not exist belongs to no controller.
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
    pendingRotations: () => pendingRotations(secrets),
  };
}

/** Everything that a drill of this kind may make, in whatever region it does. */
export function temporaryNames(kind: DrillState['kind'], environment: Environment): readonly TemporaryName[] {
  if (kind !== 'restore') return [];
  const { restoreDrillCluster, restoreDrillSnapshot } = resourceNames(environment);
  return REGIONS.flatMap((region): TemporaryName[] => [
    { kind: 'snapshot', region, id: restoreDrillSnapshot },
    { kind: 'cluster', region, id: restoreDrillCluster },
  ]);
}

/** What the reaper may look for. */
export function reapRequest(environment: Environment): ReapRequest {
  const { restoreDrillCluster, restoreDrillSnapshot } = resourceNames(environment);
  return { environment: environment.name, names: [...new Set([restoreDrillCluster, restoreDrillSnapshot])] };
}
