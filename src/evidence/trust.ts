import type { EvidenceEntry } from './entry';
import { note, problem, type Finding } from './finding';
import { keyFile, placeIn, placeOf } from './layout';
import type { VerifyPorts } from './verify';

/** Whose signatures count. */
export type Trust =
  | {
      /** Keys that whoever verifies has had from somewhere else, or asks KMS for. */
      readonly kind: 'pinned';
      /** In PEM. */
      readonly publicKeys: readonly string[];
      /** Where they are from, for messages. */
      readonly from: string;
    }
  | {
      /** Whatever keys lie beside the chain: shows damage, and not who signed. */
      readonly kind: 'beside';
    };

export interface KeyRing {
  readonly trust: Trust;
  /** By their file below `evidence/<environment>/`. */
  readonly beside: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Reads the public keys that lie beside the chain. */
export async function keyRing(environment: string, trust: Trust, { reader }: VerifyPorts): Promise<KeyRing> {
  const beside = new Map<string, string>();
  for (const key of await reader.list(`${placeOf(environment)}keys/`)) {
    if (placeIn(environment, key).kind !== 'key') continue;
    const bytes = await reader.read(key);
    if (bytes !== undefined) beside.set(key.slice(placeOf(environment).length), new TextDecoder().decode(bytes));
  }
  const findings =
    trust.kind === 'pinned'
      ? [...beside]
          .filter(([, publicKey]) => !trust.publicKeys.includes(publicKey))
          .map(([file]) =>
            problem(
              placeOf(environment) + file,
              `it is not the public key that ${trust.from} gives`,
              'it was changed, or the environment has signed with another key once: pin that one as well if you know it',
            ),
          )
      : [
          note(
            `${placeOf(environment)}keys/`,
            'signatures were checked with the keys that lie beside the chain',
            'whoever could write there could have signed everything anew with a key of their own; pin the key with --public-key, or let KMS give it',
          ),
          ...(beside.size > 1
            ? [
                problem(
                  `${placeOf(environment)}keys/`,
                  `there are ${beside.size} keys`,
                  'nobody here can say which of them is the environment’s: pin them with --public-key',
                ),
              ]
            : []),
        ];
  return { trust, beside, findings };
}

/** Whether an entry is signed by a key that is trusted. */
export function checkKey(
  { keyId }: EvidenceEntry,
  { trust, beside }: KeyRing,
  isSignedBy: (publicKey: string) => boolean,
): readonly Omit<Finding, 'where'>[] {
  const found = (what: string, todo: string) => [{ level: 'problem', what, todo } as const];
  if (trust.kind === 'pinned') {
    if (trust.publicKeys.some(isSignedBy)) return [];
    const own = beside.get(keyFile(keyId));
    return own !== undefined && isSignedBy(own)
      ? found(`it is signed by ${keyId}, which is not the key that ${trust.from} gives`, 'somebody has signed it anew')
      : found('its signature is not one over it', CHANGED);
  }
  const own = beside.get(keyFile(keyId));
  if (own === undefined) return found(`the public key of ${keyId} is missing`, 'pin it with --public-key');
  return isSignedBy(own) ? [] : found('its signature is not one over it', CHANGED);
}

const CHANGED = 'it was changed, or signed by nobody whom we know: fetch its first version from the bucket';
