import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { Clock } from '../ports/clock';
import type { RotationFreeze, RotationFreezer } from '../ports/rotation-freeze';

/** The item of the freeze in the table of the failover controller, whose key is `id`. */
const KEY = { id: { S: 'rotation-freeze' } };

const itemSchema = z.object({
  reason: z.object({ S: z.string().min(1) }),
  /** In seconds since 1970, as DynamoDB expects a time to live. */
  expiresAt: z.object({ N: z.string().regex(/^\d+$/).transform(Number) }),
});

export interface DynamoDbRotationFreezeOptions {
  readonly table: string;
  /** A client for the region of the table, which is the one that is not the home region. */
  readonly client: DynamoDBClient;
  readonly clock: Pick<Clock, 'now'>;
}

/** The freeze as an item of a DynamoDB table. */
export function dynamoDbRotationFreeze(options: DynamoDbRotationFreezeOptions): RotationFreeze & RotationFreezer {
  const { table: TableName, client, clock } = options;
  return {
    async reason() {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true }));
      if (Item === undefined) return undefined;
      const { reason, expiresAt } = itemSchema.parse(Item);
      // DynamoDB removes an item that has run out days later.
      return expiresAt.N * 1000 > clock.now().getTime() ? reason.S : undefined;
    },
    async freeze(reason, until) {
      const expiresAt = String(Math.ceil(until.getTime() / 1000));
      try {
        await client.send(
          new UpdateItemCommand({
            TableName,
            Key: KEY,
            UpdateExpression: 'SET reason = :reason, expiresAt = :expiresAt',
            ConditionExpression: 'attribute_not_exists(expiresAt) OR expiresAt < :expiresAt',
            ExpressionAttributeValues: { ':reason': { S: reason }, ':expiresAt': { N: expiresAt } },
          }),
        );
      } catch (error) {
        // Somebody has frozen rotation for longer already.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    async thaw() {
      await client.send(new DeleteItemCommand({ TableName, Key: KEY }));
    },
  };
}
