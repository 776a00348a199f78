import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { lambdaFunction } from '../../../src/adapters/lambda-function';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { localProbe, type LocalProbePorts } from '../../../src/drill/local-probe';
import { remoteLogins } from '../../../src/drill/segments/remote-logins';
import { remoteProbe } from '../../../src/drill/segments/remote-probe';
import { drillProbeNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { DrillProbes } from '../../../src/ports/drill-probe';
import type { Logger } from '../../../src/ports/logger';
import type { SecretLogins } from '../../../src/ports/secret-rotation';

/** Where the probe runs: as a function inside the VPC, or here, which needs a way into the private network. */
export type ProbePlace = 'function' | 'runner';

/** The probes of a drill. With `function` each region has its own, so that a loss is watched from the region that is not lost. */
export function drillProbes(
  place: ProbePlace,
  environment: Environment,
  ports: Omit<LocalProbePorts, 'writerName'> & { readonly logger: Logger },
): DrillProbes {
  if (place === 'runner') {
    const probe = localProbe({ ...ports, writerName: environment.dns.writerName });
    return { in: () => probe };
  }
  return {
    in: (region) =>
      remoteProbe({
        function: probeFunction(environment, region),
        store: s3ObjectStore({
          bucket: drillProbeNames(environment, region).bucket,
          client: new S3Client({
            region,
            // The emulator has no name for each bucket.
            forcePathStyle: environment.target === 'sandbox',
            requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
          }),
        }),
        clock: ports.clock,
        logger: ports.logger,
      }),
  };
}

/** Logs in with the secrets of a region, always by the function there: a drill may not read what applications log in with. */
export function drillLogins(environment: Environment): (region: string) => SecretLogins {
  return (region) => remoteLogins(probeFunction(environment, region));
}

function probeFunction(environment: Environment, region: string) {
  return lambdaFunction({
    name: drillProbeNames(environment, region).function,
    // The longest answer is that of a write that nobody takes; without a limit the SDK would wait for a lost connection.
    client: new LambdaClient({ region, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } }),
  });
}
