import { z } from 'zod';
import { evidenceSchema, type EvidenceDocument } from './document';
import type { EvidenceEntry, StoredFile } from './entry';
import { problem, type Finding } from './finding';
import { placeOf } from './layout';
import type { VerifyPorts } from './verify';

/** Checks document and history of an entry, byte by byte. @returns the document when it is the one that was signed */
export async function readDocument(
  environment: string,
  entry: EvidenceEntry,
  ports: VerifyPorts,
): Promise<{ readonly document: EvidenceDocument | undefined; readonly findings: readonly Finding[] }> {
  const read = await checkFile(environment, entry, entry.document, ports);
  const history = entry.history === null ? [] : (await checkFile(environment, entry, entry.history, ports)).findings;
  const findings = [...read.findings, ...history];
  if (read.bytes === undefined) return { document: undefined, findings };
  const where = placeOf(environment) + entry.document.file;
  let document: EvidenceDocument;
  try {
    document = evidenceSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.bytes)));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replaceAll(/\s+/g, ' ') : String(error);
    const todo = 'it was signed so: read it by hand, with the version of this repository that its time had';
    return { document: undefined, findings: [...findings, problem(where, `it is no evidence: ${reason}`, todo)] };
  }
  const wrong: Finding[] = [];
  if (document.environment !== environment)
    wrong.push(problem(where, `it is about environment ${document.environment}`, 'it does not belong here'));
  if (!isSame(document.rawHistory, entry.history))
    wrong.push(
      problem(
        where,
        `it names another raw history than entry ${entry.number}`,
        'the numbers in it cannot be computed again: treat them as not proven',
      ),
    );
  return { document: wrong.length === 0 ? document : undefined, findings: [...findings, ...wrong] };
}

async function checkFile(
  environment: string,
  { number }: EvidenceEntry,
  { file, sha256, bytes: size }: StoredFile,
  { reader, digest }: VerifyPorts,
): Promise<{ readonly bytes: Uint8Array | undefined; readonly findings: readonly Finding[] }> {
  const where = placeOf(environment) + file;
  const bytes = await reader.read(where);
  if (bytes === undefined) {
    const todo = 'it was removed, or not downloaded: look at the versions in the bucket';
    return { bytes, findings: [problem(where, `it is missing; entry ${number} is about it`, todo)] };
  }
  const actual = digest(bytes);
  if (actual === sha256 && bytes.length === size) return { bytes, findings: [] };
  const what = `it was changed: entry ${number} was signed over ${size} bytes with digest ${sha256}, and this has ${bytes.length} bytes with digest ${actual}`;
  const todo = 'fetch its first version from the bucket, which Object Lock keeps';
  return { bytes: undefined, findings: [problem(where, what, todo)] };
}

function isSame(one: EvidenceDocument['rawHistory'], other: StoredFile | null): boolean {
  return one?.file === other?.file && one?.sha256 === other?.sha256 && one?.bytes === other?.bytes;
}
