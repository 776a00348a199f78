import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { TerraformLocks } from '../ports/terraform-lock';

/** The lock table holds something that Terraform did not write. */
export class TerraformLockError extends Error {
  override readonly name = 'TerraformLockError';
}

export interface DynamoDbTerraformLocksOptions {
  readonly table: string;
  /** The state, as Terraform names it in the table: bucket, slash, key. */
  readonly state: string;
  /** Of the table's region. */
  readonly client: DynamoDBClient;
}

/** What Terraform writes down: https://github.com/hashicorp/terraform/blob/main/internal/states/statemgr/locker.go */
const infoSchema = z.object({
  ID: z.string().min(1),
  Operation: z.string(),
  Who: z.string(),
  Version: z.string(),
  Created: z.string().transform((text, context) => {
    const date = new Date(text);
    if (!Number.isNaN(date.getTime())) return date;
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  }),
});

/** Terraform's own items of its lock table, read only. Needs dynamodb:GetItem. */
export function dynamoDbTerraformLocks(options: DynamoDbTerraformLocksOptions): TerraformLocks {
  const { table: TableName, state, client } = options;
  const item = async (id: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { LockID: { S: id } }, ConsistentRead: true }))).Item;
  return {
    async read() {
      const info = (await item(state))?.['Info']?.S;
      // A lock is an item with Info; an item without it is none to Terraform either.
      if (info === undefined) return undefined;
      const parsed = infoSchema.safeParse(json(info));
      if (!parsed.success) {
        throw new TerraformLockError(`the item ${state} of ${TableName} is no lock of Terraform; look who wrote it`);
      }
      const { ID, Operation, Who, Version, Created } = parsed.data;
      return { id: ID, operation: Operation, who: Who, version: Version, created: Created };
    },
    async checksum() {
      return (await item(`${state}-md5`))?.['Digest']?.S;
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
