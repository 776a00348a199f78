import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as core from '@actions/core';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { InputError } from '../../../src/adapters/action-inputs';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { awsInterlock } from '../../../src/adapters/aws-interlock';
import { cloudWatchAlarms } from '../../../src/adapters/cloudwatch-alarms';
import { leaseClient } from '../../../src/adapters/dynamodb-environment-lease';
import { dynamoDbDrillState } from '../../../src/adapters/dynamodb-drill-state';
import { dynamoDbControllerRecords } from '../../../src/adapters/dynamodb-failover-records';
import { dynamoDbRehearsalBoard, dynamoDbRehearsals } from '../../../src/adapters/dynamodb-rehearsals';
import { dynamoDbRotationFreeze } from '../../../src/adapters/dynamodb-rotation-freeze';
import { httpFaultInjector } from '../../../src/adapters/http-fault-injector';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { DRILL_TAG, rdsReaper } from '../../../src/adapters/rds-reaper';
import { rdsBackupRestore } from '../../../src/adapters/rds-backup-restore';
import { rdsDatabaseSettings } from '../../../src/adapters/rds-database-settings';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { recordingCalls, type RecordableClient } from '../../../src/adapters/recorded-calls';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { secretsManagerRotation } from '../../../src/adapters/secrets-manager-rotation';
import { secretsManagerVersions } from '../../../src/adapters/secrets-manager-versions';
import { systemClock } from '../../../src/adapters/system-clock';
import { lastDrillOf } from '../../../src/drill/recovery/last-drill';
import { resourceNames } from '../../../src/environment/names';
import { REGIONS, type Environment, type Region } from '../../../src/environment/schema';
import { currentWriter } from '../../../src/failover/target';
import type { RecordedCall } from '../../../src/evidence/context';
import type { DatabaseInputs } from './inputs';
import { drillLogins, drillProbes } from './probes';

/** Limit for each wait on the control plane that makes or removes something, in ms, and the time between two looks. */
const CONTROL_PLANE = { deadlineMs: 60 * 60_000, pollIntervalMs: 2_000 };

/** A lost region swallows requests; without limits the SDK would wait for it, and the promotion with it. */
const IMPATIENT = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } } as const;

export type Services = ReturnType<typeof servicesOf>;

/** What the drills of an environment are done with, with AWS clients of their own. Nothing is asked of AWS here. */
export function servicesOf(environment: Environment, inputs: DatabaseInputs, interrupted: AbortSignal) {
  const names = resourceNames(environment);
  const { state, name } = environment;
  const clock = systemClock;
  const logger = actionsLogger;
  const awsCalls: RecordedCall[] = [];
  const recorded = <Client extends RecordableClient>(client: Client): Client =>
    recordingCalls(client, clock, (call) => awsCalls.push(call));
  const rdsFor = perRegion((region) => recorded(new RDSClient({ region, ...IMPATIENT })));
  const dynamoDbFor = perRegion((region) => new DynamoDBClient({ region, ...IMPATIENT }));
  const secretsFor = perRegion((region) => recorded(new SecretsManagerClient({ region, ...IMPATIENT })));

  const globalDatabase = rdsGlobalDatabase({
    globalClusterId: names.globalCluster,
    // The region that is not at home first: it is the one that still answers when home is lost.
    regions: [...REGIONS].sort((a, b) => Number(a === environment.homeRegion) - Number(b === environment.homeRegion)),
    clientFor: rdsFor,
  });
  const sql = pgSqlConnector({
    ca: readCa(inputs.databaseCaFile),
    ...(inputs.socksProxy === undefined ? {} : { socksProxy: inputs.socksProxy }),
    applicationName: 'dr-drill',
  });
  const credentials = secretsManagerCredentials({
    secretId: names.secret,
    region: state.region,
    client: secretsFor(state.region),
    maskSecret: core.setSecret,
  });
  const controllers = dynamoDbControllerRecords({
    table: names.failoverTable,
    globalClusterId: names.globalCluster,
    clientFor: dynamoDbFor,
  });
  const faultInjector = inputs.faultHook === undefined ? undefined : httpFaultInjector(inputs.faultHook);
  const drillState = dynamoDbDrillState({
    table: state.lockTable,
    environment: name,
    client: leaseClient(state.region),
  });
  const probes = drillProbes(inputs.probe, environment, { sql, credentials, clock, logger });
  const secrets = REGIONS.flatMap((region) =>
    [names.secret, names.applicationSecret].map((secret) => ({
      region,
      secret: secretsManagerVersions({ secretArn: secret, client: secretsFor(region) }),
    })),
  );
  return {
    names,
    clock,
    logger,
    awsCalls,
    interlock: awsInterlock({ environment, clock, logger }),
    globalDatabase,
    sql,
    credentials,
    controllers,
    faultInjector,
    drillState,
    probes,
    logins: drillLogins(environment),
    secrets,
    rotatingSecrets: REGIONS.flatMap((region) => [
      secretsManagerRotation({
        name: names.applicationSecret,
        region,
        user: 'application',
        client: secretsFor(region),
      }),
      secretsManagerRotation({ name: names.secret, region, user: 'master', client: secretsFor(region) }),
    ]),
    rehearsals: dynamoDbRehearsalBoard({
      table: names.failoverTable,
      globalClusterId: names.globalCluster,
      clientFor: dynamoDbFor,
    }),
    rdsFor,
    dynamoDbFor,
    secretsFor,
    newRunId: randomUUID,
    interrupted,
    /** Withdraws whatever was announced to the controller of a region. */
    async endRehearsal(controllerRegion: string) {
      const place = { table: names.failoverTable, globalClusterId: names.globalCluster };
      const announced = await dynamoDbRehearsals({ ...place, client: dynamoDbFor(controllerRegion) })
        .announced()
        .catch((error: unknown) => {
          // No table, no controller: nobody to be told.
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        });
      if (announced === undefined) return;
      await dynamoDbRehearsalBoard({ ...place, clientFor: dynamoDbFor }).withdraw(controllerRegion, announced.id);
    },
    temporary: rdsReaper({
      environment: name,
      regions: REGIONS,
      clusterIds: Object.values(names.clusters),
      clientFor: rdsFor,
      clock,
      ...CONTROL_PLANE,
    }),
    preflight: {
      clock,
      logger,
      globalDatabase,
      controllers,
      settings: rdsDatabaseSettings(rdsFor),
      alarms: cloudWatchAlarms({
        environmentSuffix: environment.environmentSuffix,
        regions: REGIONS,
        clientFor: perRegion((region) => new CloudWatchClient({ region, ...IMPATIENT })),
      }),
      secrets,
      freezes: REGIONS.map((region) => ({
        region,
        freeze: dynamoDbRotationFreeze({ table: names.failoverTable, client: dynamoDbFor(region), clock }),
      })),
      drillState: lastDrillOf(drillState),
      probes,
      newRunId: randomUUID,
    },
    /** The backups that count are those of the cluster that writes now, wherever that is. */
    async backupRestore() {
      const status = await globalDatabase.describe();
      const writer = currentWriter(status);
      const other = status.members.find(({ region }) => region !== writer.region);
      if (other === undefined) throw new Error('there is no second region to restore a snapshot in');
      return rdsBackupRestore({
        clientFor: rdsFor,
        clock,
        source: writer,
        other,
        tags: { Environment: 'production', 'DR-Tier': 'critical', [DRILL_TAG]: name },
        ...CONTROL_PLANE,
      });
    },
    /** The state bucket, in which the next plans look for the last drills. */
    records: s3ObjectStore({ bucket: state.bucket, client: s3Client(environment) }),
  };
}

/** A client for S3 in the region of the state. */
export function s3Client({ state, target }: Pick<Environment, 'state' | 'target'>): S3Client {
  return new S3Client({
    region: state.region,
    // The emulator has no name for each bucket.
    forcePathStyle: target === 'sandbox',
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
  });
}

/** One client for each region, made when it is first asked for. */
function perRegion<Client>(make: (region: string) => Client): (region: string) => Client {
  const made = new Map<string, Client>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`input "database-ca-file": ${file} cannot be read`, { cause });
  }
}

/** The other region, as there are two. */
export function otherRegion(region: string): Region {
  return REGIONS.find((candidate) => candidate !== region) ?? REGIONS[0];
}
