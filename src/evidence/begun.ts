import type { Digest } from '../ports/evidence-signer';
import type { EvidenceStore } from '../ports/evidence-store';
import { evidenceSchema } from './document';
import { fileName, placeIn, placeOf } from './layout';
import { documentText, type Evidence } from './to-evidence';

/**
 * Evidence that a drill had begun to keep when its process died: its document is stored, and the entry of the chain or what comes after may be missing. Keeping
 * it once more finishes that, and changes nothing that is there.
 *
 * @returns `undefined` unless exactly one document of the drill is there, whole, with the history that it names
 * @throws whatever the store throws
 */
export async function begunEvidence(
  environment: string,
  exerciseId: string,
  { store, digest }: { readonly store: Pick<EvidenceStore, 'list' | 'read'>; readonly digest: Digest },
): Promise<Evidence | undefined> {
  const keys = (await store.list(placeOf(environment))).filter(
    (key) =>
      placeIn(environment, key).kind === 'document' &&
      key.startsWith(`${placeOf(environment)}documents/${exerciseId}-`),
  );
  const [key] = keys;
  if (key === undefined || keys.length > 1) return undefined;
  const text = await textOf(key, store);
  if (text === undefined || key !== placeOf(environment) + fileName('documents', exerciseId, text, digest))
    return undefined;
  const document = documentOf(text);
  if (document?.exerciseId !== exerciseId || document.environment !== environment) return undefined;
  if (document.rawHistory === undefined) return { document, history: undefined };
  const history = await textOf(placeOf(environment) + document.rawHistory.file, store);
  return history === undefined || digest(history) !== document.rawHistory.sha256 ? undefined : { document, history };
}

async function textOf(key: string, store: Pick<EvidenceStore, 'read'>): Promise<string | undefined> {
  const bytes = await store.read(key);
  return bytes === undefined ? undefined : new TextDecoder('utf-8').decode(bytes);
}

/** Only what this version would write in the same way: otherwise it would be stored a second time. */
function documentOf(text: string): Evidence['document'] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = evidenceSchema.safeParse(value);
  return data !== undefined && documentText(data) === text ? data : undefined;
}
