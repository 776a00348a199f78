import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { appendEvidence, type AppendedEvidence } from '../../src/evidence/append';
import type { EvidenceContext } from '../../src/evidence/context';
import type { Finding } from '../../src/evidence/finding';
import { toEvidence, type Evidence } from '../../src/evidence/to-evidence';
import type { Trust } from '../../src/evidence/trust';
import { verifyEvidence, type Remembered, type Verification } from '../../src/evidence/verify';
import type { Clock } from '../../src/ports/clock';
import type { EvidenceReader, EvidenceStore } from '../../src/ports/evidence-store';
import type { EvidenceSigner } from '../../src/ports/evidence-signer';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { contextOf, failoverResult, notRunResult } from './drill-results';

/** A wall clock that stands still, and sleeps no longer than a turn of the event loop. */
export const STILL: Clock = {
  now: () => new Date('2026-11-22T10:00:00.000Z'),
  monotonicMs: () => 0,
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
};

export const exercise = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Evidence of a drill of its own; every third was not run. */
export function evidenceOf(number: number, overrides: Partial<EvidenceContext> = {}): Evidence {
  const isRun = number % 3 !== 0;
  const context = contextOf({ exerciseId: exercise(number), ...(isRun ? {} : { journal: [] }), ...overrides });
  return toEvidence(isRun ? failoverResult() : notRunResult(), context, sha256);
}

export function append(evidence: Evidence, store: EvidenceStore, signer: EvidenceSigner): Promise<AppendedEvidence> {
  return appendEvidence(evidence, { store, signer, digest: sha256, clock: STILL });
}

export interface Chain {
  readonly store: MemoryEvidenceStore;
  readonly signer: LocalEvidenceSigner;
  readonly appended: readonly AppendedEvidence[];
}

export async function chainOf(length: number, environment = 'production'): Promise<Chain> {
  const store = new MemoryEvidenceStore();
  const signer = new LocalEvidenceSigner();
  const appended: AppendedEvidence[] = [];
  for (let number = 1; number <= length; number++)
    appended.push(await append(evidenceOf(number, { environment }), store, signer));
  return { store, signer, appended };
}

export function pinned(...publicKeys: readonly string[]): Trust {
  return { kind: 'pinned', publicKeys, from: 'the auditor' };
}

export function verify(
  reader: EvidenceReader,
  trust: Trust,
  remembered: readonly Remembered[] = [],
  environment = 'production',
): Promise<Verification> {
  return verifyEvidence(environment, trust, remembered, { reader, digest: sha256, isSignedBy: ecdsaSignatureCheck });
}

export const problems = ({ findings }: Verification): readonly string[] => linesOf(findings, 'problem');
export const notes = ({ findings }: Verification): readonly string[] => linesOf(findings, 'note');

function linesOf(findings: readonly Finding[], level: Finding['level']): readonly string[] {
  return findings.filter((finding) => finding.level === level).map(({ where, what }) => `${where}: ${what}`);
}
