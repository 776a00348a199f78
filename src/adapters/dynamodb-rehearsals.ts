import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { Rehearsal, RehearsalBoard, Rehearsals } from '../ports/failover-record';
import { recordId } from './dynamodb-failover-records';

/** What is not written like this is no rehearsal. */
const itemSchema = z.object({
  rehearsal: z.object({ S: z.uuid() }),
  region: z.object({ S: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/) }),
  until: z.object({ S: z.iso.datetime() }),
});

export interface DynamoDbRehearsalsOptions {
  readonly table: string;
  readonly globalClusterId: string;
}

function keyOf(globalClusterId: string) {
  return { id: { S: `rehearsal#${globalClusterId}` } };
}

/**
 * The rehearsal as an item beside the controller's record, and not in it: a drill may write this one, and never the record, from which the
 * controller takes what it is allowed to do.
 *
 * @param options.client a client for the region of the controller
 */
export function dynamoDbRehearsals(
  options: DynamoDbRehearsalsOptions & { readonly client: DynamoDBClient },
): Rehearsals {
  const { table: TableName, globalClusterId, client } = options;
  return {
    async announced() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName, Key: keyOf(globalClusterId), ConsistentRead: true }),
      );
      // Never an error: what makes no sense must not keep the controller from promoting.
      const parsed = itemSchema.safeParse(Item);
      if (!parsed.success) return undefined;
      const { rehearsal, region, until } = parsed.data;
      return { id: rehearsal.S, region: region.S, until: until.S };
    },
  };
}

/** The drill's side, for the controllers of both regions. */
export function dynamoDbRehearsalBoard(
  options: DynamoDbRehearsalsOptions & { readonly clientFor: (region: string) => DynamoDBClient },
): RehearsalBoard {
  const { table: TableName, globalClusterId, clientFor } = options;
  const recordKey = { id: { S: recordId(globalClusterId) } };
  const Key = keyOf(globalClusterId);
  return {
    async isRead(controllerRegion) {
      const { Item } = await clientFor(controllerRegion).send(
        new GetItemCommand({ TableName, Key: recordKey, ConsistentRead: true }),
      );
      return Item?.['rehearses']?.BOOL === true;
    },
    async announce(controllerRegion, rehearsal, seen) {
      try {
        // Both or neither: between a look at the record and a write of the rehearsal a loss could be recorded, which is none of a drill.
        await clientFor(controllerRegion).send(
          new TransactWriteItemsCommand({
            TransactItems: [
              {
                ConditionCheck: {
                  TableName,
                  Key: recordKey,
                  ConditionExpression: 'version = :seen AND rehearses = :yes',
                  ExpressionAttributeValues: { ':seen': { N: String(seen.version) }, ':yes': { BOOL: true } },
                },
              },
              { Put: { TableName, Item: { ...Key, ...toItem(rehearsal) } } },
            ],
          }),
        );
        return true;
      } catch (error) {
        // Another version by now, or the controller was writing in this very moment.
        if (error instanceof TransactionCanceledException) return false;
        throw error;
      }
    },
    async withdraw(controllerRegion, id) {
      try {
        await clientFor(controllerRegion).send(
          new DeleteItemCommand({
            TableName,
            Key,
            ConditionExpression: 'rehearsal = :id',
            ExpressionAttributeValues: { ':id': { S: id } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function toItem({ id, region, until }: Rehearsal) {
  // DynamoDB removes it some day by `expiresAt`; the controller looks at `until`.
  const expiresAt = String(Math.ceil(Date.parse(until) / 1000));
  return { rehearsal: { S: id }, region: { S: region }, until: { S: until }, expiresAt: { N: expiresAt } };
}
