import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { appendEvidence } from '../../src/evidence/append';
import { verifyEvidence } from '../../src/evidence/verify';
import type { Trust } from '../../src/evidence/trust';
import { siteEnvironment } from '../../src/site/read-evidence';
import type { SiteInput } from '../../src/site/site-input';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import type { DrillFixture } from '../fixtures/evidence/documents';

export const NOW = new Date('2026-03-10T12:00:00Z');

export interface StoredFixture {
  readonly store: MemoryEvidenceStore;
  readonly publicKey: string;
}

/** Appends drills to a chain, signed with a key of its own. */
export async function stored(drills: readonly DrillFixture[]): Promise<StoredFixture> {
  const store = new MemoryEvidenceStore();
  const signer = new LocalEvidenceSigner();
  for (const { document, history } of drills) {
    const clock = {
      now: () => new Date(document.finishedAt),
      monotonicMs: () => 0,
      sleep: async () => undefined,
    };
    await appendEvidence({ document, history }, { store, signer, digest: sha256, clock });
  }
  return { store, publicKey: signer.publicKey };
}

/** What the site is made from, as a program that has the bucket would read it. */
export async function siteInput({ store, publicKey }: StoredFixture, environment = 'production'): Promise<SiteInput> {
  const trust: Trust = { kind: 'pinned', publicKeys: [publicKey], from: 'the key in KMS' };
  const verification = await verifyEvidence(environment, trust, [], {
    reader: store,
    digest: sha256,
    isSignedBy: ecdsaSignatureCheck,
  });
  const { files } = store;
  return {
    environments: [siteEnvironment({ environment, verification, trust, files }, sha256)],
    renderedAt: NOW,
    files,
  };
}
