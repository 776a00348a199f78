import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderDrill } from '../../src/report/drill-evidence';
import { plainText, table } from '../../src/report/markdown-table';
import {
  detection,
  failover,
  inconclusive,
  interrupted,
  notRun,
  restore,
  rotation,
  switchover,
} from '../fixtures/evidence/documents';
import { addressesIn, readByGitHub, readMarkdown, structureOf } from './github-markdown';
import { documentOf, HOSTILE_TEXT } from './hostile-document';
import { hostileText } from './hostile-text';

const DAY = { day: '2026-02-24', number: 12 };
const PLACE = { number: 12, sha256: 'ab'.repeat(32) };

test('a failover: the verdict first, each number beside its objective, with resolution and N', () => {
  const text = renderDrill(failover(DAY).document, PLACE).replaceAll('\u200b', '');
  expect(
    text.startsWith('## ✅ passed: failover drill of `production`\n\n`2026-02-24T09:23:11.000Z`, 8 min 29 s in all'),
  ).toBe(true);
  expect(text).toContain(
    '| RPO, unplanned | &#60; 60 s | 0.75 s (3 writes, at most 1.50 s) | ± 0.25 s, clocks ± 0.12 s |',
  );
  expect(text).toContain('| RTO, unplanned | &#60; 300 s | 21.7 s | ± 0.25 s, clocks ± 0.12 s |');
  expect(text).toContain(
    '| detection | ≤ 30 s | 9.53 s | from the last acknowledged write, clocks ± 0.12 s; by the deployed controller |',
  );
  expect(text).toContain('| redundancy gap | – | 71.1 s | time without a second region |');
  expect(text).toContain('| writes attempted (N) | 600, one each 0.25 s |');
  expect(text).toContain('| acknowledged and lost | 3 |');
  expect(text).toContain('| acknowledged by the old writer after the new one: split brain | 0 of 272 tried |');
  expect(text).toContain('| us-west-2 | rds-aurora-production-us-west-2-2 | 75 |');
  expect(text).toContain(
    '| replication lag | – | median 0.42 s, most 0.47 s | 60 samples; the last before the move: 0.46 s |',
  );
  expect(text).toContain('### ✅ passed: fail back, us-west-2 → us-east-1');
  expect(text).toContain('<details><summary>Preflight: 14 of 14 guards passed</summary>');
  expect(text).toContain(
    '| replication-lag | passed | 0.4 s, 0.5 s, 0.4 s, 0.6 s, 0.4 s | below 5 s, five fresh samples |',
  );
  expect(text).toContain('| 99.3 s | 2026-02-24T09:24:50.300Z | controller | failover: declared-down |');
  expect(text).toContain('| entry in the chain | `12` |');
  expect(text).toContain(`| SHA-256 of the entry | \`${'ab'.repeat(32)}\` |`);
});

test('a switchover never says anything about a disaster', () => {
  const text = renderDrill(switchover({ ...DAY, fenced: 'ok' }).document, PLACE);
  expect(text).toContain('## ❌ failed: switchover drill');
  expect(text).toContain('- switchover: the old writer acknowledged');
  expect(text).toContain(
    '| RPO, planned | no loss | 0.00 s (0 writes, at most 0.74 s) | planned move: proves nothing about a disaster |',
  );
  expect(text).toContain('**It does not prove:** It was planned: Aurora synchronises');
  expect(text).not.toContain('unplanned');
});

test('a restore: content, and whether the comparison can reject anything', () => {
  const text = renderDrill(restore({ ...DAY, fails: true }).document, PLACE);
  expect(text).toContain('## ❌ failed: restore drill');
  expect(text).toContain('| content of public.accounts | ❌ failed | 120,398 rows, checksum 77aa01 |');
  expect(text).toContain('| extensions | ❔ unknown |');
  expect(text).toContain(
    '| negative control | rejected, as it has to be (altered: row count of public.accounts + 1) |',
  );
  expect(text).toContain('| negative control | NOT REJECTED: the comparison proves nothing (altered: schema hash) |');
  expect(text).toContain('| removed afterwards | NO: it is still there and costs money |');
  expect(text).toContain('⚠️ Nothing but the heartbeats was compared.');
});

test('detection and rotation', () => {
  expect(renderDrill(detection(DAY).document, PLACE)).toContain('| detection, objective ≤ 30 s | 9.10 s (± 0.50 s) |');
  const text = renderDrill(rotation(DAY).document, PLACE);
  expect(text).toContain('### Rotation, with the writer in us-west-2');
  expect(text).toContain('| secret-db-application-production | 22.9 s | yes | not tried |  |');
});

describe('what is missing is said, and never 0', () => {
  test('not run', () => {
    const text = renderDrill(notRun(DAY).document, PLACE);
    expect(text).toContain('## ⏹️ not run: switchover drill');
    expect(text).toContain('- replication-lag: 7.9 s, 8.3 s, 8.0 s; needed: below 5 s, five fresh samples');
    expect(text).toContain('Preflight: 12 of 14 guards passed');
    expect(text).toContain('| alarms | unknown | throttled | none firing |');
  });

  test('inconclusive', () => {
    const text = renderDrill(inconclusive(DAY).document, PLACE);
    expect(text).toContain('## ❔ inconclusive: failover drill');
    expect(text).toContain('| RPO, unplanned | &#60; 60 s | not measured |');
    expect(text).toContain('| acknowledged and lost | not read |');
  });

  test('broken off, with somebody who has to do something', () => {
    const text = renderDrill(interrupted(DAY).document, undefined);
    expect(text).toContain('> It was broken off in: wait for the promotion.');
    expect(text).toContain('> **⚠️ A human is needed:** us-east-1 is not a healthy replica');
    expect(text).toContain('⚠️ This drill is not in the chain of evidence.');
  });
});

test('text of others stays text: nothing of it becomes an element, an address or a mention', () => {
  const plain = structureOf(readMarkdown(renderDrill(documentOf('text'), PLACE)));
  fc.assert(
    fc.property(fc.oneof(fc.constant(HOSTILE_TEXT), hostileText), (text) => {
      fc.pre(text.trim() !== '');
      const parts = readMarkdown(renderDrill(documentOf(text), PLACE));
      expect(structureOf(parts)).toBe(plain);
      expect(addressesIn(parts)).toEqual(['https://example.com/%22%3E%3Cscript%3Ealert%281%29%3C/script%3E']);
      expect(readByGitHub(parts)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('text in a table can neither break it nor mention anybody', () => {
  expect(table(['a'], [['x | y\n@me <i>']])).toBe('| a |\n| --- |\n| x &#124; y @\u200bme &#60;i&#62; |');
  expect(plainText('a*b_c')).toBe('a\\*b\\_c');
});
