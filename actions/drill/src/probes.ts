import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { lambdaFunction } from '../../../src/adapters/lambda-function';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { localProbe, type LocalProbePorts } from '../../../src/drill/local-probe';
import { remoteProbe } from '../../../src/drill/segments/remote-probe';
import { drillProbeNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { DrillProbes } from '../../../src/ports/drill-probe';
import type { Logger } from '../../../src/ports/logger';

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
    in: (region) => {
      const { function: name, bucket } = drillProbeNames(environment, region);
      return remoteProbe({
        // The longest answer is that of a write that nobody takes; without a limit the SDK would wait for a lost connection.
        function: lambdaFunction({
          name,
          client: new LambdaClient({ region, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } }),
        }),
        store: s3ObjectStore({
          bucket,
          client: new S3Client({
            region,
            // The emulator has no name for each bucket.
            forcePathStyle: environment.target === 'sandbox',
            requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
          }),
        }),
        clock: ports.clock,
        logger: ports.logger,
      });
    },
  };
}
