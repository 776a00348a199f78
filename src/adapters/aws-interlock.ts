import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { resourceNames } from '../environment/names';
import { REGIONS, type Environment } from '../environment/schema';
import type { Interlock } from '../interlock/interlock';
import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { environmentLease, leaseClient } from './dynamodb-environment-lease';
import { dynamoDbControllerRecords } from './dynamodb-failover-records';
import { rdsGlobalRoles, rolesClient } from './rds-global-roles';

export interface AwsInterlockOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The interlock of an environment, with AWS clients of its own. */
export function awsInterlock({ environment, clock, logger }: AwsInterlockOptions): Interlock {
  const { globalCluster: globalClusterId, failoverTable: table } = resourceNames(environment);
  return {
    regions: REGIONS,
    lease: environmentLease({ environment, clientFor: leaseClient, clock, logger }),
    controllers: dynamoDbControllerRecords({
      table,
      globalClusterId,
      clientFor: (region) =>
        new DynamoDBClient({
          region,
          maxAttempts: 2,
          requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
        }),
    }),
    roles: rdsGlobalRoles({ globalClusterId, regions: REGIONS, clientFor: rolesClient }),
    logger,
  };
}
