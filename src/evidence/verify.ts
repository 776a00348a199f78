import type { Digest, SignatureCheck } from '../ports/evidence-signer';
import type { EvidenceReader } from '../ports/evidence-store';
import type { EvidenceDocument } from './document';
import { parseEntry, signedText, type EvidenceEntry } from './entry';
import { note, problem, type Finding } from './finding';
import { entryKey, placeIn, placeOf } from './layout';
import { checkKey, keyRing, type KeyRing, type Trust } from './trust';
import { readDocument } from './verify-document';

export interface VerifyPorts {
  readonly reader: EvidenceReader;
  readonly digest: Digest;
  readonly isSignedBy: SignatureCheck;
}

/** What somebody else remembers of the chain: a report, an issue, an auditor. Without it nobody can tell that the newest entries are missing. */
export interface Remembered {
  /** The chain reaches this number at least. */
  readonly number: number;
  /** Digest of the bytes of the entry with this number, which vouches for all before it. */
  readonly sha256?: string;
  /** Who remembers, for the message. */
  readonly by: string;
}

export interface VerifiedEntry {
  readonly entry: EvidenceEntry;
  /** Key of the entry, and the digest of its bytes. */
  readonly key: string;
  readonly sha256: string;
  /** `undefined` when it is missing, changed or none. */
  readonly document: EvidenceDocument | undefined;
}

export interface Verification {
  /** Everything that is an entry, in the order of the chain, also when something is wrong with it. */
  readonly entries: readonly VerifiedEntry[];
  /** Empty of problems only when every byte is what was signed. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the whole chain of an environment: every entry is there, under its own number, in the bytes that were written, names the one before it, and
 * is signed by a key that is trusted; every document and history is there and unchanged.
 *
 * What it cannot see: that the newest entries and their files were taken away together, unless somebody remembers a number (`remembered`).
 */
export async function verifyEvidence(
  environment: string,
  trust: Trust,
  remembered: readonly Remembered[],
  ports: VerifyPorts,
): Promise<Verification> {
  const keys = await ports.reader.list(placeOf(environment));
  const findings: Finding[] = [];
  const ring = await keyRing(environment, trust, ports);
  findings.push(...ring.findings);

  const numbers = keys
    .flatMap((key) => {
      const place = placeIn(environment, key);
      return place.kind === 'entry' ? [place.number] : [];
    })
    .sort((a, b) => a - b);
  if (numbers.length === 0)
    findings.push(
      problem(
        placeOf(environment),
        'there is no evidence',
        'check the name of the environment and the place; if there was evidence, it was removed',
      ),
    );

  const entries: VerifiedEntry[] = [];
  const named = new Map<string, number>();
  let before: { readonly number: number; readonly sha256: string } | undefined;
  for (const number of numbers) {
    const key = entryKey(environment, number);
    findings.push(...missingBetween(environment, before?.number ?? 0, number));
    const bytes = await ports.reader.read(key);
    if (bytes === undefined) {
      findings.push(problem(key, 'it is listed and cannot be read', 'check the rights of whoever verifies'));
      continue;
    }
    const sha256 = ports.digest(bytes);
    const { entry, found } = checkEntry(environment, number, bytes, before, ring, ports);
    findings.push(...found.map((one) => ({ ...one, where: key })));
    before = { number, sha256 };
    if (entry === undefined) continue;
    const read = await readDocument(environment, entry, ports);
    findings.push(...read.findings);
    const already = named.get(entry.document.file);
    if (already !== undefined)
      findings.push(
        problem(
          key,
          `it is about ${entry.document.file}, as entry ${already} is already`,
          'a drill counts once: find out who appended it again, and keep both',
        ),
      );
    named.set(entry.document.file, already ?? number);
    if (entry.history !== null) named.set(entry.history.file, number);
    entries.push({ entry, key, sha256, document: read.document });
  }

  findings.push(...exercisesTwice(entries), ...unnamed(environment, keys, named));
  findings.push(...heldAgainst(environment, remembered, numbers.at(-1) ?? 0, entries));
  if (remembered.length === 0 && numbers.length > 0)
    findings.push(
      note(
        placeOf(environment),
        `nobody has said how far the chain has to reach; it reaches entry ${numbers.at(-1) ?? 0}`,
        'entries removed from its end are not noticed without --expect-last: take the number and the digest from the tracking issue or from the last report',
      ),
    );
  return { entries, findings };
}

function missingBetween(environment: string, before: number, number: number): readonly Finding[] {
  if (number <= before + 1) return [];
  const last = number - 1;
  const which = before + 1 === last ? `entry ${last} is missing` : `entries ${before + 1} to ${last} are missing`;
  return [
    problem(
      entryKey(environment, before + 1),
      which,
      'it was removed, or not downloaded: look at the versions in the bucket',
    ),
  ];
}

type EntryFinding = Omit<Finding, 'where'>;

function checkEntry(
  environment: string,
  number: number,
  bytes: Uint8Array,
  before: { readonly number: number; readonly sha256: string } | undefined,
  ring: KeyRing,
  { isSignedBy }: VerifyPorts,
): { readonly entry: EvidenceEntry | undefined; readonly found: readonly EntryFinding[] } {
  let entry: EvidenceEntry;
  try {
    entry = parseEntry(bytes);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { entry: undefined, found: [{ level: 'problem', what, todo: RESTORE }] };
  }
  const found: EntryFinding[] = [];
  const add = (what: string, todo: string) => found.push({ level: 'problem', what, todo });
  if (entry.environment !== environment)
    add(`it is an entry of environment ${entry.environment}`, `it does not belong here: look who put it, and when`);
  if (entry.number !== number) add(`it is entry ${entry.number}, in the place of ${number}`, 'it was moved or copied');
  const expected = before === undefined ? null : before.sha256;
  if ((number === 1 || before?.number === number - 1) && entry.previous !== expected)
    add(
      entry.previous === null
        ? 'it says that it is the first, and there is one before it'
        : number === 1
          ? 'it is the first, and names one before it'
          : `it was made after another entry ${number - 1} than the one that is there`,
      'one of the two was changed, or put there later: hold both against the versions in the bucket and against what was reported then',
    );
  const text = new TextEncoder().encode(signedText(entry));
  found.push(
    ...checkKey(entry, ring, (publicKey) => isSignedBy(publicKey, text, Buffer.from(entry.signature, 'base64'))),
  );
  return { entry, found };
}

const RESTORE = 'it was changed: fetch its first version from the bucket, which Object Lock keeps';

function exercisesTwice(entries: readonly VerifiedEntry[]): readonly Finding[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ key, entry, document }) => {
    if (document === undefined) return [];
    const already = first.get(document.exerciseId);
    first.set(document.exerciseId, already ?? entry.number);
    if (already === undefined) return [];
    return [
      note(
        key,
        `exercise ${document.exerciseId} is documented in entry ${already}, too`,
        'read both: the later one must not take back what the earlier one says',
      ),
    ];
  });
}

/** What lies beside the chain: signed by nobody, so it proves nothing. */
function unnamed(environment: string, keys: readonly string[], named: ReadonlyMap<string, number>): readonly Finding[] {
  return keys.flatMap((key) => {
    const { kind } = placeIn(environment, key);
    if (kind === 'unknown')
      return [
        problem(key, 'it is nothing that belongs to the evidence', 'look who put it there; nothing of ours does'),
      ];
    if ((kind !== 'document' && kind !== 'history') || named.has(key.slice(placeOf(environment).length))) return [];
    return [
      note(
        key,
        'no entry names it, so nothing vouches for it',
        'a drill was killed between storing and signing it, or the entry that named it was removed from the end: hold the last number against the tracking issue',
      ),
    ];
  });
}

function heldAgainst(
  environment: string,
  remembered: readonly Remembered[],
  last: number,
  entries: readonly VerifiedEntry[],
): readonly Finding[] {
  return remembered.flatMap(({ number, sha256, by }) => {
    const key = entryKey(environment, number);
    if (number > last)
      return [
        problem(
          key,
          `${by} knows of entry ${number}, and the chain ends with ${last}`,
          'the newest entries were removed: look at the versions in the bucket, which Object Lock keeps',
        ),
      ];
    const present = entries.find(({ entry }) => entry.number === number);
    if (sha256 === undefined || present === undefined || present.sha256 === sha256) return [];
    return [
      problem(
        key,
        `${by} knows another entry ${number}, with digest ${sha256}; here it is ${present.sha256}`,
        'the chain up to here was made anew: whoever could sign did that; hold it against earlier downloads',
      ),
    ];
  });
}
