import {
  ResourceNotFoundException,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import {
  FIRST_RECORD,
  type ControllerRecords,
  type FailoverRecord,
  type FailoverRecords,
} from '../ports/failover-record';

/** The table holds something that this version of the controller did not write. */
export class FailoverRecordError extends Error {
  override readonly name = 'FailoverRecordError';
}

const stage = z.enum(['declared', 'promoting', 'requested', 'promoted', 'closed']);
const when = z.iso.datetime();
const absent = <T extends z.ZodType>(type: T) => type.optional().transform((value) => value ?? undefined);

const recordSchema = z.strictObject({
  version: z.number().int().min(0),
  leaseOwner: z.string(),
  leaseToken: z.number().int().min(0),
  armed: absent(z.strictObject({ writerArn: z.string().min(1), lagMs: z.number().min(0), at: when })),
  episode: absent(
    z.strictObject({
      id: z.string().min(1),
      lostRegion: z.string().min(1),
      targetRegion: z.string().min(1),
      stage,
      outcome: absent(z.enum(['failed-over', 'recovered', 'moved', 'failed', 'rehearsed'])),
      reasons: z.array(z.string()),
      armedAgeMs: absent(z.number()),
      firstFailureAgeMs: absent(z.number()),
      rehearsal: absent(z.string()),
      downForMs: z.number().min(0),
      refusals: z.array(z.string()),
      attempts: z.number().int().min(0),
      told: z.array(z.string()),
      steps: z.array(z.strictObject({ stage, at: when })),
    }),
  ),
});

export interface DynamoDbFailoverRecordsOptions {
  readonly table: string;
  readonly globalClusterId: string;
  /** A client for the region of the controller. */
  readonly client: DynamoDBClient;
}

/**
 * The record as one item: `id` is `controller#<global cluster>`, `version` the number that every write compares and raises, and `record`
 * the rest as JSON, so that no field of it can be forgotten in a mapping. One item, because only within one item is a condition on the
 * lease also a condition on what it protects. `rehearses` says that who wrote it takes notice of rehearsals; it stands beside the record,
 * because a controller of an older version has to be able to read that.
 */
export function dynamoDbFailoverRecords(options: DynamoDbFailoverRecordsOptions): FailoverRecords {
  const { table: TableName, client } = options;
  const id = { S: recordId(options.globalClusterId) };
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id }, ConsistentRead: true }));
      return Item === undefined ? FIRST_RECORD : parseFailoverRecord(Item['record']?.S, Item['version']?.N);
    },
    async replace(next) {
      const record = JSON.stringify(next);
      // Whoever reads it next is strict: something that only this writer knows would keep both controllers from acting.
      parseFailoverRecord(record, String(next.version));
      const isFirst = next.version === FIRST_RECORD.version + 1;
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: {
              id,
              version: { N: String(next.version) },
              record: { S: record },
              rehearses: { BOOL: true },
            },
            ...(isFirst
              ? { ConditionExpression: 'attribute_not_exists(id)' }
              : {
                  ConditionExpression: 'version = :replaced',
                  ExpressionAttributeValues: { ':replaced': { N: String(next.version - 1) } },
                }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** The key of the item. */
export function recordId(globalClusterId: string): string {
  return `controller#${globalClusterId}`;
}

/** The records of both controllers, read only. A table that does not exist belongs to no controller. */
export function dynamoDbControllerRecords(
  options: Omit<DynamoDbFailoverRecordsOptions, 'client'> & { readonly clientFor: (region: string) => DynamoDBClient },
): ControllerRecords {
  const known = new Map<string, FailoverRecords>();
  return {
    async of(region) {
      const records = known.get(region) ?? dynamoDbFailoverRecords({ ...options, client: options.clientFor(region) });
      known.set(region, records);
      try {
        return await records.read();
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
  };
}

/**
 * @param json the record as it is stored
 * @param version the number that is stored beside it
 * @throws FailoverRecordError when it is not exactly what this version of the controller writes
 */
export function parseFailoverRecord(json: string | undefined, version: string | undefined): FailoverRecord {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch (cause) {
    throw new FailoverRecordError('the record of the failover controller is not JSON', { cause });
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    throw new FailoverRecordError(`the record of the failover controller is damaged: ${parsed.error.message}`);
  }
  if (String(parsed.data.version) !== version) {
    throw new FailoverRecordError('the record of the failover controller has two versions');
  }
  return parsed.data;
}
