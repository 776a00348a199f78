import { readFileSync } from 'node:fs';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { parseSocksProxy } from '../../../src/adapters/socks-socket';
import { systemClock } from '../../../src/adapters/system-clock';
import { localProbe } from '../../../src/drill/local-probe';
import type { MoveDrillRequest } from '../../../src/drill/move-drill-request';
import { resourceNames } from '../../../src/environment/names';
import { parseEnvironment } from '../../../src/environment/parse-environment';
import type { Logger } from '../../../src/ports/logger';

const FILE = 'environments/sandbox.yaml';
export const ENVIRONMENT = parseEnvironment(readFileSync(FILE, 'utf8'), FILE);

/** Quick enough for a test, on real servers. */
export const MOVE_DRILL: Omit<MoveDrillRequest, 'writerName'> = {
  objectives: ENVIRONMENT.objectives,
  probe: { intervalMs: 100, timeoutMs: 1_000, baselineMs: 4_000 },
  detector: { intervalMs: 500, timeoutMs: 400, failureThreshold: 3 },
  failBack: true,
  faultDeadlineMs: 30_000,
  moveDeadlineMs: 20_000,
  fencingWatchMs: 2_000,
  redundancyDeadlineMs: 60_000,
};

export interface SandboxPlaces {
  readonly writerName: string;
  readonly caFile: string;
  readonly socksUrl: string;
}

/** Clients of the AWS SDK for the sandbox; the variables of the process name it where nothing else does. */
export function realPorts(
  { writerName, caFile, socksUrl }: SandboxPlaces,
  logger: Logger,
  rdsFor: (region: string) => RDSClient = (region) => new RDSClient({ region }),
  secretsFor: (region: string) => SecretsManagerClient = (region) => new SecretsManagerClient({ region }),
) {
  const names = resourceNames(ENVIRONMENT);
  const clock = systemClock;
  const sql = pgSqlConnector({
    ca: readFileSync(caFile, 'utf8'),
    socksProxy: parseSocksProxy(socksUrl),
    applicationName: 'killed-process',
  });
  const credentials = secretsManagerCredentials({
    secretId: names.secret,
    region: ENVIRONMENT.state.region,
    client: secretsFor(ENVIRONMENT.state.region),
    maskSecret: () => undefined,
  });
  const probe = localProbe({ sql, clock, credentials, writerName });
  return {
    globalDatabase: rdsGlobalDatabase({
      globalClusterId: names.globalCluster,
      regions: ['us-west-2', 'us-east-1'],
      clientFor: rdsFor,
    }),
    sql,
    credentials,
    probe,
    probes: { in: () => probe },
    clock,
    logger,
  };
}
