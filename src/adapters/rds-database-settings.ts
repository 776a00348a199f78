import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  paginateDescribeDBClusterParameters,
  paginateDescribeDBParameters,
  paginateDescribePendingMaintenanceActions,
  type DBCluster,
  type DBInstance,
  type Parameter,
  type PendingMaintenanceAction,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { DatabaseSettings, Maintenance } from '../ports/drill-facts';
import { ControlPlaneError } from './rds-global-database';

/**
 * What waits to be changed in a region's cluster and its instances, and what is set in their parameter groups. Needs rds:DescribeDBClusters, rds:DescribeDBInstances,
 * rds:DescribePendingMaintenanceActions, rds:DescribeDBClusterParameters and rds:DescribeDBParameters.
 */
export function rdsDatabaseSettings(clientFor: (region: string) => RDSClient): DatabaseSettings {
  return {
    async upkeep(region, clusterId) {
      const client = clientFor(region);
      const [{ cluster, instances }, maintenance] = await Promise.all([
        describe(client, clusterId),
        pendingMaintenance(client),
      ]);
      const ids = instances.map(idOf);
      return {
        region,
        clusterVersion: required(cluster.EngineVersion, 'DBCluster.EngineVersion'),
        instances: instances.map((instance) => ({
          id: idOf(instance),
          version: required(instance.EngineVersion, 'DBInstance.EngineVersion'),
        })),
        waiting: [
          ...waiting(clusterId, cluster.PendingModifiedValues),
          ...instances.flatMap((instance) => waiting(idOf(instance), instance.PendingModifiedValues)),
        ],
        maintenance: maintenance.filter(({ resource }) => resource === clusterId || ids.includes(resource)),
      };
    },
    async parameters(region, clusterId) {
      const client = clientFor(region);
      const { cluster, instances } = await describe(client, clusterId);
      const clusterGroup = required(cluster.DBClusterParameterGroup, 'DBCluster.DBClusterParameterGroup');
      // The instances of a cluster have one group, as a rule: each is read once.
      const names = [...new Set(instances.flatMap(groupsOf))];
      const [ofCluster, ...ofInstances] = await Promise.all([
        clusterParameters(client, clusterGroup),
        ...names.map((name) => instanceParameters(client, name)),
      ]);
      const ofGroup = new Map(names.map((name, index) => [name, ofInstances[index] ?? new Map<string, string>()]));
      return {
        region,
        cluster: ofCluster,
        instances: instances.map((instance) => ({
          id: idOf(instance),
          parameters: new Map(groupsOf(instance).flatMap((name) => [...(ofGroup.get(name) ?? [])])),
        })),
        notInSync: [
          ...(cluster.DBClusterMembers ?? []).flatMap((member) =>
            outOfSync(member.DBInstanceIdentifier, 'cluster parameters', member.DBClusterParameterGroupStatus),
          ),
          ...instances.flatMap((instance) =>
            (instance.DBParameterGroups ?? []).flatMap(({ ParameterApplyStatus }) =>
              outOfSync(instance.DBInstanceIdentifier, 'parameters', ParameterApplyStatus),
            ),
          ),
        ],
      };
    },
  };
}

async function describe(
  client: RDSClient,
  clusterId: string,
): Promise<{ readonly cluster: DBCluster; readonly instances: readonly DBInstance[] }> {
  const [clusters, instances] = await Promise.all([
    client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId })),
    client.send(new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] })),
  ]);
  return { cluster: required(clusters.DBClusters?.[0], 'DBClusters'), instances: instances.DBInstances ?? [] };
}

/** Of everything in the region; the filters of the call know clusters or instances, and never both. */
async function pendingMaintenance(client: RDSClient): Promise<readonly Maintenance[]> {
  const found: Maintenance[] = [];
  for await (const { PendingMaintenanceActions = [] } of paginateDescribePendingMaintenanceActions({ client }, {})) {
    for (const { ResourceIdentifier = '', PendingMaintenanceActionDetails = [] } of PendingMaintenanceActions) {
      // An ARN ends with the id of the cluster or of the instance.
      const resource = ResourceIdentifier.split(':').at(-1) ?? '';
      for (const action of PendingMaintenanceActionDetails) {
        found.push({ resource, action: action.Action ?? 'maintenance', at: dueAt(action) });
      }
    }
  }
  return found;
}

/** AWS itself works out the first of the three; where it did not, the earliest of the others. */
function dueAt({
  CurrentApplyDate,
  ForcedApplyDate,
  AutoAppliedAfterDate,
}: PendingMaintenanceAction): Date | undefined {
  const dates = [ForcedApplyDate, AutoAppliedAfterDate].filter((date) => date !== undefined);
  return CurrentApplyDate ?? dates.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** Names only: among the values there can be a password. */
function waiting(resource: string, values: object | undefined): readonly string[] {
  return Object.entries(values ?? {})
    .filter(([, value]) => value !== undefined && !isEmptyObject(value))
    .map(([name]) => `${resource}: ${name}`);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

async function clusterParameters(client: RDSClient, name: string): Promise<ReadonlyMap<string, string>> {
  const pages = paginateDescribeDBClusterParameters({ client }, { DBClusterParameterGroupName: name, Source: 'user' });
  const found = new Map<string, string>();
  for await (const { Parameters = [] } of pages) for (const each of Parameters) keep(found, each);
  return found;
}

async function instanceParameters(client: RDSClient, name: string): Promise<ReadonlyMap<string, string>> {
  const pages = paginateDescribeDBParameters({ client }, { DBParameterGroupName: name, Source: 'user' });
  const found = new Map<string, string>();
  for await (const { Parameters = [] } of pages) for (const each of Parameters) keep(found, each);
  return found;
}

function keep(found: Map<string, string>, { ParameterName, ParameterValue }: Parameter): void {
  if (ParameterName !== undefined && ParameterValue !== undefined) found.set(ParameterName, ParameterValue);
}

function groupsOf({ DBParameterGroups = [] }: DBInstance): readonly string[] {
  return DBParameterGroups.flatMap(({ DBParameterGroupName: name }) => (name === undefined ? [] : [name]));
}

function outOfSync(instance: string | undefined, what: string, status: string | undefined): readonly string[] {
  return status === 'in-sync' ? [] : [`${instance ?? 'an instance'}: ${what} ${status ?? 'of unknown state'}`];
}

function idOf({ DBInstanceIdentifier }: DBInstance): string {
  return required(DBInstanceIdentifier, 'DBInstanceIdentifier');
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new ControlPlaneError(`the answer of the RDS API lacks ${field}`);
  return value;
}
