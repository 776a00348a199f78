import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { dynamoDbFailoverRecords } from '../../src/adapters/dynamodb-failover-records';
import { dynamoDbRehearsalBoard, dynamoDbRehearsals } from '../../src/adapters/dynamodb-rehearsals';
import { FIRST_RECORD, type FailoverRecord } from '../../src/ports/failover-record';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';

const TABLE = 'dynamodb-failover-test';
const REHEARSAL = {
  id: '0f0e0d0c-0b0a-4909-8807-060504030201',
  region: 'us-east-1',
  until: '2026-01-01T00:03:00.000Z',
};
const OTHER = { ...REHEARSAL, id: '1f0e0d0c-0b0a-4909-8807-060504030201' };

let emulator: Emulator;
let client: DynamoDBClient;
let clusters = 0;
let globalClusterId: string;

beforeAll(async () => {
  emulator = await startTestEmulator();
  client = new DynamoDBClient(clientOptions(emulator, WEST));
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

beforeEach(() => {
  globalClusterId = `global-${++clusters}`;
});

const records = () => dynamoDbFailoverRecords({ table: TABLE, globalClusterId, client });
const announced = () => dynamoDbRehearsals({ table: TABLE, globalClusterId, client }).announced();
const board = () => dynamoDbRehearsalBoard({ table: TABLE, globalClusterId, clientFor: () => client });

/** What the controller does every few seconds. */
async function renewed(from: FailoverRecord): Promise<FailoverRecord> {
  const next = { ...from, version: from.version + 1, leaseOwner: 'a' };
  expect(await records().replace(next)).toBe(true);
  return next;
}

describe('a rehearsal in DynamoDB', () => {
  test('is announced beside the record that was seen, read as it was written, and withdrawn', async () => {
    const seen = await renewed(FIRST_RECORD);
    expect(await announced()).toBeUndefined();
    expect(await board().announce(WEST, REHEARSAL, seen)).toBe(true);
    expect(await announced()).toEqual(REHEARSAL);
    // The record is the controller's, and stays as it is.
    expect(await records().read()).toEqual(seen);
    await renewed(seen);
    expect(await announced()).toEqual(REHEARSAL);
    await board().withdraw(WEST, REHEARSAL.id);
    expect(await announced()).toBeUndefined();
  });

  test('is not announced once the record is another: a loss may be recorded by now', async () => {
    const seen = await renewed(FIRST_RECORD);
    await renewed(seen);
    expect(await board().announce(WEST, REHEARSAL, seen)).toBe(false);
    expect(await announced()).toBeUndefined();
  });

  test('of another drill is not withdrawn, and withdrawing twice is harmless', async () => {
    const seen = await renewed(FIRST_RECORD);
    await board().announce(WEST, REHEARSAL, seen);
    await board().announce(WEST, OTHER, seen);
    await board().withdraw(WEST, REHEARSAL.id);
    expect(await announced()).toEqual(OTHER);
    await board().withdraw(WEST, OTHER.id);
    await board().withdraw(WEST, OTHER.id);
  });

  test('is not announced to a controller of a version that does not know rehearsals', async () => {
    expect(await board().isRead(WEST)).toBe(false);
    const seen = await renewed(FIRST_RECORD);
    expect(await board().isRead(WEST)).toBe(true);
    const older = {
      id: { S: `controller#${globalClusterId}` },
      version: { N: '2' },
      record: { S: JSON.stringify({ ...seen, version: 2 }) },
    };
    await client.send(new PutItemCommand({ TableName: TABLE, Item: older }));
    expect(await board().isRead(WEST)).toBe(false);
    expect(await board().announce(WEST, REHEARSAL, { ...seen, version: 2 })).toBe(false);
    expect(await announced()).toBeUndefined();
  });

  test.each([
    ['an id that is none', { rehearsal: { S: 'x' }, region: { S: 'us-east-1' }, until: { S: REHEARSAL.until } }],
    ['a region that is none', { rehearsal: { S: REHEARSAL.id }, region: { S: '*' }, until: { S: REHEARSAL.until } }],
    ['an end that is none', { rehearsal: { S: REHEARSAL.id }, region: { S: 'us-east-1' }, until: { S: 'never' } }],
    ['nothing', {}],
  ])('with %s is none, and no error that would keep the controller from promoting', async (_name, item) => {
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: { id: { S: `rehearsal#${globalClusterId}` }, ...item } }),
    );
    expect(await announced()).toBeUndefined();
  });
});
