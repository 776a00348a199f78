import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cloudWatchAlarms } from '../../../src/adapters/cloudwatch-alarms';
import { dynamoDbControllerRecords } from '../../../src/adapters/dynamodb-failover-records';
import { dynamoDbRehearsalBoard } from '../../../src/adapters/dynamodb-rehearsals';
import { rdsBackupRestore } from '../../../src/adapters/rds-backup-restore';
import { dynamoDbRotationFreeze } from '../../../src/adapters/dynamodb-rotation-freeze';
import { rdsDatabaseSettings } from '../../../src/adapters/rds-database-settings';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { secretsManagerRotation } from '../../../src/adapters/secrets-manager-rotation';
import { secretsManagerVersions } from '../../../src/adapters/secrets-manager-versions';
import { systemClock } from '../../../src/adapters/system-clock';
import { resourceNames } from '../../../src/environment/names';
import type { GlobalDatabase, GlobalMember } from '../../../src/ports/global-database';
import { EAST, WEST } from '../../sandbox/emulator-support/emulator-fixture';
import type { Credentials } from './enforced-account';

const NAMES = resourceNames({ environmentSuffix: 'sbx', database: { readersPerRegion: 2 } });

/** The drills' own adapters with somebody's credentials. */
export function drillAdapters(endpoint: string, credentials: Credentials) {
  const settings = (region: string) => ({ endpoint, region, credentials, maxAttempts: 1 });
  const clientFor = (region: string) => new RDSClient(settings(region));
  return {
    clientFor,
    globalDatabase: rdsGlobalDatabase({ globalClusterId: NAMES.globalCluster, regions: [WEST, EAST], clientFor }),
    credentials: secretsManagerCredentials({
      secretId: NAMES.secret,
      region: WEST,
      client: new SecretsManagerClient(settings(WEST)),
      maskSecret: () => undefined,
    }),
    controllers: dynamoDbControllerRecords({
      table: NAMES.failoverTable,
      globalClusterId: NAMES.globalCluster,
      clientFor: (region) => new DynamoDBClient(settings(region)),
    }),
    rehearsals: dynamoDbRehearsalBoard({
      table: NAMES.failoverTable,
      globalClusterId: NAMES.globalCluster,
      clientFor: (region) => new DynamoDBClient(settings(region)),
    }),
    rotation: secretsManagerRotation({
      name: NAMES.applicationSecret,
      region: WEST,
      user: 'application',
      client: new SecretsManagerClient(settings(WEST)),
    }),
    preflight: {
      settings: rdsDatabaseSettings(clientFor),
      alarms: cloudWatchAlarms({
        environmentSuffix: 'sbx',
        regions: [EAST, WEST],
        clientFor: (region) => new CloudWatchClient(settings(region)),
      }),
      secretsOf: (region: string) =>
        [NAMES.secret, NAMES.applicationSecret].map((secretArn) =>
          secretsManagerVersions({ secretArn, client: new SecretsManagerClient(settings(region)) }),
        ),
      freezeOf: (region: string) =>
        dynamoDbRotationFreeze({
          table: NAMES.failoverTable,
          client: new DynamoDBClient(settings(region)),
          clock: systemClock,
        }),
    },
    backupRestore: rdsBackupRestore({
      clientFor,
      clock: systemClock,
      source: { region: EAST, clusterId: NAMES.clusters[EAST] },
      other: { region: WEST, clusterId: NAMES.clusters[WEST] },
      tags: { 'dr-drill': 'sandbox' },
      deadlineMs: 120_000,
      pollIntervalMs: 500,
    }),
  };
}

/** The member of a region, once the global database is at rest. @throws when it is not within two minutes */
export async function memberAtRest(database: GlobalDatabase, region: string, isWriter: boolean): Promise<GlobalMember> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const { status, members } = await database.describe();
    const member = members.find((candidate) => candidate.region === region);
    const still = status === 'available' && members.every((candidate) => candidate.status === 'available');
    if (still && member?.isWriter === isWriter) return member;
    await delay(500);
  }
  throw new Error(`${region} did not come to rest as ${isWriter ? 'the writer' : 'the follower'}`);
}
