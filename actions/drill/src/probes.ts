import * as core from '@actions/core';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { lambdaFunction } from '../../../src/adapters/lambda-function';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { secretText } from '../../../src/adapters/secrets-manager-rotation';
import { localProbe, type LocalProbePorts } from '../../../src/drill/local-probe';
import { secretLogins } from '../../../src/drill/secret-login';
import { remoteLogins } from '../../../src/drill/segments/remote-logins';
import { remoteProbe } from '../../../src/drill/segments/remote-probe';
import { drillProbeNames, resourceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { DrillProbes } from '../../../src/ports/drill-probe';
import type { Logger } from '../../../src/ports/logger';
import type { SecretLogins } from '../../../src/ports/secret-rotation';

/** Where the probe runs: as a function inside the VPC, or here, which needs a way into the private network. */
export type ProbePlace = 'function' | 'runner';

/** What needs a way to the database. With `function` each region has its own, so that a loss is watched from the region that is not lost. */
export interface DatabasePlaces {
  readonly probes: DrillProbes;
  /** For those who read the secrets of `region`. */
  readonly logins: (region: string) => SecretLogins;
}

export interface DatabasePlacesPorts extends Omit<LocalProbePorts, 'writerName'> {
  readonly logger: Logger;
  readonly secretsFor: (region: string) => SecretsManagerClient;
}

export function databasePlaces(
  place: ProbePlace,
  environment: Environment,
  ports: DatabasePlacesPorts,
): DatabasePlaces {
  return place === 'runner' ? onTheRunner(environment, ports) : insideTheVpc(environment, ports);
}

function onTheRunner(environment: Environment, ports: DatabasePlacesPorts): DatabasePlaces {
  const { writerName } = environment.dns;
  const { secret, applicationSecret } = resourceNames(environment);
  const probe = localProbe({ ...ports, writerName });
  return {
    probes: { in: () => probe },
    logins: (region) =>
      secretLogins({
        sql: ports.sql,
        writerName,
        async read(user, label) {
          const name = user === 'master' ? secret : applicationSecret;
          const text = await secretText(name, ports.secretsFor(region))(label);
          if (text !== undefined) core.setSecret(text);
          return text;
        },
      }),
  };
}

function insideTheVpc(environment: Environment, { clock, logger }: DatabasePlacesPorts): DatabasePlaces {
  // The longest answer is that of a write that nobody takes; without a limit the SDK would wait for a lost connection.
  const functionIn = (region: string) =>
    lambdaFunction({
      name: drillProbeNames(environment, region).function,
      client: new LambdaClient({ region, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } }),
    });
  return {
    probes: {
      in: (region) =>
        remoteProbe({
          function: functionIn(region),
          store: s3ObjectStore({
            bucket: drillProbeNames(environment, region).bucket,
            client: new S3Client({
              region,
              // The emulator has no name for each bucket.
              forcePathStyle: environment.target === 'sandbox',
              requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
            }),
          }),
          clock,
          logger,
        }),
    },
    logins: (region) => remoteLogins(functionIn(region)),
  };
}
