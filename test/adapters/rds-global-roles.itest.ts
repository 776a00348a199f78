import { createServer, type Server } from 'node:http';
import { RDSClient, SwitchoverGlobalClusterCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { rdsGlobalRoles } from '../../src/adapters/rds-global-roles';
import { liveWriter } from '../../src/plan/live-writer';
import { clientOptions, EAST, rdsClient, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { clusterArn, createGlobalDatabase, GLOBAL_ID } from '../sandbox/emulator-support/global-database';

let emulator: Emulator;
let dead: Server;

beforeAll(async () => {
  emulator = await startTestEmulator();
  dead = createServer((request) => request.socket.destroy());
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => dead.close(resolve));
  await emulator.stop();
});

function roles(lost: readonly string[] = []) {
  return rdsGlobalRoles({
    globalClusterId: GLOBAL_ID,
    regions: [WEST, EAST],
    clientFor: (region) => (lost.includes(region) ? clientAt(dead, region) : rdsClient(emulator, region)),
  });
}

function clientAt(server: Server, region: string): RDSClient {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return new RDSClient({ ...clientOptions(emulator, region), maxAttempts: 1, endpoint: `http://127.0.0.1:${port}` });
}

test('the live writer from an account without a database to one whose writer has moved', async () => {
  expect(await liveWriter(roles())).toEqual({ state: 'none' });
  const unknown = await liveWriter(roles([EAST]));
  expect(unknown.state === 'unknown' && unknown.reason).toMatch(/^us-east-1 does not answer: ./);

  await createGlobalDatabase(rdsClient(emulator, EAST), rdsClient(emulator, WEST));
  expect(await liveWriter(roles())).toEqual({ state: 'known', region: EAST });
  expect(await liveWriter(roles([EAST]))).toEqual({ state: 'known', region: EAST });

  await rdsClient(emulator, EAST).send(
    new SwitchoverGlobalClusterCommand({
      GlobalClusterIdentifier: GLOBAL_ID,
      TargetDbClusterIdentifier: clusterArn(WEST),
    }),
  );
  expect(await liveWriter(roles())).toEqual({ state: 'known', region: WEST });
});

test('a move is told with its regions while it lasts', async () => {
  const moving = createServer((_request, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(`<DescribeGlobalClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
      <DescribeGlobalClustersResult><GlobalClusters><GlobalClusterMember>
        <GlobalClusterIdentifier>${GLOBAL_ID}</GlobalClusterIdentifier>
        <Status>failing-over</Status>
        <FailoverState>
          <Status>failing-over</Status>
          <FromDbClusterArn>${clusterArn(EAST)}</FromDbClusterArn>
          <ToDbClusterArn>${clusterArn(WEST)}</ToDbClusterArn>
        </FailoverState>
        <GlobalClusterMembers><GlobalClusterMember>
          <DBClusterArn>${clusterArn(EAST)}</DBClusterArn><IsWriter>true</IsWriter>
        </GlobalClusterMember></GlobalClusterMembers>
      </GlobalClusterMember></GlobalClusters></DescribeGlobalClustersResult>
    </DescribeGlobalClustersResponse>`);
  });
  await new Promise<void>((resolve) => moving.listen(0, '127.0.0.1', resolve));
  try {
    const ask = rdsGlobalRoles({
      globalClusterId: GLOBAL_ID,
      regions: [WEST],
      clientFor: (region) => clientAt(moving, region),
    });
    expect(await ask.ask()).toEqual([
      {
        region: WEST,
        said: {
          members: [{ region: EAST, isWriter: true }],
          move: { status: 'failing-over', from: EAST, to: WEST },
        },
      },
    ]);
    expect(await liveWriter(ask)).toEqual({ state: 'moving', from: EAST, to: WEST });
  } finally {
    moving.closeAllConnections();
    await new Promise((resolve) => moving.close(resolve));
  }
});
