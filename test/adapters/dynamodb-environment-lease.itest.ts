import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { dynamoDbLeaseStore, environmentLease } from '../../src/adapters/dynamodb-environment-lease';
import { systemClock } from '../../src/adapters/system-clock';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { LeaseTakenError, type LeaseHolder } from '../../src/ports/lease';
import { LeaseStoreRefusedError } from '../../src/ports/lease-store';
import { MemoryLogger } from '../fakes/logger';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { leaseStoreContract } from './lease-store-contract';

const TABLE = 'dynamodb-tflock-sbx';
const DRILL: LeaseHolder = { kind: 'drill', run: 'run 1', since: '2026-01-01T00:00:00.000Z' };
const APPLY: LeaseHolder = { kind: 'apply', run: 'run 2', since: '2026-01-01T00:00:01.000Z' };
let emulator: Emulator;
let client: DynamoDBClient;
let environments = 0;

beforeAll(async () => {
  emulator = await startTestEmulator();
  client = new DynamoDBClient(clientOptions(emulator, WEST));
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

describe('the lease in DynamoDB', () => {
  leaseStoreContract(() =>
    Promise.resolve(dynamoDbLeaseStore({ table: TABLE, environment: `e${++environments}`, client })),
  );

  test.each([
    ['is not JSON', '{', '1', /lease\/e\d+ in the lock table dynamodb-tflock-sbx is not a lease; .* remove it/],
    ['lacks a field', '{"version":1}', '1', /is damaged; .* remove it/],
    ['has a field that nobody knows', '{"version":1,"ownerId":"","surprise":1}', '1', /damaged/],
    ['has two versions', '{"version":1,"ownerId":""}', '2', /damaged/],
    [
      'would write a line of its own into a log',
      '{"version":1,"ownerId":"a","holder":{"kind":"apply","run":"x\\n::error::forged","since":"2026-01-01T00:00:00.000Z"}}',
      '1',
      /damaged/,
    ],
  ])('an item that %s is refused, and never a free lease', async (_name, lease, version, message) => {
    const environment = `e${++environments}`;
    const Item = { LockID: { S: `lease/${environment}` }, lease: { S: lease }, version: { N: version } };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    const reading = dynamoDbLeaseStore({ table: TABLE, environment, client }).read();
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(LeaseStoreRefusedError);
  });

  test('a table that is not there is refused at once, and the message says where it comes from', async () => {
    const store = dynamoDbLeaseStore({ table: 'nowhere', environment: 'production', client });
    await expect(store.read()).rejects.toThrow(
      /^reading lease\/production in the lock table nowhere was refused: .*terraform\/bootstrap$/s,
    );
    await expect(store.replace({ version: 1, ownerId: 'a', holder: DRILL })).rejects.toThrow(LeaseStoreRefusedError);
  });

  test('holds the lease of an environment beside the locks of Terraform', async () => {
    const file = 'environments/sandbox.yaml';
    const environment = parseEnvironment(readFileSync(file, 'utf8'), file);
    const Lock = { LockID: { S: `${environment.state.bucket}/${environment.name}.tfstate` }, Info: { S: '{}' } };
    const table = environment.state.lockTable;
    if (table !== TABLE) throw new Error(`the sandbox has another lock table: ${table}`);
    await client.send(new PutItemCommand({ TableName: table, Item: Lock }));
    const regions: string[] = [];
    const lease = environmentLease({
      environment,
      clientFor: (region) => {
        regions.push(region);
        return client;
      },
      clock: systemClock,
      logger: new MemoryLogger(),
    });
    const held = await lease.acquire(DRILL, 0);
    expect(held.isHeld()).toBe(true);
    expect(await lease.holder()).toEqual(DRILL);
    await expect(lease.acquire(APPLY, 0)).rejects.toThrow(LeaseTakenError);
    await held.release();
    expect(held.isHeld()).toBe(false);
    expect(await lease.holder()).toBeUndefined();
    const next = await lease.acquire(APPLY, 0);
    expect(await lease.holder()).toEqual(APPLY);
    await next.release();
    expect(regions).toEqual([environment.state.region]);
    const { Items } = await client.send(new ScanCommand({ TableName: table }));
    expect(Items).toContainEqual(Lock);
    expect(Items?.filter(({ LockID }) => LockID?.S === 'lease/sandbox')).toHaveLength(1);
  });
});
