import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { lambdaLogger } from '../../src/adapters/lambda-logger';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { secretText } from '../../src/adapters/secrets-manager-rotation';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { systemClock } from '../../src/adapters/system-clock';
import { parseProbeSettings } from '../../src/drill/segments/settings';
import { drillProbeOperations } from './run';

/** What Lambda tells a function about the call. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Time for one call of AWS, in ms. Everything is asked again, so that a call that hangs is better given up. */
const API_LIMIT_MS = 2_000;

function compose(): (event: unknown, context: Context) => Promise<unknown> {
  const settings = parseProbeSettings(process.env);
  const { region } = settings;
  const requestHandler = { connectionTimeout: API_LIMIT_MS, requestTimeout: API_LIMIT_MS };
  const secrets = new SecretsManagerClient({ region, requestHandler });
  const operations = drillProbeOperations(settings, {
    sql: pgSqlConnector({ ca: rdsCertificateAuthorities(), applicationName: 'disaster-recovery-drill' }),
    clock: systemClock,
    logger: lambdaLogger('drill-probe'),
    store: s3ObjectStore({ bucket: settings.bucket, client: new S3Client({ region, requestHandler }) }),
    credentials: secretsManagerCredentials({
      secretId: settings.secretArn,
      region,
      client: secrets,
      // Nothing here logs what it was given.
      maskSecret: () => undefined,
    }),
    readSecret: async (user, label) => {
      const secretId = user === 'master' ? settings.secretArn : settings.applicationSecretArn;
      if (secretId === undefined) throw new Error('APPLICATION_SECRET_ARN is not set; apply the environment first');
      return secretText(secretId, secrets)(label);
    },
    newOwner: randomUUID,
  });
  return (event, context) => operations(event, () => context.getRemainingTimeInMillis());
}

// Made when Lambda loads the function, before it is asked.
export const handler = compose();
