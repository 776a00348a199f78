import { CiphertextRefusedError, type AuthenticatedCipher } from '../ports/authenticated-cipher';
import { DataKeyRefusedError, type DataKeyMaker, type DataKeyOpener } from '../ports/data-keys';
import { parseEnvelope, writeHead } from './envelope-format';
import { keyContext, type PlanIdentity } from './key-context';
import { sealSchema, type Seal } from './seal';
import { ChangedSealedPlanError, ForeignSealedPlanError, OtherKeySealedPlanError } from './seal-errors';

export interface OpenedPlan {
  readonly seal: Seal;
  readonly planFile: Uint8Array;
}

const PLAN_AGAIN = 'run the plan of the pull request again';

/**
 * Encrypts a plan file under a key for this one use, and binds it to its seal: neither can be changed, nor put together with another.
 *
 * @throws RangeError when `seal.planDigest` is not that of the file; what the data keys throw
 */
export async function sealPlan(
  planFile: Uint8Array,
  seal: Seal,
  ports: { readonly keys: DataKeyMaker; readonly cipher: AuthenticatedCipher },
): Promise<Uint8Array> {
  const checked = sealSchema.parse(seal);
  if (!ports.cipher.hasDigest(planFile, checked.planDigest))
    throw new RangeError(`the seal is for another plan file: ${checked.planDigest} is not its SHA-256`);
  const { key, wrapped } = await ports.keys.make(keyContext(checked));
  try {
    const head = writeHead({ seal: checked, wrappedKey: wrapped });
    const { nonce, ciphertext, tag } = ports.cipher.encrypt(key, planFile, head);
    return Buffer.concat([head, nonce, ciphertext, tag]);
  } finally {
    key.fill(0);
  }
}

/**
 * Opens a sealed plan. What comes back is what was sealed, bit by bit, by somebody who could make keys for `identity`; whether it is still
 * the plan to apply is the question of {@link checkSeal}.
 *
 * @throws SealedPlanError; what the data keys throw, except that they refuse the key
 */
export async function openSealedPlan(
  bytes: Uint8Array,
  identity: PlanIdentity,
  ports: { readonly keys: DataKeyOpener; readonly cipher: AuthenticatedCipher },
): Promise<OpenedPlan> {
  const { head, seal, wrappedKey, ...sealed } = parseEnvelope(bytes);
  refuseForeign(seal, identity);
  const key = await unwrap(wrappedKey, identity, ports.keys);
  try {
    const planFile = ports.cipher.decrypt(key, sealed, head);
    if (!ports.cipher.hasDigest(planFile, seal.planDigest))
      throw new ChangedSealedPlanError(
        `the plan file in the sealed plan is not the one with the digest ${seal.planDigest}; ${PLAN_AGAIN}`,
      );
    return { seal, planFile };
  } catch (cause) {
    if (!(cause instanceof CiphertextRefusedError)) throw cause;
    throw new ChangedSealedPlanError(
      `the sealed plan was changed after it was made; find out who can write to the state bucket, then ${PLAN_AGAIN}`,
      { cause },
    );
  } finally {
    key.fill(0);
  }
}

/** Said before the key is asked for: what the key would answer names no field. The seal itself is authenticated only afterwards. */
function refuseForeign(seal: Seal, identity: PlanIdentity): void {
  const fields = ['repositoryId', 'pullRequest', 'environment'] as const;
  const differing = fields.filter((field) => seal[field] !== identity[field]);
  if (differing.length === 0) return;
  const list = differing.map((field) => `${field} is ${seal[field]} and should be ${identity[field]}`).join(', ');
  throw new ForeignSealedPlanError(
    `the sealed plan was made for something else: ${list}; find out who put it there, then ${PLAN_AGAIN}`,
  );
}

async function unwrap(wrapped: Uint8Array, identity: PlanIdentity, keys: DataKeyOpener): Promise<Uint8Array> {
  try {
    return await keys.open(wrapped, keyContext(identity));
  } catch (cause) {
    if (!(cause instanceof DataKeyRefusedError)) throw cause;
    throw new OtherKeySealedPlanError(
      `the key of the environment does not open the sealed plan (${cause.message}): it was made with another key, or changed; ${PLAN_AGAIN}`,
      { cause },
    );
  }
}
