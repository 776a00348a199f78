import {
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { CustomerZones } from './data-plane/resolver';
import { chooseRecord } from './route53/health-checks';

/**
 * Answers names from the Route 53 zones in the emulator, as the resolver of the VPC would.
 *
 * @param isHealthy tells the status of a health check; records without one are always healthy
 */
export function route53Zones(client: Route53Client, isHealthy: (healthCheckId: string) => boolean): CustomerZones {
  return async (name) => {
    for (const zoneName of zonesOf(name)) {
      const { HostedZones } = await client.send(new ListHostedZonesByNameCommand({ DNSName: zoneName, MaxItems: 1 }));
      const zone = HostedZones?.find((candidate) => candidate.Name === `${zoneName}.`);
      if (zone?.Id === undefined) continue;
      const { ResourceRecordSets } = await client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: zone.Id, StartRecordName: name, MaxItems: 10 }),
      );
      const records = (ResourceRecordSets ?? []).filter(
        (candidate) => candidate.Name === `${name}.` && candidate.Type === 'CNAME',
      );
      const record = answering(records, isHealthy);
      const value = record?.ResourceRecords?.[0]?.Value;
      if (value !== undefined) return { type: 'CNAME', value, ttlSeconds: record?.TTL ?? 60 };
    }
    return undefined;
  };
}

/** Of several records with one name, the one that failover routing chooses. */
function answering(
  records: readonly ResourceRecordSet[],
  isHealthy: (healthCheckId: string) => boolean,
): ResourceRecordSet | undefined {
  const candidates = records.flatMap((record) =>
    record.Failover === undefined
      ? []
      : [
          {
            record,
            role: record.Failover,
            isHealthy: record.HealthCheckId === undefined || isHealthy(record.HealthCheckId),
          },
        ],
  );
  return chooseRecord(candidates)?.record ?? records[0];
}

/** The zones that may hold a name, the longest first: `a.b.c` → `b.c`, `c`. */
function zonesOf(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
}
