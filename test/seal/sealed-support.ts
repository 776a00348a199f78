import { z } from 'zod';
import { aes256Gcm } from '../../src/adapters/aes-256-gcm';
import type { Circumstances } from '../../src/seal/check-seal';
import { openSealedPlan, sealPlan, type OpenedPlan } from '../../src/seal/envelope';
import type { PlanIdentity } from '../../src/seal/key-context';
import type { Seal } from '../../src/seal/seal';
import { SealedPlanError } from '../../src/seal/seal-errors';
import { MemoryDataKeys } from '../fakes/memory-data-keys';

export const PLAN_FILE = Buffer.from('the plan file\n');
/** SHA-256 of that. */
export const PLAN_DIGEST = '8ab6030885b2de1321c31697550a6459cc2812736bb3849150c083c6bc293871';

/** Of a plan that was made before anything was applied. */
export const FIRST: Circumstances = {
  repositoryId: '456789',
  pullRequest: 7,
  environment: 'production',
  head: '1111111111111111111111111111111111111111',
  base: '2222222222222222222222222222222222222222',
  tree: '3333333333333333333333333333333333333333',
  lockFileDigest: '4444444444444444444444444444444444444444444444444444444444444444',
  terraformVersion: '1.11.4',
  platform: 'linux-x64',
  policyDigest: '5555555555555555555555555555555555555555555555555555555555555555',
};

export const CIRCUMSTANCES: Circumstances = {
  ...FIRST,
  state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 42 },
};

const TIMES = { createdAt: '2026-11-25T10:00:00.000Z', expiresAt: '2026-11-26T10:00:00.000Z' };

export const FIRST_SEAL: Seal = { ...FIRST, planDigest: PLAN_DIGEST, ...TIMES };
export const SEAL: Seal = { ...CIRCUMSTANCES, planDigest: PLAN_DIGEST, ...TIMES };

/** Seals and opens with one key. */
export class SealingDesk {
  constructor(readonly keys = new MemoryDataKeys()) {}

  seal(changes: Partial<Seal> = {}, planFile: Uint8Array = PLAN_FILE): Promise<Uint8Array> {
    const planDigest = aes256Gcm.digest(planFile);
    return sealPlan(planFile, { ...SEAL, planDigest, ...changes }, { keys: this.keys, cipher: aes256Gcm });
  }

  open(bytes: Uint8Array, identity: PlanIdentity = SEAL): Promise<OpenedPlan> {
    return openSealedPlan(bytes, identity, { keys: this.keys, cipher: aes256Gcm });
  }

  /** Name and message of the error with which an envelope is refused. @throws when it opens, or fails in another way */
  async refusal(bytes: Uint8Array, identity: PlanIdentity = SEAL): Promise<string> {
    const result = await this.open(bytes, identity).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (result === undefined) throw new Error('it was opened');
    if (!(result instanceof SealedPlanError)) throw new Error('refused in another way', { cause: result });
    return `${result.name}: ${result.message}`;
  }
}

const headerSchema = z.strictObject({ seal: z.unknown(), wrappedKey: z.string() });

/** The header of an envelope, and the envelope with another header in its place; the length is corrected. */
export function headerOf(bytes: Uint8Array): {
  readonly text: string;
  readonly wrappedKey: string;
  with(text: string): Uint8Array;
} {
  const envelope = Buffer.from(bytes);
  const end = 15 + envelope.readUInt32BE(11);
  const text = envelope.subarray(15, end).toString('utf8');
  return {
    text,
    wrappedKey: headerSchema.parse(JSON.parse(text)).wrappedKey,
    with(other) {
      const header = Buffer.from(other, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(header.length);
      return Buffer.concat([envelope.subarray(0, 11), length, header, envelope.subarray(end)]);
    },
  };
}
