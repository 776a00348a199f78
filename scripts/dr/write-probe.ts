import { readFileSync } from 'node:fs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { lambdaFunction } from '../../src/adapters/lambda-function';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { parseSocksProxy, SocksProxyAddressError } from '../../src/adapters/socks-socket';
import { systemClock } from '../../src/adapters/system-clock';
import { remoteProbe } from '../../src/drill/segments/remote-probe';
import { drillProbeNames, resourceNames } from '../../src/environment/names';
import type { Environment } from '../../src/environment/schema';
import { writeThrough } from '../../src/failover/promote';
import { bucketOf, lambda } from './aws-clients';
import { MistakeError } from './mistake';
import { terminalLogger } from './terminal-logger';

export interface ProbeOptions {
  /** Of a proxy into the private network. Without one the probe function of the region writes. */
  readonly socksProxy?: string | undefined;
  /** PEM file; the authorities of RDS unless given. */
  readonly databaseCaFile?: string | undefined;
}

/**
 * How a real write through the writer name is made: by the drills' probe function inside the VPC of a region, because a laptop has no way to the
 * servers; or from here, where there is a proxy.
 *
 * @throws MistakeError
 */
export function writeProbe(environment: Environment, region: string, options: ProbeOptions): () => Promise<string> {
  if (options.socksProxy === undefined) {
    const { function: name, bucket } = drillProbeNames(environment, region);
    const probe = remoteProbe({
      function: lambdaFunction({ name, client: lambda(region) }),
      store: bucketOf(environment, bucket, region),
      clock: systemClock,
      logger: terminalLogger,
    });
    return () => probe.writeOnce();
  }
  const sql = pgSqlConnector({
    ca: options.databaseCaFile === undefined ? rdsCertificateAuthorities() : readCa(options.databaseCaFile),
    socksProxy: proxyOf(options.socksProxy),
    applicationName: 'dr-by-hand',
  });
  const credentials = secretsManagerCredentials({
    secretId: resourceNames(environment).secret,
    region,
    client: new SecretsManagerClient({ region, maxAttempts: 2 }),
    // Nothing here prints what it was given.
    maskSecret: () => undefined,
  });
  return async () => writeThrough({ ...(await credentials.read()), host: environment.dns.writerName }, sql);
}

function proxyOf(text: string): ReturnType<typeof parseSocksProxy> {
  try {
    return parseSocksProxy(text);
  } catch (error) {
    if (error instanceof SocksProxyAddressError)
      throw new MistakeError(`--socks-proxy: ${error.message}`, { cause: error });
    throw error;
  }
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new MistakeError(`--database-ca-file: ${file} cannot be read`, { cause });
  }
}
