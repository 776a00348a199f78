import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { Environment } from '../environment/schema';
import { leaseOf } from '../interlock/environment-lease';
import type { Clock } from '../ports/clock';
import type { EnvironmentLease } from '../ports/lease';
import { FIRST_LEASE_RECORD, LeaseStoreRefusedError, type LeaseRecord, type LeaseStore } from '../ports/lease-store';
import type { Logger } from '../ports/logger';
import { isRefusalOfDynamoDb } from './dynamodb-refusal';

const count = z.number().int().min(1);

/** What is shown to people in logs is one line of printable characters. */
const line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[\x20-\x7e]*$/);

const recordSchema = z.strictObject({
  version: count,
  ownerId: z.string(),
  holder: z
    .strictObject({ kind: z.enum(['apply', 'drill', 'destroy', 'switchover']), run: line, since: z.iso.datetime() })
    .optional()
    .transform((holder) => holder ?? undefined),
});

export interface DynamoDbLeaseStoreOptions {
  /** The lock table of Terraform. */
  readonly table: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Of the table's region. */
  readonly client: DynamoDBClient;
}

/**
 * The lease as one item of Terraform's lock table: `LockID` is `lease/<environment>`, which no state has, because Terraform's begin with the
 * name of the bucket; `version` the number that every write compares and raises, and `lease` the rest as JSON.
 *
 * Needs dynamodb:GetItem and dynamodb:PutItem.
 */
export function dynamoDbLeaseStore({ table: TableName, environment, client }: DynamoDbLeaseStoreOptions): LeaseStore {
  const id = `lease/${environment}`;
  const where = `${id} in the lock table ${TableName}`;
  return {
    async read() {
      try {
        const { Item } = await client.send(
          new GetItemCommand({ TableName, Key: { LockID: { S: id } }, ConsistentRead: true }),
        );
        return Item === undefined ? FIRST_LEASE_RECORD : parse(Item['lease']?.S, Item['version']?.N, where);
      } catch (error) {
        throw translate(error, `reading ${where}`);
      }
    },
    async replace(next) {
      const checked = recordSchema.safeParse(next);
      if (!checked.success) {
        throw new LeaseStoreRefusedError(`the holder of a lease cannot be written like this: ${checked.error.message}`);
      }
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: {
              LockID: { S: id },
              version: { N: String(next.version) },
              lease: { S: JSON.stringify(checked.data) },
            },
            ...(next.version === FIRST_LEASE_RECORD.version + 1
              ? { ConditionExpression: 'attribute_not_exists(LockID)' }
              : {
                  ConditionExpression: 'version = :replaced',
                  ExpressionAttributeValues: { ':replaced': { N: String(next.version - 1) } },
                }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw translate(error, `writing ${where}`);
      }
    },
  };
}

export interface EnvironmentLeaseOptions {
  readonly environment: Environment;
  /** A client for the region of the state; `leaseClient` makes one. */
  readonly clientFor: (region: string) => DynamoDBClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The lease of an environment, in the lock table that its file names. */
export function environmentLease({ environment, clientFor, clock, logger }: EnvironmentLeaseOptions): EnvironmentLease {
  const { name, state } = environment;
  const store = dynamoDbLeaseStore({ table: state.lockTable, environment: name, client: clientFor(state.region) });
  return leaseOf(name, { store, clock, logger, newId: randomUUID });
}

/** Without limits the SDK would wait for a lost connection for longer than a lease lives. */
export function leaseClient(region: string): DynamoDBClient {
  return new DynamoDBClient({
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  });
}

function parse(json: string | undefined, version: string | undefined, where: string): LeaseRecord {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch (cause) {
    throw new LeaseStoreRefusedError(`${where} is not a lease; look who wrote it, remove it, and run this again`, {
      cause,
    });
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success || String(parsed.data.version) !== version) {
    throw new LeaseStoreRefusedError(
      `${where} is damaged; when no apply, drill or destroy is running, remove it, and run this again`,
    );
  }
  return parsed.data;
}

function translate(error: unknown, doing: string): unknown {
  if (!isRefusalOfDynamoDb(error)) return error;
  return new LeaseStoreRefusedError(
    `${doing} was refused: ${error.message || error.name}. The lock table and the permission for its lease come from terraform/bootstrap`,
    { cause: error },
  );
}
