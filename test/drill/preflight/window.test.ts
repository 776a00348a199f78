import { describe, expect, test } from '@jest/globals';
import { lookAtWindow } from '../../../src/drill/preflight/window';
import { weeklyWindow } from '../../../src/environment/windows';

const window = (text: string) => ({ text, ...weeklyWindow(text) });
const scheduled = (text: string, now: string) =>
  lookAtWindow({ trigger: 'schedule', window: window(text), freezes: [] }, new Date(now)).outcome;

// 4 January 2026 is a Sunday.
describe('the window', () => {
  test.each<[string, string, 'passed' | 'refused']>([
    ['sun:09:00-sun:13:00', '2026-01-04T08:59:59Z', 'refused'],
    ['sun:09:00-sun:13:00', '2026-01-04T09:00:00Z', 'passed'],
    ['sun:09:00-sun:13:00', '2026-01-04T12:59:59Z', 'passed'],
    ['sun:09:00-sun:13:00', '2026-01-04T13:00:00Z', 'refused'],
    ['sun:09:00-sun:13:00', '2026-01-05T10:00:00Z', 'refused'],
    // Over the end of the week, which is Sunday to Monday.
    ['sun:22:00-mon:02:00', '2026-01-04T21:59:00Z', 'refused'],
    ['sun:22:00-mon:02:00', '2026-01-04T23:59:00Z', 'passed'],
    ['sun:22:00-mon:02:00', '2026-01-05T00:00:00Z', 'passed'],
    ['sun:22:00-mon:02:00', '2026-01-05T01:59:00Z', 'passed'],
    ['sun:22:00-mon:02:00', '2026-01-05T02:00:00Z', 'refused'],
    // Over midnight, in the middle of the week, and by UTC whatever the zone of the text.
    ['wed:23:00-thu:01:00', '2026-01-01T00:30:00Z', 'passed'],
    ['wed:23:00-thu:01:00', '2026-01-01T01:30:00+01:00', 'passed'],
    ['wed:23:00-thu:01:00', '2026-01-01T02:30:00+01:00', 'refused'],
    // Nearly the whole week.
    ['mon:00:01-mon:00:00', '2026-01-05T00:00:00Z', 'refused'],
    ['mon:00:01-mon:00:00', '2026-01-04T23:59:00Z', 'passed'],
  ])('%s at %s: %s', (text, now, outcome) => {
    expect(scheduled(text, now)).toBe(outcome);
  });
});

describe('a freeze', () => {
  const freezes = [{ from: '2025-12-20', to: '2026-01-04', reason: 'end of the year' }];
  const inWindow = window('sat:00:00-sat:00:00');
  const at = (now: string, trigger: 'schedule' | 'manual' = 'schedule', overrideFreeze?: string) =>
    lookAtWindow(
      {
        trigger,
        // Always inside: only the freeze is in question.
        window: { ...inWindow, startMinute: 0, lengthMinutes: 7 * 1440 },
        freezes,
        ...(overrideFreeze === undefined ? {} : { overrideFreeze }),
      },
      new Date(now),
    );

  test.each<[string, 'passed' | 'refused']>([
    ['2025-12-19T23:59:59Z', 'passed'],
    ['2025-12-20T00:00:00Z', 'refused'],
    ['2026-01-04T23:59:59Z', 'refused'],
    ['2026-01-05T00:00:00Z', 'passed'],
    // Both ends are days in UTC.
    ['2026-01-05T00:30:00+01:00', 'refused'],
    ['2025-12-20T00:30:00+01:00', 'passed'],
  ])('includes both its days: %s', (now, outcome) => {
    expect(at(now).outcome).toBe(outcome);
  });

  test('tells its reason', () => {
    expect(at('2026-01-01T12:00:00Z').value).toBe(
      'thu 2026-01-01T12:00Z, inside the window; frozen from 2025-12-20 to 2026-01-04 (end of the year)',
    );
  });

  test('binds a drill by hand too, unless a reason is given, which is kept', () => {
    expect(at('2026-01-01T12:00:00Z', 'manual').outcome).toBe('refused');
    expect(at('2026-01-01T12:00:00Z', 'manual', ' ').outcome).toBe('refused');
    expect(at('2026-01-01T12:00:00Z', 'manual', 'the auditor is here')).toEqual({
      outcome: 'passed',
      value:
        'thu 2026-01-01T12:00Z, inside the window; frozen from 2025-12-20 to 2026-01-04 (end of the year); overridden: the auditor is here',
    });
  });

  test('cannot be overridden by a schedule', () => {
    const result = at('2026-01-01T12:00:00Z', 'schedule', 'the auditor is here');
    expect(result.outcome).toBe('refused');
    expect(result.value).toMatch(/only a drill by hand may override a freeze$/);
  });
});
