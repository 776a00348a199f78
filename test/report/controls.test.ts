import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CONTROLS, NO_LEGAL_ADVICE } from '../../src/report/controls';
import { controlsDocument } from '../../src/report/controls-document';

test('docs/controls.md is what is generated: run "npx tsx scripts/generate-controls.ts"', () => {
  expect(readFileSync('docs/controls.md', 'utf8')).toBe(controlsDocument());
});

test('every framework of the design is there, and how far its wording was checked', () => {
  expect(CONTROLS.map(({ framework, clause, checked }) => [framework.split(/[,(]/)[0], clause, checked])).toEqual([
    ['DORA', 'Art. 11(6)', 'secondary'],
    ['DORA', 'Art. 12', 'secondary'],
    ['RTS', 'Art. 25(5)', 'secondary'],
    ['FFIEC', 'Exercises and tests', 'structure'],
    ['SOC 2', 'A1.2', 'unchecked'],
    ['SOC 2', 'A1.3', 'unchecked'],
    ['ISO 22301', '8.5', 'unchecked'],
    ['PCI DSS', '12.10', 'unchecked'],
    ['PCI DSS', '10.5', 'unchecked'],
  ]);
  expect(NO_LEGAL_ADVICE).toContain('This is no legal advice');
});
