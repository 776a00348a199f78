import { parseHistory } from '../evidence/history-file';
import { keyFile, placeOf } from '../evidence/layout';
import type { Trust } from '../evidence/trust';
import type { VerifiedEntry, Verification } from '../evidence/verify';
import type { History } from '../drill/history';
import type { Digest } from '../ports/evidence-signer';
import { count } from '../report/inline';
import type { ChainStatus, SiteDrill, SiteEnvironment, StoredFile } from './site-input';

/** The stored evidence of one environment. */
export interface StoredEvidence {
  readonly environment: string;
  readonly verification: Verification;
  /** Whose signatures counted. */
  readonly trust: Trust;
  /** What was stored, by its key; also what belongs to other environments. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What the site shows of an environment. A document that is missing or changed is not shown; the findings say so. */
export function siteEnvironment(
  { environment, verification, trust, files }: StoredEvidence,
  digest: Digest,
): SiteEnvironment {
  return {
    name: environment,
    drills: verification.entries.flatMap((entry) => toDrill(entry, files, digest)),
    chain: chainStatus(verification, trust),
  };
}

function toDrill(
  { entry, key, sha256, document }: VerifiedEntry,
  files: ReadonlyMap<string, Uint8Array>,
  digest: Digest,
): readonly SiteDrill[] {
  if (document === undefined) return [];
  const place = placeOf(entry.environment);
  const stored: readonly StoredFile[] = [
    { what: 'entry', path: key, sha256 },
    { what: 'document', path: place + entry.document.file, sha256: entry.document.sha256 },
    ...(entry.history === null
      ? []
      : [{ what: 'raw history' as const, path: place + entry.history.file, sha256: entry.history.sha256 }]),
    { what: 'public key', path: place + keyFile(entry.keyId), sha256: undefined },
  ];
  const raw = entry.history === null ? undefined : files.get(place + entry.history.file);
  // A history that was changed would be drawn as if it had been measured.
  const isGenuine = raw !== undefined && digest(raw) === entry.history?.sha256;
  return [
    {
      number: entry.number,
      sha256,
      document,
      files: stored.filter(({ path }) => files.has(path)),
      histories: isGenuine ? historiesIn(raw) : [],
    },
  ];
}

function historiesIn(bytes: Uint8Array): readonly History[] {
  try {
    return parseHistory(new TextDecoder().decode(bytes)).runs.map(({ history }) => history);
  } catch {
    // It is what was signed, and written by a later version of this: the numbers of the document are shown without a picture.
    return [];
  }
}

function chainStatus({ entries, findings }: Verification, trust: Trust): ChainStatus {
  const problems = findings.filter(({ level }) => level === 'problem');
  const keys = trust.kind === 'pinned' ? trust.from : 'the keys that lie beside the chain';
  return {
    outcome: problems.length > 0 ? 'broken' : trust.kind === 'pinned' ? 'verified' : 'whole',
    summary: `${count(entries.length, 'entry', 'entries')}, signatures held against ${keys}; ${problems.length === 0 ? 'no problem found' : count(problems.length, 'problem')}.`,
    findings: [...problems, ...findings.filter(({ level }) => level === 'note')],
  };
}
