import { createServer, type Server } from 'node:http';
import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rdsDatabaseSettings } from '../../src/adapters/rds-database-settings';

// What the emulator cannot be brought to say: answers as the reference of the RDS API shows them.

let server: Server;

const ARN = 'arn:aws:rds:us-west-2:123456789012';
const ANSWERS: Readonly<Record<string, string>> = {
  DescribeDBClusters: `<DBClusters><DBCluster>
    <DBClusterIdentifier>aurora-us-west-2-test</DBClusterIdentifier><EngineVersion>15.10</EngineVersion>
    <DBClusterParameterGroup>cluster-group</DBClusterParameterGroup>
    <PendingModifiedValues><MasterUserPassword>a-secret-that-nobody-may-see</MasterUserPassword></PendingModifiedValues>
    <DBClusterMembers>
      <DBClusterMember><DBInstanceIdentifier>i-1</DBInstanceIdentifier><DBClusterParameterGroupStatus>in-sync</DBClusterParameterGroupStatus></DBClusterMember>
      <DBClusterMember><DBInstanceIdentifier>i-2</DBInstanceIdentifier><DBClusterParameterGroupStatus>pending-reboot</DBClusterParameterGroupStatus></DBClusterMember>
    </DBClusterMembers></DBCluster></DBClusters>`,
  DescribeDBInstances: `<DBInstances>
    <DBInstance><DBInstanceIdentifier>i-1</DBInstanceIdentifier><EngineVersion>15.10</EngineVersion>
      <PendingModifiedValues><DBInstanceClass>db.r6g.xlarge</DBInstanceClass></PendingModifiedValues>
      <DBParameterGroups><DBParameterGroup><DBParameterGroupName>instance-group</DBParameterGroupName><ParameterApplyStatus>pending-reboot</ParameterApplyStatus></DBParameterGroup></DBParameterGroups></DBInstance>
    <DBInstance><DBInstanceIdentifier>i-2</DBInstanceIdentifier><EngineVersion>15.8</EngineVersion><PendingModifiedValues/>
      <DBParameterGroups><DBParameterGroup><DBParameterGroupName>instance-group</DBParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups></DBInstance>
    </DBInstances>`,
  DescribePendingMaintenanceActions: `<PendingMaintenanceActions>
    <ResourcePendingMaintenanceActions><ResourceIdentifier>${ARN}:cluster:aurora-us-west-2-test</ResourceIdentifier><PendingMaintenanceActionDetails>
      <PendingMaintenanceAction><Action>system-update</Action><ForcedApplyDate>2026-02-01T03:00:00Z</ForcedApplyDate><CurrentApplyDate>2026-01-04T04:00:00Z</CurrentApplyDate></PendingMaintenanceAction>
    </PendingMaintenanceActionDetails></ResourcePendingMaintenanceActions>
    <ResourcePendingMaintenanceActions><ResourceIdentifier>${ARN}:db:i-2</ResourceIdentifier><PendingMaintenanceActionDetails>
      <PendingMaintenanceAction><Action>ca-certificate-rotation</Action></PendingMaintenanceAction>
      <PendingMaintenanceAction><Action>db-upgrade</Action><ForcedApplyDate>2026-03-01T03:00:00Z</ForcedApplyDate><AutoAppliedAfterDate>2026-02-01T03:00:00Z</AutoAppliedAfterDate></PendingMaintenanceAction>
    </PendingMaintenanceActionDetails></ResourcePendingMaintenanceActions>
    <ResourcePendingMaintenanceActions><ResourceIdentifier>${ARN}:db:somebody-elses</ResourceIdentifier><PendingMaintenanceActionDetails>
      <PendingMaintenanceAction><Action>system-update</Action><CurrentApplyDate>2026-01-04T04:00:00Z</CurrentApplyDate></PendingMaintenanceAction>
    </PendingMaintenanceActionDetails></ResourcePendingMaintenanceActions></PendingMaintenanceActions>`,
  DescribeDBParameters: `<Parameters><Parameter><ParameterName>work_mem</ParameterName><ParameterValue>8192</ParameterValue></Parameter>
    <Parameter><ParameterName>without_a_value</ParameterName></Parameter></Parameters>`,
  // Two pages.
  DescribeDBClusterParameters: `<Parameters><Parameter><ParameterName>rds.force_ssl</ParameterName><ParameterValue>1</ParameterValue></Parameter></Parameters><Marker>more</Marker>`,
  'DescribeDBClusterParameters after more': `<Parameters><Parameter><ParameterName>max_connections</ParameterName><ParameterValue>500</ParameterValue></Parameter></Parameters>`,
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const parameters = new URLSearchParams(body);
      const action = parameters.get('Action') ?? '';
      const marker = parameters.get('Marker');
      const answer = ANSWERS[marker === null ? action : `${action} after ${marker}`] ?? '';
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${answer}</${action}Result></${action}Response>`,
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
});

function settings() {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return rdsDatabaseSettings(
    (region) =>
      new RDSClient({
        region,
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: '123456789012', secretAccessKey: 'not-a-secret' },
      }),
  );
}

test('what waits is told by its name only, and maintenance with the time that counts', async () => {
  const upkeep = await settings().upkeep('us-west-2', 'aurora-us-west-2-test');
  expect(upkeep).toEqual({
    region: 'us-west-2',
    clusterVersion: '15.10',
    instances: [
      { id: 'i-1', version: '15.10' },
      { id: 'i-2', version: '15.8' },
    ],
    waiting: ['aurora-us-west-2-test: MasterUserPassword', 'i-1: DBInstanceClass'],
    maintenance: [
      { resource: 'aurora-us-west-2-test', action: 'system-update', at: new Date('2026-01-04T04:00:00Z') },
      { resource: 'i-2', action: 'ca-certificate-rotation', at: undefined },
      { resource: 'i-2', action: 'db-upgrade', at: new Date('2026-02-01T03:00:00Z') },
    ],
  });
});

test('parameters of all pages, and who does not run with them', async () => {
  const parameters = await settings().parameters('us-west-2', 'aurora-us-west-2-test');
  const ofInstances = new Map([['work_mem', '8192']]);
  expect(parameters).toEqual({
    region: 'us-west-2',
    cluster: new Map([
      ['rds.force_ssl', '1'],
      ['max_connections', '500'],
    ]),
    instances: [
      { id: 'i-1', parameters: ofInstances },
      { id: 'i-2', parameters: ofInstances },
    ],
    notInSync: ['i-2: cluster parameters pending-reboot', 'i-1: parameters pending-reboot'],
  });
});
