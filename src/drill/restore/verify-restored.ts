import type { RestoreEvidence } from '../../evidence/document';
import type { RestoredCluster } from '../../ports/restore';
import type { RestoreDrillPorts } from '../ports';
import { compareContent, type ExpectedContent, type FoundContent } from './compare-content';
import { heartbeatDifferences } from './compare-heartbeats';
import { compareSettings } from './compare-settings';
import { controlNegatively } from './negative-control';
import type { Moment } from './prepare-moment';
import type { RestoreDrillRequest } from './restore-request';

/** What the copy itself shows. */
export type Verified = Pick<RestoreEvidence, 'heartbeats' | 'checks' | 'negativeControl'> & {
  readonly instanceClass: string;
};

/** Compares a restored cluster with what it must hold, asks the API what it is like, and shows that the comparison can refuse. */
export async function verifyRestored(
  restored: RestoredCluster,
  expected: ExpectedContent,
  moment: Moment,
  request: RestoreDrillRequest,
  ports: RestoreDrillPorts,
): Promise<Verified> {
  const { backupRestore, logger } = ports;
  // The probe of the region where the copy stands: there is no way between the networks of the regions to a cluster that lives for minutes.
  const probe = ports.probes.in(restored.region);
  const place = { kind: 'restored', host: restored.endpoint, port: restored.port } as const;
  const found: FoundContent = {
    heartbeats: {
      first: await probe.survivors(moment.runId, place),
      later: await probe.survivors(moment.laterRunId, place),
    },
    manifest: await probe.inspect(place, request.checksumTables, moment.before.horizon),
  };
  const settings = await backupRestore.restoredSettings(restored.region, restored.clusterId);
  const content = compareContent(expected, found);
  const checks = [...content, ...compareSettings(await backupRestore.originalSettings(restored.region), settings)];
  const negativeControl = controlNegatively(request.exerciseId, expected, found, content);
  for (const { check, outcome, value, expected: wanted } of checks) {
    if (outcome !== 'passed') logger.warn(`${check} is ${outcome}: ${value}; expected: ${wanted}`);
  }
  logger.info(`${checks.filter(({ outcome }) => outcome === 'passed').length} of ${checks.length} checks passed`);
  logger.info(`negative control: ${negativeControl.altered}: ${negativeControl.rejected ? 'refused' : 'NOT REFUSED'}`);
  const { missing, phantom, tooNew, gaps } = heartbeatDifferences(expected.heartbeats, found.heartbeats);
  const { acknowledged, later } = expected.heartbeats;
  return {
    heartbeats: {
      expected: acknowledged.length,
      found: acknowledged.length - missing.length,
      unexpected: phantom.length + tooNew.length + gaps.length,
      mustBeAbsent: later.rule === 'none' ? later.acknowledged.length : 0,
    },
    checks,
    negativeControl,
    instanceClass: settings.instanceClass,
  };
}
