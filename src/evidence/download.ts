import type { EvidenceReader, EvidenceStore } from '../ports/evidence-store';
import { placeIn, placeOf } from './layout';

export interface Download {
  /** How many files are new in the copy. */
  readonly written: number;
  /** How many were there already, with the same bytes. */
  readonly same: number;
  /** What was not copied, and why: one sentence each. */
  readonly refused: readonly string[];
}

/**
 * Copies the evidence of an environment. A copy that exists is completed, and never changed: an earlier download is a witness, and when the
 * place that it came from says something else now, that is what somebody has to hear.
 */
export async function downloadEvidence(
  environment: string,
  from: EvidenceReader,
  to: EvidenceStore,
): Promise<Download> {
  let [written, same] = [0, 0];
  const refused: string[] = [];
  for (const key of await from.list(placeOf(environment))) {
    if (placeIn(environment, key).kind === 'unknown') {
      refused.push(`${JSON.stringify(key)} is nothing that belongs to the evidence; look who put it there`);
      continue;
    }
    const bytes = await from.read(key);
    if (bytes === undefined) {
      refused.push(`${key} is listed and cannot be read`);
      continue;
    }
    if (await to.create(key, bytes)) {
      written++;
      continue;
    }
    const present = await to.read(key);
    if (present !== undefined && Buffer.compare(present, bytes) === 0) same++;
    else refused.push(`${key} is another file here than there: one of the two was changed; keep both and verify both`);
  }
  return { written, same, refused };
}
