import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateGlobalClusterCommand, RDSClient, RemoveFromGlobalClusterCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { rdsGlobalDatabasePresence } from '../../src/adapters/rds-global-database-presence';
import { clientOptions, EAST, rdsClient, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { clusterArn, createGlobalDatabase, ENGINE, GLOBAL_ID } from '../sandbox/emulator-support/global-database';

// The precheck of a destruction believes a no, so a no must be one.

let emulator: Emulator;
let dead: Server;

beforeEach(async () => {
  emulator = await startTestEmulator();
  dead = createServer((request) => request.socket.destroy());
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => dead.close(resolve));
  await emulator.stop();
});

function presence(lost: readonly string[] = []) {
  return rdsGlobalDatabasePresence({
    globalClusterId: GLOBAL_ID,
    regions: [WEST, EAST],
    clientFor: (region) => (lost.includes(region) ? deadClient(region) : rdsClient(emulator, region)),
  });
}

function deadClient(region: string): RDSClient {
  const address: AddressInfo | string | null = dead.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return new RDSClient({ ...clientOptions(emulator, region), endpoint: `http://127.0.0.1:${port}` });
}

test('no, when every region says that there is none, also while there is another one', async () => {
  expect(await presence().hasMembers()).toBe(false);
  await rdsClient(emulator, EAST).send(
    new CreateGlobalClusterCommand({ GlobalClusterIdentifier: 'another', Engine: ENGINE, EngineVersion: '15.10' }),
  );
  expect(await presence().hasMembers()).toBe(false);
});

test('no, while it is empty: before the first cluster has joined, and after the last one has left', async () => {
  const east = rdsClient(emulator, EAST);
  const west = rdsClient(emulator, WEST);
  await createGlobalDatabase(east, west);
  expect(await presence().hasMembers()).toBe(true);
  for (const [client, region] of [
    [west, WEST],
    [east, EAST],
  ] as const) {
    await client.send(
      new RemoveFromGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL_ID,
        DbClusterIdentifier: clusterArn(region),
      }),
    );
  }
  expect(await presence().hasMembers()).toBe(false);
});

test('yes, when one region knows of a member and the other does not answer', async () => {
  await createGlobalDatabase(rdsClient(emulator, EAST), rdsClient(emulator, WEST));
  expect(await presence([WEST]).hasMembers()).toBe(true);
});

test('neither, when a region does not answer and the other knows of none', async () => {
  await expect(presence([EAST]).hasMembers()).rejects.toThrow(
    /nobody can say whether global cluster aurora-global-test has members.*us-east-1: /,
  );
});
