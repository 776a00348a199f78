import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoDbDrillState } from '../../../src/adapters/dynamodb-drill-state';
import { dynamoDbControllerRecords } from '../../../src/adapters/dynamodb-failover-records';
import { environmentLease } from '../../../src/adapters/dynamodb-environment-lease';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { sealedPlans } from '../../../src/adapters/sealed-plans';
import { systemClock } from '../../../src/adapters/system-clock';
import { resourceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import { MemoryLogger } from '../../fakes/logger';
import { WEST } from '../../sandbox/emulator-support/emulator-fixture';
import type { Credentials } from './enforced-account';

/** What plan, apply and drill share with each other, through their own adapters with somebody's credentials. */
export function pipelineAdapters(endpoint: string, credentials: Credentials, environment: Environment) {
  const settings = (region: string) => ({ endpoint, region, credentials, maxAttempts: 1 });
  const s3 = new S3Client({ ...settings(WEST), forcePathStyle: true });
  const kms = new KMSClient(settings(WEST));
  const clientFor = (region: string) => new DynamoDBClient(settings(region));
  const names = resourceNames(environment);
  return {
    ...sealedPlans(environment, { s3, kms }),
    records: s3ObjectStore({ bucket: environment.state.bucket, client: s3 }),
    lease: environmentLease({ environment, clientFor, clock: systemClock, logger: new MemoryLogger() }),
    drillState: dynamoDbDrillState({
      table: environment.state.lockTable,
      environment: environment.name,
      client: clientFor(environment.state.region),
    }),
    controllers: dynamoDbControllerRecords({
      table: names.failoverTable,
      globalClusterId: names.globalCluster,
      clientFor,
    }),
  };
}
