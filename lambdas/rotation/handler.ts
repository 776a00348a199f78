import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { lambdaLogger } from '../../src/adapters/lambda-logger';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { rdsMoveInProgress } from '../../src/adapters/rds-move-in-progress';
import { secretsManagerPassword } from '../../src/adapters/secrets-manager-password';
import { secretsManagerVersions } from '../../src/adapters/secrets-manager-versions';
import { systemClock } from '../../src/adapters/system-clock';
import { applicationUsers } from '../../src/rotation/application-users';
import { frozenInEitherRegion } from '../../src/rotation/frozen';
import { publishPasswordAges } from '../../src/rotation/password-ages';
import type { RotationPorts } from '../../src/rotation/rotate';
import { alternatingUsers, masterUser, type RotatedUserPorts } from '../../src/rotation/rotated-user';
import { parseRotationSettings, regionOf } from '../../src/rotation/settings';
import { rotationSteps } from './run';

/** A region that is lost must not use up the time of the function, in ms. */
const LIMITS = { maxAttempts: 2, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } };

function compose(): (event: unknown) => Promise<void> {
  const settings = parseRotationSettings(process.env);
  const logger = lambdaLogger('rotation');
  const home = new SecretsManagerClient({ region: settings.region, ...LIMITS });
  const peerRegion = regionOf(settings.peerMasterSecretArn);
  const sql = pgSqlConnector({ ca: rdsCertificateAuthorities(), applicationName: 'disaster-recovery-rotation' });
  const master = secretsManagerVersions({ secretArn: settings.masterSecretArn, client: home });
  const application = secretsManagerVersions({ secretArn: settings.applicationSecretArn, client: home });
  const freezeIn = (region: string) =>
    dynamoDbRotationFreeze({
      table: settings.freezeTable,
      client: new DynamoDBClient({ region, ...LIMITS }),
      clock: systemClock,
    });
  const frozen = frozenInEitherRegion(freezeIn(settings.region), freezeIn(peerRegion), logger);
  const moveInProgress = rdsMoveInProgress({
    globalClusterId: settings.globalClusterId,
    clients: [settings.region, peerRegion].map((region) => new RDSClient({ region, ...LIMITS })),
  });
  const userPorts: RotatedUserPorts = {
    master,
    peer: secretsManagerVersions({
      secretArn: settings.peerMasterSecretArn,
      client: new SecretsManagerClient({ region: peerRegion, ...LIMITS }),
    }),
    sql,
    logger,
    salt: () => randomBytes(16),
  };
  const common = {
    frozenBecause: async () => (await frozen()) ?? (await moveInProgress()),
    newPassword: secretsManagerPassword(home),
    readerHosts: settings.readerHosts,
    sql,
    clock: systemClock,
    logger,
  };
  const rotated = new Map<string, RotationPorts>([
    [settings.masterSecretArn, { ...common, secret: master, user: masterUser(userPorts) }],
    [
      settings.applicationSecretArn,
      {
        ...common,
        secret: application,
        user: alternatingUsers(applicationUsers(settings.applicationRole, settings.region), userPorts),
      },
    ],
  ]);
  return rotationSteps({
    portsFor: (secretArn) => rotated.get(secretArn),
    publishAges: () =>
      publishPasswordAges({ master, application }, systemClock, (line) => {
        // Not through the console, which Lambda dresses in JSON of its own: CloudWatch would not see the metric in it.
        process.stdout.write(`${line}\n`);
      }),
    logger,
  });
}

// Made when Lambda loads the function.
export const handler = compose();
