import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { lambdaLogger } from '../../src/adapters/lambda-logger';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { systemClock } from '../../src/adapters/system-clock';
import { askWriter, readerQuestion } from '../../src/health/ask';
import { endpointProbe } from '../../src/health/endpoint-probe';
import { failureReport } from '../../src/health/failure-report';
import { knownPassword } from '../../src/health/known-password';
import { rememberedAnswer } from '../../src/health/remembered-answer';
import { parseHealthSettings } from '../../src/health/settings';
import { writableMetric } from '../../src/health/writable-metric';
import type { SqlSession } from '../../src/ports/sql';
import { healthAnswers } from './run';

/** An answer is given again for so long, in ms. Ten checks of Route 53 would have to fall into this time to be told the same. */
const REMEMBER_MS = 1_000;
/** Time for one call of Secrets Manager, in ms; it is a part of the time for the whole answer. */
const SECRET_LIMIT_MS = 800;

function compose(): (event: unknown) => Promise<unknown> {
  const settings = parseHealthSettings(process.env);
  const logger = lambdaLogger('health');
  const clock = systemClock;
  const credentials = secretsManagerCredentials({
    secretId: settings.secretArn,
    region: settings.region,
    client: new SecretsManagerClient({
      region: settings.region,
      // Once: a second try would come after the answer was due, and the next question comes in seconds.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: SECRET_LIMIT_MS, requestTimeout: SECRET_LIMIT_MS },
    }),
    // Nothing here logs what it was given.
    maskSecret: () => undefined,
  });
  const password = knownPassword(credentials, clock);
  const connector = pgSqlConnector({ ca: rdsCertificateAuthorities(), applicationName: 'disaster-recovery-health' });
  const look = (host: string, ask: (session: SqlSession) => ReturnType<typeof askWriter>) =>
    rememberedAnswer(
      endpointProbe({
        endpoint: { host, port: settings.port, database: settings.database },
        ask,
        password,
        connector,
        clock,
        onFailure: failureReport(clock, (fields) => {
          logger.warn('a look at the database failed', { host, ...fields });
        }),
      }),
      clock,
      REMEMBER_MS,
    );
  return healthAnswers({
    look: {
      writer: look(settings.writerHost, askWriter),
      replica: look(settings.readerHost, readerQuestion(settings.lagLimitMs)),
    },
    publishWritable: writableMetric(settings.clusterIdentifier, clock, (line) => {
      // Not through the console, which Lambda dresses in JSON of its own: CloudWatch would not see the metric in it.
      process.stdout.write(`${line}\n`);
    }),
    logger,
  });
}

// Made when Lambda loads the function, before it is asked: what is kept between questions lives in here.
export const handler = compose();
