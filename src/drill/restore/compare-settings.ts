import type { ClusterSettings } from '../../ports/restore';
import { failed, passed, type ContentCheck } from './content-check';

const SETTINGS: readonly (readonly [string, (settings: ClusterSettings) => string])[] = [
  ['subnet group', ({ subnetGroup }) => subnetGroup],
  ['security groups', ({ securityGroups }) => securityGroups.join(', ')],
  ['cluster parameters', ({ clusterParameters }) => clusterParameters],
  ['instance parameters', ({ instanceParameters }) => instanceParameters],
  ['encryption key', ({ key }) => key],
  ['engine version', ({ engineVersion }) => engineVersion],
  ['port', ({ port }) => String(port)],
  ['instance class', ({ instanceClass }) => instanceClass],
  ['public access', ({ isPublic }) => (isPublic ? 'yes' : 'no')],
];

/**
 * Compares what the API says of the restored cluster with what it says of the original of the same region. It is asked afterwards, whatever was asked for at the
 * restore: a copy in the default network, or without our parameters, is none that an application could go on with.
 */
export function compareSettings(original: ClusterSettings, restored: ClusterSettings): readonly ContentCheck[] {
  return SETTINGS.map(([check, read]) => {
    const [value, expected] = [read(restored), read(original)];
    return value === expected ? passed(check, value, expected) : failed(check, value, expected);
  });
}
