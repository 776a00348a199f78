import type { Clock } from '../ports/clock';
import type { Digest, EvidenceKey, EvidenceSigner } from '../ports/evidence-signer';
import type { EvidenceStore } from '../ports/evidence-store';
import { entryText, parseEntry, signedText, type EvidenceEntry, type StoredFile } from './entry';
import { entryKey, fileName, keyFile, placeIn, placeOf } from './layout';
import { documentText, type Evidence } from './to-evidence';

export interface EvidencePorts {
  readonly store: EvidenceStore;
  readonly signer: EvidenceSigner;
  readonly digest: Digest;
  readonly clock: Clock;
}

/** Where a drill's evidence is, so that others can be told and the chain be held against what they remember. */
export interface AppendedEvidence {
  readonly number: number;
  /** Key of the entry, and the digest of its bytes. */
  readonly entry: string;
  readonly sha256: string;
  /** Keys of what it is about. */
  readonly document: string;
  readonly history: string | undefined;
}

/** Evidence cannot be kept; the message says what to do. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
}

/** So many others may be faster; drills of one environment hold its lease, so one is rare already. */
const TRIES = 10;
const PAUSE_MS = 200;

/**
 * Stores the evidence of a drill and chains it to what is there: public key → history → document → entry, so that whatever an entry names is
 * there before it. A run that is killed on the way leaves files that no entry names; `verify` tells them, and the next run passes by.
 *
 * Doing it again with the same evidence is harmless. An entry that was written but not answered is found by what it is about.
 *
 * @throws EvidenceError, and whatever store and signer throw
 */
export async function appendEvidence(evidence: Evidence, ports: EvidencePorts): Promise<AppendedEvidence> {
  const { document, history } = evidence;
  const { environment, exerciseId } = document;
  const key = await ports.signer.key();
  await putOnce(placeOf(environment) + keyFile(key.id), key.publicKey, ports);

  const put = async (kind: 'documents' | 'histories', text: string): Promise<StoredFile & { isNew: boolean }> => {
    const file = fileName(kind, exerciseId, text, ports.digest);
    const isNew = await putOnce(placeOf(environment) + file, text, ports);
    return { file, sha256: ports.digest(text), bytes: new TextEncoder().encode(text).length, isNew };
  };
  const storedHistory = history === undefined ? null : await put('histories', history);
  const { isNew, ...stored } = await put('documents', documentText(document));
  const files = { document: stored, history: storedHistory === null ? null : withoutNews(storedHistory) };

  for (let tries = 1; tries <= TRIES; tries++) {
    const numbers = await entryNumbers(environment, ports);
    // Whoever comes for the first time, and first, has nothing to look for.
    const present = isNew && tries === 1 ? undefined : await entryAbout(stored.sha256, environment, numbers, ports);
    if (present !== undefined) return present;
    const head = await readHead(environment, numbers, ports);
    const entry = await sign(environment, head, files, key, ports);
    const text = entryText(entry);
    const place = entryKey(environment, entry.number);
    if (await ports.store.create(place, new TextEncoder().encode(text))) return told(entry, ports.digest(text));
    await ports.clock.sleep(PAUSE_MS * tries);
  }
  throw new EvidenceError(
    `the evidence of ${exerciseId} is stored, but others were faster ${TRIES} times to append to the chain of ${environment}; run the drill again when nothing else drills it`,
  );
}

/** Writes a file; when it is there already it has to be the same. @returns whether it was not there */
async function putOnce(key: string, text: string, { store }: EvidencePorts): Promise<boolean> {
  const bytes = new TextEncoder().encode(text);
  if (await store.create(key, bytes)) return true;
  const present = await store.read(key);
  if (present === undefined)
    throw new EvidenceError(`${key} was being written by somebody else, and is not there; run the drill again`);
  if (Buffer.compare(present, bytes) !== 0)
    throw new EvidenceError(
      `${key} is there already, with other content: nothing of ours writes that. Look who did (CloudTrail), keep it, and run npm run evidence -- verify`,
    );
  return false;
}

function withoutNews({ file, sha256, bytes }: StoredFile): StoredFile {
  return { file, sha256, bytes };
}

/** The numbers of all entries, in order. */
async function entryNumbers(environment: string, { store }: EvidencePorts): Promise<readonly number[]> {
  const places = (await store.list(placeOf(environment))).map((key) => placeIn(environment, key));
  return places.flatMap((place) => (place.kind === 'entry' ? [place.number] : [])).sort((a, b) => a - b);
}

/** The newest entry about a document, by the document's digest. */
async function entryAbout(
  documentSha256: string,
  environment: string,
  numbers: readonly number[],
  { store, digest }: EvidencePorts,
): Promise<AppendedEvidence | undefined> {
  for (const number of numbers.toReversed()) {
    const bytes = await store.read(entryKey(environment, number));
    const entry = bytes === undefined ? undefined : entryOf(bytes);
    if (bytes !== undefined && entry?.document.sha256 === documentSha256) return told(entry, digest(bytes));
  }
  return undefined;
}

/** `undefined` when it is damaged: new evidence is not to be lost because old was, and `verify` tells it. */
function entryOf(bytes: Uint8Array): EvidenceEntry | undefined {
  try {
    return parseEntry(bytes);
  } catch {
    return undefined;
  }
}

interface Head {
  readonly number: number;
  readonly sha256: string;
}

async function readHead(
  environment: string,
  numbers: readonly number[],
  { store, digest }: EvidencePorts,
): Promise<Head | undefined> {
  const number = numbers.at(-1);
  if (number === undefined) return undefined;
  const key = entryKey(environment, number);
  const bytes = await store.read(key);
  if (bytes === undefined)
    throw new EvidenceError(`${key} is listed and cannot be read; run npm run evidence -- verify ${environment}`);
  return { number, sha256: digest(bytes) };
}

async function sign(
  environment: string,
  head: Head | undefined,
  files: Pick<EvidenceEntry, 'document' | 'history'>,
  key: EvidenceKey,
  { signer, clock }: EvidencePorts,
): Promise<EvidenceEntry> {
  const unsigned = {
    formatVersion: 1,
    environment,
    number: (head?.number ?? 0) + 1,
    previous: head?.sha256 ?? null,
    at: clock.now().toISOString(),
    ...files,
    keyId: key.id,
    algorithm: 'ECDSA_SHA_256',
  } as const;
  const signature = await signer.sign(new TextEncoder().encode(signedText(unsigned)));
  return { ...unsigned, signature: Buffer.from(signature).toString('base64') };
}

function told({ environment, number, document, history }: EvidenceEntry, sha256: string): AppendedEvidence {
  return {
    number,
    entry: entryKey(environment, number),
    sha256,
    document: placeOf(environment) + document.file,
    history: history === null ? undefined : placeOf(environment) + history.file,
  };
}
