import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { DrillStateRefusedError, type DrillStateStore, type StoredDrillState } from '../ports/drill-state';
import { isRefusalOfDynamoDb } from './dynamodb-refusal';

/** Raised when the shape changes: a record of another format is for a person, never for a guess. */
const FORMAT_VERSION = 1;

const count = z.number().int().min(1);
const moment = z.iso.datetime();
const ms = z.number().min(0);

/** What is shown to people in logs is printable, and no line of its own. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
const name = line(200);
const region = z.string().regex(/^[a-z0-9-]{1,40}$/);

const stateSchema = z.strictObject({
  version: count,
  drillId: name,
  kind: z.enum(['switchover', 'failover', 'restore', 'detection', 'rotation']),
  writtenBy: name,
  status: z.enum(['running', 'recovering', 'needs-human', 'ended', 'recovered', 'resolved']),
  startedAt: moment,
  run: line(500),
  writerBefore: region,
  failBack: z.boolean(),
  move: z.strictObject({ fromRegion: region, toRegion: region }).exactOptional(),
  faultIn: z.array(region).max(10),
  temporary: z.array(z.strictObject({ kind: z.enum(['cluster', 'snapshot']), region, id: name })).max(50),
  steps: z.array(z.strictObject({ name: line(300), at: moment })).max(500),
  limits: z.strictObject({ moveMs: ms, redundancyMs: ms }),
  history: line(1_000),
  recovery: z.strictObject({ by: line(500), at: moment, attempt: count }).exactOptional(),
  needsHuman: z.strictObject({ reason: line(4_000), runbook: name, at: moment }).exactOptional(),
  resolution: z.strictObject({ by: line(200), note: line(2_000), at: moment }).exactOptional(),
  toldAt: moment.exactOptional(),
});

const itemSchema = z.strictObject({ formatVersion: z.literal(FORMAT_VERSION), state: stateSchema });

export interface DynamoDbDrillStateOptions {
  /** The lock table of Terraform. */
  readonly table: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Of the table's region. */
  readonly client: DynamoDBClient;
}

/**
 * The state of a drill as one item of Terraform's lock table, beside the lease and out of the drilled stack's reach: `LockID` is `drill/<environment>`, `version`
 * and `drillId` are what every write compares, and `drill` is the record as JSON.
 *
 * Needs dynamodb:GetItem and dynamodb:PutItem.
 */
export function dynamoDbDrillState({
  table: TableName,
  environment,
  client,
}: DynamoDbDrillStateOptions): DrillStateStore {
  const id = { S: `drill/${environment}` };
  const where = `drill/${environment} in the lock table ${TableName}`;
  return {
    async read() {
      try {
        const { Item } = await client.send(
          new GetItemCommand({ TableName, Key: { LockID: id }, ConsistentRead: true }),
        );
        return Item === undefined ? { kind: 'none' } : parse(Item, where);
      } catch (error) {
        throw translate(error, `reading ${where}`);
      }
    },
    async replace(before, next) {
      const checked = stateSchema.safeParse(next);
      if (!checked.success) {
        throw new DrillStateRefusedError(
          `the state of a drill cannot be written like this: ${checked.error.issues.map(describeIssue).join('; ')}`,
        );
      }
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: {
              LockID: id,
              version: { N: String(next.version) },
              drillId: { S: next.drillId },
              drill: { S: JSON.stringify({ formatVersion: FORMAT_VERSION, state: checked.data }) },
            },
            ...inThePlaceOf(before),
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

function inThePlaceOf(
  before: StoredDrillState,
): Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> {
  switch (before.kind) {
    case 'none':
      return { ConditionExpression: 'attribute_not_exists(LockID)' };
    case 'state':
      return {
        ConditionExpression: 'version = :version AND drillId = :drillId',
        ExpressionAttributeValues: {
          ':version': { N: String(before.state.version) },
          ':drillId': { S: before.state.drillId },
        },
      };
    case 'unreadable':
      return before.text === undefined
        ? { ConditionExpression: 'attribute_exists(LockID) AND attribute_not_exists(drill)' }
        : {
            ConditionExpression: 'drill = :text',
            ExpressionAttributeValues: { ':text': { S: before.text } },
          };
  }
}

function parse(item: Record<string, AttributeValue>, where: string): StoredDrillState {
  const text = item['drill']?.S;
  const unreadable = (why: string): StoredDrillState => ({ kind: 'unreadable', why: `${where} ${why}`, text });
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return unreadable('is not the state of a drill');
  }
  const parsed = itemSchema.safeParse(value);
  if (!parsed.success) {
    return unreadable(
      `was written by another version of this repository, or is damaged: ${parsed.error.issues.map(describeIssue).join('; ')}`,
    );
  }
  const { state } = parsed.data;
  if (String(state.version) !== item['version']?.N || state.drillId !== item['drillId']?.S) {
    return unreadable('does not agree with itself on its version or its drill');
  }
  return { kind: 'state', state };
}

/** Which field, never its value: nobody knows what somebody else wrote there. */
function describeIssue({ path, code }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.') || 'the record'} (${code})`;
}

function translate(error: unknown, doing: string): unknown {
  if (!isRefusalOfDynamoDb(error)) return error;
  return new DrillStateRefusedError(
    `${doing} was refused: ${error.message || error.name}. The lock table and the permission for the state of drills come from terraform/bootstrap`,
    { cause: error },
  );
}
