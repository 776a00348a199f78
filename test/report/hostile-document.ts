import type { EvidenceDocument } from '../../src/evidence/document';
import { failover, restore, rotation } from '../fixtures/evidence/documents';

/** As bad as a text can be for HTML and for Markdown. */
export const HOSTILE_TEXT =
  '<script>alert(1)</script><img src=x onerror=alert(1)> "onload=alert(1) | @team \n\n# <b>bold</b> [x](javascript:alert(1)) `code` \u202e </style></title></svg>';

/**
 * A document in which everything that may be any text is this one, as if whoever wrote it wanted to speak through our reports.
 */
export function documentOf(text: string): EvidenceDocument {
  const told = { day: '2026-03-01', number: 77 };
  const { document } = failover(told);
  const { restores } = restore(told).document;
  const { rotation: rotated } = rotation(told).document;
  return {
    ...document,
    reasons: [text],
    scope: { account: text, globalCluster: text, regions: [text], writerName: text },
    conduct: {
      trigger: 'manual',
      actor: text,
      runUrl: 'https://example.com/"><script>alert(1)</script>',
      principal: text,
      commit: text,
      planDigest: text,
    },
    preflight: document.preflight.map((guard) => ({ ...guard, value: text, limit: text })),
    timeline: document.timeline.map((entry) => ({ ...entry, what: text })),
    moves: document.moves.map((move) => ({
      ...move,
      fromRegion: text,
      toRegion: text,
      reasons: [text],
      reads: [{ region: text, answered: [{ instance: text, reads: 1 }], failed: 1 }],
    })),
    restores: restores.map((one) => ({
      ...one,
      region: text,
      clusterId: text,
      checks: [{ check: text, outcome: 'failed', value: text, expected: text }],
      negativeControl: { altered: text, rejected: true },
      cost: { instanceMs: 1, instanceClass: text, estimate: text },
    })),
    rotation: {
      region: text,
      secrets: (rotated?.secrets ?? []).map((secret) => ({ ...secret, secret: text, error: text })),
    },
    awsCalls: document.awsCalls.map((call) => ({
      ...call,
      operation: text,
      requestId: text,
      region: text,
      service: text,
    })),
    interruption: { brokenOffIn: text, recoveredBy: text, needsHuman: text },
  };
}
