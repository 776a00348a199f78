import { expect, test } from '@jest/globals';
import { updateDrillIssue } from '../../src/watch/drill-issue';
import { switchover } from '../fixtures/evidence/documents';
import { MemoryIssues } from './pipeline-signs';

const entry = (number: number, day: string) => ({
  number,
  sha256: String(number).padStart(64, '0'),
  document: switchover({ day, number }).document,
});
const clock = { now: () => new Date('2026-03-10T12:00:00Z') };

test('one issue of an environment is opened, kept up to date, and left alone while nothing is new', async () => {
  const issues = new MemoryIssues();
  const first = [entry(1, '2026-03-01')];
  expect((await updateDrillIssue('production', first, { issues, clock })).outcome).toBe('opened');
  expect((await updateDrillIssue('production', first, { issues, clock })).outcome).toBe('unchanged');
  const second = [...first, entry(2, '2026-03-08')];
  expect((await updateDrillIssue('production', second, { issues, clock })).outcome).toBe('updated');
  expect(issues.open_.get('drills:production')?.body).toContain('**The chain ends** at entry 2');
  await updateDrillIssue('staging', [], { issues, clock });
  expect([...issues.open_.keys()]).toEqual(['drills:production', 'drills:staging']);
});

test('that nobody can be told is an error', async () => {
  const issues = new MemoryIssues();
  issues.failure = new Error('issues are turned off');
  await expect(updateDrillIssue('production', [], { issues, clock })).rejects.toThrow('issues are turned off');
});
