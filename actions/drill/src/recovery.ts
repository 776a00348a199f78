import { sampleLag } from '../../../src/drill/lag';
import type { RecoveryPorts, RecoveryRequest } from '../../../src/drill/recovery/recovery-ports';
import { REGIONS, type Environment } from '../../../src/environment/schema';
import { currentWriter } from '../../../src/failover/target';
import { isRotating } from '../../../src/rotation/is-rotating';
import { otherRegion, type Services } from './services';

export function recoveryRequest(environment: Environment, by: string): RecoveryRequest {
  return {
    by,
    regions: REGIONS,
    writerName: environment.dns.writerName,
    maxLagMs: environment.drill.maxLagSeconds * 1000,
  };
}

/** What a recovery needs, but for the lease. */
export function recoveryPorts(services: Services, environment: Environment): Omit<RecoveryPorts, 'held'> {
  const { globalDatabase, probes, secrets, faultInjector, clock } = services;
  return {
    globalDatabase,
    sql: services.sql,
    clock,
    logger: services.logger,
    credentials: services.credentials,
    controllers: services.controllers,
    temporary: services.temporary,
    interrupted: services.interrupted,
    store: services.drillState,
    newId: services.newRunId,
    ...(faultInjector === undefined ? {} : { faultInjector }),
    async replicationLagMs() {
      const status = await globalDatabase.describe();
      const region = otherRegion(currentWriter(status).region);
      const sample = await sampleLag(
        { region, regions: status.members, timeoutMs: environment.drill.probe.timeoutMs * 5 },
        { probe: probes.in(region), clock },
      );
      if (sample.lagMs === undefined)
        throw new Error(`nobody can say how far ${region} is behind: ${sample.detail ?? ''}`);
      return sample.lagMs;
    },
    endRehearsal: (region) => services.endRehearsal(region),
    async pendingRotations() {
      const found = await Promise.all(
        secrets.map(async ({ region, secret }) => {
          return isRotating(await secret.labels()) ? [`${secret.name} in ${region}`] : [];
        }),
      );
      return found.flat();
    },
  };
}
