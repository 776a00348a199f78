import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ACCOUNT, EAST, startTestEmulator } from './emulator-support/emulator-fixture';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startTestEmulator();
});

afterAll(async () => {
  await emulator.stop();
});

/** Creates a role as an SDK does it, in one attempt of a call. */
async function createRole(name: string, invocation: string, attempt: number) {
  const response = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${EAST}/iam/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded',
      'amz-sdk-invocation-id': invocation,
      'amz-sdk-request': `attempt=${attempt}; max=25`,
    },
    body: new URLSearchParams({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: '{}' }),
  });
  return { status: response.status, text: await response.text() };
}

test('an attempt after a success gets the same answer, because the first one was lost on the way', async () => {
  const invocation = randomUUID();
  const first = await createRole('lost-answer', invocation, 1);
  expect(first.status).toBe(200);
  expect(await createRole('lost-answer', invocation, 2)).toEqual(first);
  expect(await createRole('lost-answer', invocation, 3)).toEqual(first);
});

test('another call is another call, and a refusal is asked anew', async () => {
  await createRole('taken', randomUUID(), 1);
  const invocation = randomUUID();
  const refused = await createRole('taken', invocation, 1);
  expect(refused.status).toBe(409);
  // The request id shows that nobody remembered it.
  const again = await createRole('taken', invocation, 2);
  expect(again.status).toBe(409);
  expect(again.text).not.toBe(refused.text);
});
