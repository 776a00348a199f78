import { expect, test } from '@jest/globals';
import { renderDrillIssue, type DrillIssueEntry } from '../../src/report/drill-issue';
import { trendOf } from '../../src/report/drill-measures';
import { DRILLS } from '../fixtures/evidence/series';
import { failover, interrupted, switchover } from '../fixtures/evidence/documents';
import type { EvidenceDocument } from '../../src/evidence/document';
import { addressesIn, readByGitHub, readMarkdown, structureOf } from './github-markdown';
import { documentOf, HOSTILE_TEXT } from './hostile-document';

const NOW = new Date('2026-03-10T12:00:00Z');

const sha = (number: number) => String(number).padStart(64, '0');
const ENTRIES: readonly DrillIssueEntry[] = DRILLS.map(({ document }, index) => ({
  number: index + 1,
  sha256: sha(index + 1),
  document,
}));

test('the last drill of each kind, with its place in the chain', () => {
  const { title, body } = renderDrillIssue('production', ENTRIES, NOW);
  expect(title).toBe('Drills of production: the last of each kind passed');
  expect(body).toContain(
    `| switchover | 2026-03-08 09:31 UTC (2 days ago) | ✅ passed | RTO, planned 8.49 s<br>RTO of the fail back, planned 7.75 s<br>RPO, planned 0.00 s | 15 | \`${sha(15)}\` | [run](https://github.com/example/aurora/actions/runs/1015) |`,
  );
  expect(body).toContain(`**The chain ends** at entry 15, SHA-256 \`${sha(15)}\`.`);
});

test('planned and unplanned are different rows, and a drill without a number lends none', () => {
  const { body } = renderDrillIssue('production', ENTRIES, NOW);
  expect(body).toContain('### failover: all 4 drills, 2 passed, 1 failed, 1 inconclusive');
  expect(body).toContain('| RPO, unplanned, upper bound | &#60; 60 s | 2 | 0.74 s | 1.50 s | 1.50 s | 1.50 s |');
  expect(body).toContain('### switchover: all 5 drills, 3 passed, 1 failed, 1 not run');
  expect(body).toContain('| RPO, planned | no loss | 4 | 0.00 s | 0.00 s | 0.00 s | 0.00 s |');
});

test('the trend looks back on twelve of a kind; p50 and p95 are values that were measured', () => {
  const documents = Array.from({ length: 15 }, (_, index) => [
    failover({ day: '2026-01-02', number: 100 + index }).document,
    switchover({ day: '2026-01-02', number: index, outageMs: (index + 1) * 1_000 }).document,
  ]).flat();
  const trend = trendOf('switchover', documents);
  expect(trend.documents).toHaveLength(12);
  expect(trend.rows[0]).toMatchObject({ measured: 12, p50: 9_248, p95: 15_245, worst: 15_245, last: 15_245 });
});

test('what did not pass is in the title, and why; so is a human who is needed', () => {
  const { title, body } = renderDrillIssue(
    'production',
    [...ENTRIES, { number: 16, sha256: sha(16), document: interrupted({ day: '2026-03-09', number: 16 }).document }],
    NOW,
  );
  expect(title).toBe('Drills of production: failover failed');
  expect(body).toContain('> **⚠️ A human is needed** (failover drill, entry 16): us-east-1 is not a healthy replica');
  expect(body).toContain('- failover: the drill was broken off in');
});

test('an environment without drills', () => {
  const { title, body } = renderDrillIssue('staging', [], NOW);
  expect(title).toBe('Drills of staging: none yet');
  expect(body).toContain('No drill has left evidence yet.');
});

test('text of others stays text, and the limits of GitHub are kept', () => {
  const hostile = documentOf(HOSTILE_TEXT);
  const issueOf = (document: EvidenceDocument) =>
    renderDrillIssue('production', [{ number: 1, sha256: sha(1), document }], NOW);
  const parts = readMarkdown(issueOf(hostile).body);
  expect(structureOf(parts)).toBe(structureOf(readMarkdown(issueOf(documentOf('text')).body)));
  expect(addressesIn(parts)).toEqual(['https://example.com/%22%3E%3Cscript%3Ealert%281%29%3C/script%3E']);
  expect(readByGitHub(parts)).toEqual([]);

  const reasons = Array.from({ length: 2_000 }, (_, index) => `${index} ${HOSTILE_TEXT}`);
  const { title, body } = issueOf({ ...hostile, reasons });
  expect(title.length).toBeLessThan(256);
  expect(body.length).toBeLessThanOrEqual(65_000);
  expect(body).toContain('more; the log of the run names all of them.');
  expect(body).toContain('**The chain ends** at entry 1');
});
