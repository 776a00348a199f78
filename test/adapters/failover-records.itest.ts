import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { dynamoDbFailoverRecords } from '../../src/adapters/dynamodb-failover-records';
import { FIRST_RECORD } from '../../src/ports/failover-record';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { failoverRecordsContract } from './failover-records-contract';

const TABLE = 'dynamodb-failover-test';
let emulator: Emulator;
let client: DynamoDBClient;
let clusters = 0;

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

describe('the record of the failover controller in DynamoDB', () => {
  failoverRecordsContract(() =>
    Promise.resolve(dynamoDbFailoverRecords({ table: TABLE, globalClusterId: `global-${++clusters}`, client })),
  );

  test.each([
    ['is not JSON', '{', '1', /not JSON/],
    ['lacks a field', '{"version":1}', '1', /damaged/],
    ['has a field that nobody knows', '{"version":1,"leaseOwner":"","leaseToken":0,"surprise":1}', '1', /damaged/],
    ['has two versions', '{"version":1,"leaseOwner":"","leaseToken":0}', '2', /two versions/],
  ])('an item that %s is an error, and never an empty record', async (_name, record, version, message) => {
    const globalClusterId = `global-${++clusters}`;
    const Item = { id: { S: `controller#${globalClusterId}` }, record: { S: record }, version: { N: version } };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    const records = dynamoDbFailoverRecords({ table: TABLE, globalClusterId, client });
    await expect(records.read()).rejects.toThrow(message);
  });

  test('a record that could not be read again is not written', async () => {
    const records = dynamoDbFailoverRecords({ table: TABLE, globalClusterId: `global-${++clusters}`, client });
    const surprising = { ...FIRST_RECORD, version: 1, surprise: 1 };
    await expect(records.replace(surprising)).rejects.toThrow(/damaged/);
    expect(await records.read()).toEqual(FIRST_RECORD);
  });
});
