import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { resourceNames } from '../../src/environment/names';
import { REGIONS, type Environment } from '../../src/environment/schema';
import type { GlobalDatabase } from '../../src/ports/global-database';
import type { ObjectStore } from '../../src/ports/object-store';

/** A lost region swallows requests; without limits the SDK would wait for it, and a person with it. */
const LIMITED = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } };

/** One look at both regions has to fit into the patience of a person, and into that of `status`. */
export const FOR_LOOKING = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000 } };
/** The order to move takes longer than a look; and a second try of one that was accepted would be refused, and look like a failure. */
export const FOR_MOVING = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 6_000 } };

export function dynamoDb(region: string): DynamoDBClient {
  return new DynamoDBClient({ region, ...LIMITED });
}

/** The longest answer of a probe is that of a write that nobody takes. */
export function lambda(region: string): LambdaClient {
  return new LambdaClient({ region, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } });
}

/** @param preferred the region that is asked first about both, because it is the one that is believed to live */
export function globalDatabaseOf(
  environment: Environment,
  preferred: string,
  limits: typeof FOR_LOOKING | typeof FOR_MOVING,
): GlobalDatabase {
  const clients = new Map(REGIONS.map((region): [string, RDSClient] => [region, new RDSClient({ region, ...limits })]));
  return rdsGlobalDatabase({
    globalClusterId: resourceNames(environment).globalCluster,
    regions: [...REGIONS].sort((a, b) => Number(b === preferred) - Number(a === preferred)),
    clientFor: (region) => clients.get(region) ?? new RDSClient({ region, ...limits }),
  });
}

export function bucketOf(environment: Environment, bucket: string, region: string): ObjectStore {
  return s3ObjectStore({
    bucket,
    // The emulator has no name for each bucket.
    client: new S3Client({ region, forcePathStyle: environment.target === 'sandbox', ...LIMITED }),
  });
}
