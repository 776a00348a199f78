import { z } from 'zod';
import { sealSchema, type Seal } from './seal';
import { ChangedSealedPlanError, CutOffSealedPlanError, NotASealedPlanError } from './seal-errors';

/**
 * How a sealed plan is written:
 *
 *     magic (10) │ version (1) │ length of the header (4, big-endian) │ header, JSON │ nonce (12) │ ciphertext │ tag (16)
 *     └──────────────────── associated data, exactly as it stands ───────────────────┘
 *
 * The ciphertext is as long as the plan file, so a missing or an added byte moves the tag and is noticed.
 */
const MAGIC = Buffer.from('SEALEDPLAN', 'latin1');
const VERSION = 1;
const FIXED_LENGTH = MAGIC.length + 1 + 4;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
/** Ours have one or two thousand bytes. A length in front of hostile bytes must not decide how much is parsed. */
const LONGEST_HEADER = 64 * 1024;

const headerSchema = z.strictObject({ seal: sealSchema, wrappedKey: z.base64().min(1) });

const PLAN_AGAIN = 'run the plan of the pull request again';

export interface Envelope {
  /** Everything before the nonce, as it stands. */
  readonly head: Uint8Array;
  readonly seal: Seal;
  readonly wrappedKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** Magic, version, length and header. */
export function writeHead({ seal, wrappedKey }: Pick<Envelope, 'seal' | 'wrappedKey'>): Uint8Array {
  const header = Buffer.from(JSON.stringify({ seal, wrappedKey: Buffer.from(wrappedKey).toString('base64') }), 'utf8');
  if (header.length > LONGEST_HEADER)
    throw new RangeError(`the header of a sealed plan has at most ${LONGEST_HEADER} bytes, this one ${header.length}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([MAGIC, Buffer.of(VERSION), length, header]);
}

/** Takes an envelope apart. Nothing in the result is to be trusted before it was decrypted. @throws SealedPlanError */
export function parseEnvelope(given: Uint8Array): Envelope {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const begin = bytes.subarray(0, MAGIC.length);
  if (!begin.equals(MAGIC.subarray(0, begin.length)))
    throw new NotASealedPlanError(`this is no sealed plan: it does not begin with ${MAGIC.toString()}; ${PLAN_AGAIN}`);
  if (bytes.length < FIXED_LENGTH) throw cutOff(bytes.length);
  const version = bytes.readUInt8(MAGIC.length);
  if (version !== VERSION)
    throw new NotASealedPlanError(
      `the sealed plan has the version ${version} and this action knows ${VERSION}; ${PLAN_AGAIN}, with the actions of the same commit`,
    );
  const headerLength = bytes.readUInt32BE(MAGIC.length + 1);
  if (headerLength > LONGEST_HEADER)
    throw new ChangedSealedPlanError(`the header of the sealed plan claims ${headerLength} bytes; ${PLAN_AGAIN}`);
  const headLength = FIXED_LENGTH + headerLength;
  if (bytes.length < headLength + NONCE_LENGTH + TAG_LENGTH) throw cutOff(bytes.length);
  const { seal, wrappedKey } = parseHeader(bytes.subarray(FIXED_LENGTH, headLength));
  return {
    head: bytes.subarray(0, headLength),
    seal,
    wrappedKey: Buffer.from(wrappedKey, 'base64'),
    nonce: bytes.subarray(headLength, headLength + NONCE_LENGTH),
    ciphertext: bytes.subarray(headLength + NONCE_LENGTH, -TAG_LENGTH),
    tag: bytes.subarray(-TAG_LENGTH),
  };
}

function parseHeader(header: Buffer): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(JSON.parse(header.toString('utf8')));
  } catch (cause) {
    throw new ChangedSealedPlanError(
      `the header of the sealed plan cannot be read, so it was changed after it was made; ${PLAN_AGAIN}`,
      { cause },
    );
  }
}

function cutOff(length: number): CutOffSealedPlanError {
  return new CutOffSealedPlanError(`the sealed plan ends after ${length} bytes, which is too early; ${PLAN_AGAIN}`);
}
