import { EAST } from './emulator-fixture';
import { GLOBAL_ID } from './global-database';
import type { ClusterState } from '../../../sandbox/data-plane/api';

export const CLUSTER = 'aurora-us-east-1-test';

/** The cluster of us-east-1 as a data plane reports it: its second instance is the writer. */
export function reportedCluster({ status }: { status: string }): ClusterState {
  return {
    region: EAST,
    clusterId: CLUSTER,
    port: 5432,
    status,
    globalClusterId: GLOBAL_ID,
    endpoint: 'writer.example',
    readerEndpoint: 'reader.example',
    earliestRestorableTime: '2026-01-01T00:00:00.000Z',
    latestRestorableTime: '2026-01-02T00:00:00.000Z',
    instances: [
      {
        instanceId: 'aurora-us-east-1-1-test',
        status: 'available',
        isWriter: false,
        endpoint: 'first.example',
        availabilityZone: 'us-east-1b',
      },
      {
        instanceId: 'aurora-us-east-1-2-test',
        status: status === 'available' ? 'available' : 'rebooting',
        isWriter: true,
        endpoint: 'second.example',
        availabilityZone: 'us-east-1c',
      },
    ],
  };
}
