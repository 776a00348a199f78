import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { dynamoDbFailoverRecords } from '../../src/adapters/dynamodb-failover-records';
import { dynamoDbRehearsals } from '../../src/adapters/dynamodb-rehearsals';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { httpsHealthEndpoint } from '../../src/adapters/https-health-endpoint';
import { lambdaLogger } from '../../src/adapters/lambda-logger';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { snsNotifier } from '../../src/adapters/sns-notifier';
import { systemClock } from '../../src/adapters/system-clock';
import { parseFunctionSettings } from '../../src/failover/controller/function-settings';
import { guardedLine } from '../../src/failover/controller/guarded-metric';
import { keptFor } from '../../src/failover/controller/kept-for';
import { watchOver } from './run';

/** One try for each call, with tight limits, in ms: the next round tries again, and a lost region must not use up a round. */
const ONCE = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_500 } };
/** The call that promotes may take longer than a look, in ms. */
const PROMOTION = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 6_000 } };
/** A password is read again after this time, in ms. An old one that is refused does no harm: a refusal is an answer. */
const PASSWORD_KEPT_MS = 30_000;

function compose(): () => Promise<void> {
  const settings = parseFunctionSettings(process.env);
  const { ownRegion, globalClusterId } = settings.controller;
  const dynamoDb = new DynamoDBClient({ region: ownRegion, ...ONCE });
  const credentials = secretsManagerCredentials({
    secretId: settings.secretArn,
    region: ownRegion,
    client: new SecretsManagerClient({ region: ownRegion, ...ONCE }),
    // Nothing here logs what it was given.
    maskSecret: () => undefined,
  });
  const clients = new Map(
    [ownRegion, settings.peer.region].map((region) => [
      region,
      new RDSClient({ region, ...(region === ownRegion ? PROMOTION : ONCE) }),
    ]),
  );
  const ports = {
    records: dynamoDbFailoverRecords({ table: settings.table, globalClusterId, client: dynamoDb }),
    rehearsals: dynamoDbRehearsals({ table: settings.table, globalClusterId, client: dynamoDb }),
    rotation: dynamoDbRotationFreeze({ table: settings.table, client: dynamoDb, clock: systemClock }),
    globalDatabase: rdsGlobalDatabase({
      globalClusterId,
      // The own region first: the other one may be lost.
      regions: [ownRegion, settings.peer.region],
      clientFor: (region) => {
        const client = clients.get(region);
        if (client === undefined)
          throw new RangeError(`the global database has a member in ${region}, which was not expected`);
        return client;
      },
    }),
    notifier: snsNotifier(new SNSClient({ region: ownRegion, ...ONCE }), settings.topicArn),
    sql: pgSqlConnector({ ca: rdsCertificateAuthorities(), applicationName: 'disaster-recovery-failover' }),
    password: keptFor(PASSWORD_KEPT_MS, () => credentials.read(), systemClock),
    ownEndpoint: httpsHealthEndpoint(settings.ownHealthUrl),
    peerEndpoint: httpsHealthEndpoint(settings.peer.healthUrl),
    clock: systemClock,
    logger: lambdaLogger('failover-controller'),
    newId: randomUUID,
    onGuarded: () => {
      // Not through the console, which Lambda dresses in JSON of its own: CloudWatch would not see the metric in it.
      process.stdout.write(`${guardedLine(settings.controller.ownClusterArn, systemClock.now())}\n`);
    },
  };
  return () => watchOver(settings, ports);
}

// Made when Lambda loads the function; what an invocation knows of another is in the table.
export const handler = compose();
