import { expect, test } from '@jest/globals';
import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { verifyEvidence, type Remembered } from '../../src/evidence/verify';
import { followDrills } from '../../src/watch/drill-issue';
import type { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { switchover } from '../fixtures/evidence/documents';
import { stored, type StoredFixture } from '../site/stored-evidence';
import { MemoryIssues } from './pipeline-signs';

const DRILLS = ['2026-02-22', '2026-03-01', '2026-03-08'].map((day, index) => switchover({ day, number: index + 1 }));
const clock = { now: () => new Date('2026-03-10T12:00:00Z') };

const verifying =
  ({ publicKey }: StoredFixture, reader: MemoryEvidenceStore) =>
  (remembered: readonly Remembered[]) =>
    verifyEvidence('production', { kind: 'pinned', publicKeys: [publicKey], from: 'KMS' }, remembered, {
      reader,
      digest: sha256,
      isSignedBy: ecdsaSignatureCheck,
    });

const withoutLast = ({ store }: StoredFixture): MemoryEvidenceStore => {
  const copy = store.copy();
  copy.files.delete('evidence/production/00000003.json');
  return copy;
};

test('one issue of an environment is opened, kept up to date, and left alone while nothing is new', async () => {
  const issues = new MemoryIssues();
  const chain = await stored(DRILLS);
  const follow = (reader: MemoryEvidenceStore) =>
    followDrills('production', { issues, clock, verify: verifying(chain, reader) });
  const first = await follow(withoutLast(chain));
  expect(first.remembered).toEqual([]);
  expect(first.issue.outcome).toBe('opened');
  expect((await follow(withoutLast(chain))).issue.outcome).toBe('unchanged');
  const second = await follow(chain.store);
  expect(second).toMatchObject({
    issue: { outcome: 'updated' },
    remembered: [{ number: 2, by: 'the tracking issue' }],
  });
  expect(second.verification.findings).toEqual([]);
  expect([...issues.open_.keys()]).toEqual(['drills:production']);
});

test('a chain that was cut is found out by its own issue, which does not forget', async () => {
  const issues = new MemoryIssues();
  const chain = await stored(DRILLS);
  await followDrills('production', { issues, clock, verify: verifying(chain, chain.store) });
  for (let run = 1; run <= 2; run++) {
    const { verification } = await followDrills('production', {
      issues,
      clock,
      verify: verifying(chain, withoutLast(chain)),
    });
    expect(verification.findings).toContainEqual(
      expect.objectContaining({ what: 'the tracking issue knows of entry 3, and the chain ends with 2' }),
    );
    const text = issues.open_.get('drills:production');
    expect(text?.title).toBe('Drills of production: the evidence is broken');
    expect(text?.body).toContain('> **❌ The chain of evidence is broken:**');
    expect(text?.body).toContain('**The chain ends** at entry 3');
    expect(text?.body).toContain('as was seen before something went wrong');
  }
  await followDrills('production', { issues, clock, verify: verifying(chain, chain.store) });
  expect(issues.open_.get('drills:production')?.title).toBe('Drills of production: the last of each kind passed');
});

test('that nobody can be told is an error', async () => {
  const issues = new MemoryIssues();
  issues.failure = new Error('issues are turned off');
  const chain = await stored([]);
  await expect(followDrills('production', { issues, clock, verify: verifying(chain, chain.store) })).rejects.toThrow(
    'issues are turned off',
  );
});
