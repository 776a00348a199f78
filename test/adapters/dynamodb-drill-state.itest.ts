import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { dynamoDbLeaseStore } from '../../src/adapters/dynamodb-environment-lease';
import { systemClock } from '../../src/adapters/system-clock';
import { beginDrill, DrillNotBegunError, type DrillProgressPorts } from '../../src/drill/recovery/progress';
import { resolveByHand } from '../../src/drill/recovery/resolve-by-hand';
import { leaseOf } from '../../src/interlock/environment-lease';
import { LeaseTakenError } from '../../src/ports/lease';
import { DrillStateRefusedError } from '../../src/ports/drill-state';
import { MemoryLogger } from '../fakes/logger';
import { TwoRegions } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { drillStateContract, FULL_STATE } from './drill-state-contract';

const TABLE = 'dynamodb-tflock-sbx';
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
}, 120_000);

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

const storeOf = (environment: string) => dynamoDbDrillState({ table: TABLE, environment, client });

describe('the state of a drill in DynamoDB', () => {
  drillStateContract(() => Promise.resolve(storeOf(`e${++environments}`)));

  test.each<[string, string | undefined, string, RegExp]>([
    ['is not JSON', '{', '1', /is not the state of a drill$/],
    ['has no text', undefined, '1', /is not the state of a drill$/],
    [
      'has another format',
      JSON.stringify({ formatVersion: 2, state: FULL_STATE }),
      '1',
      /written by another version of this repository, or is damaged: formatVersion \(invalid_value\)$/,
    ],
    [
      'has a field that nobody knows',
      JSON.stringify({ formatVersion: 1, state: { ...FULL_STATE, password: 'hunter2' } }),
      '1',
      /damaged: state \(unrecognized_keys\)$/,
    ],
    [
      'would write a line of its own into a log',
      JSON.stringify({ formatVersion: 1, state: { ...FULL_STATE, run: 'x\n::error::forged' } }),
      '1',
      /damaged: state\.run \(invalid_format\)$/,
    ],
    ['has two versions', JSON.stringify({ formatVersion: 1, state: FULL_STATE }), '2', /does not agree with itself/],
  ])('an item that %s needs a human, and a person can resolve it', async (_name, text, version, why) => {
    const environment = `e${++environments}`;
    const Item = {
      LockID: { S: `drill/${environment}` },
      version: { N: version },
      drillId: { S: FULL_STATE.drillId },
      ...(text === undefined ? {} : { drill: { S: text } }),
    };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    const store = storeOf(environment);
    expect(await store.read()).toEqual({ kind: 'unreadable', why: expect.stringMatching(why), text });
    expect(await store.replace({ kind: 'none' }, FULL_STATE)).toBe(false);
    expect(await store.replace({ kind: 'unreadable', why: '', text: 'another' }, FULL_STATE)).toBe(false);
    const ports = { clock: systemClock, logger: new MemoryLogger(), newId: () => 'a person' };
    await resolveByHand(store, { by: 'Ana', note: 'looked at it' }, ports);
    expect(await store.read()).toMatchObject({ state: { status: 'resolved', resolution: { by: 'Ana' } } });
  });

  test('a table that is not there is refused at once, and the message says where it comes from', async () => {
    const store = dynamoDbDrillState({ table: 'nowhere', environment: 'production', client });
    await expect(store.read()).rejects.toThrow(
      /^reading drill\/production in the lock table nowhere was refused: .*terraform\/bootstrap$/s,
    );
    await expect(store.replace({ kind: 'none' }, FULL_STATE)).rejects.toThrow(DrillStateRefusedError);
  });

  test('lies beside the lease, in one item', async () => {
    const environment = `e${++environments}`;
    await storeOf(environment).replace({ kind: 'none' }, FULL_STATE);
    const lease = dynamoDbLeaseStore({ table: TABLE, environment, client });
    await lease.replace({ version: 1, ownerId: 'a', holder: undefined });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: TABLE, Key: { LockID: { S: `drill/${environment}` } } }),
    );
    expect(Object.keys(Item ?? {}).sort()).toEqual(['LockID', 'drill', 'drillId', 'version']);
    expect(await storeOf(environment).read()).toMatchObject({ kind: 'state' });
  });
});

describe('two drills that race', () => {
  const portsOf = (environment: string, process: string, isHeld: () => boolean): DrillProgressPorts => ({
    store: storeOf(environment),
    globalDatabase: new TwoRegions(new VirtualClock()),
    held: { isHeld },
    interrupted: new AbortController().signal,
    clock: systemClock,
    logger: new MemoryLogger(),
    newId: () => process,
  });
  const start = (process: string) => ({
    drillId: `drill of ${process}`,
    kind: 'switchover' as const,
    startedAt: new Date(),
    run: process,
    failBack: true,
    temporary: [],
    limits: { moveMs: 1, redundancyMs: 1 },
    history: 'none',
  });

  test('20 times: with the lease, one drills and the other one is turned away', async () => {
    for (let round = 0; round < 20; round++) {
      const environment = `race-${round}`;
      const outcomes = await Promise.all(
        ['one', 'other'].map(async (process) => {
          const lease = leaseOf(environment, {
            store: dynamoDbLeaseStore({ table: TABLE, environment, client }),
            clock: systemClock,
            logger: new MemoryLogger(),
            newId: () => `${process} ${round}`,
          });
          try {
            const held = await lease.acquire({ kind: 'drill', run: process, since: '2026-01-01T00:00:00.000Z' }, 0);
            const drill = await beginDrill(
              start(process),
              portsOf(environment, process, () => held.isHeld()),
            );
            await drill.before('a step');
            return { process, held, drill };
          } catch (error) {
            if (!(error instanceof LeaseTakenError)) throw error;
            return undefined;
          }
        }),
      );
      const [winner, ...others] = outcomes.filter((outcome) => outcome !== undefined);
      expect(others).toEqual([]);
      expect(await storeOf(environment).read()).toMatchObject({ state: { run: winner?.process } });
      await winner?.drill.end();
      await winner?.held.release();
    }
  }, 60_000);

  test('20 times: also without the lease, the state lets one of them begin at most', async () => {
    for (let round = 0; round < 20; round++) {
      const environment = `bare-race-${round}`;
      const begun = await Promise.allSettled(
        ['one', 'other', 'third'].map((process) =>
          beginDrill(
            start(process),
            portsOf(environment, process, () => true),
          ),
        ),
      );
      expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of begun) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DrillNotBegunError);
      }
    }
  }, 60_000);
});
