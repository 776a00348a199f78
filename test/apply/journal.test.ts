import { describe, expect, test } from '@jest/globals';
import { ApplyWatch, hasTouchedAnything } from '../../src/apply/journal';
import type { ResourceProgress } from '../../src/ports/terraform';

type Event = readonly [outcome: ResourceProgress['outcome'], address: string, action: string, seconds?: number];

function watch(...events: readonly Event[]) {
  const heard = new ApplyWatch();
  const lines = events
    .map(([outcome, address, action, seconds]) =>
      heard.hear({ address, action, outcome, ...(seconds === undefined ? {} : { seconds }) }),
    )
    .filter((line) => line !== undefined);
  return { lines, journal: heard.journal() };
}

describe('the journal of an apply', () => {
  test('says of each step whether it was done, failed, left without an end, or never begun', () => {
    const { journal, lines } = watch(
      ['planned', 'a.one', 'create'],
      ['planned', 'a.two', 'update'],
      ['planned', 'a.three', 'delete'],
      ['planned', 'a.four', 'create'],
      ['started', 'a.one', 'create'],
      ['started', 'a.two', 'update'],
      ['started', 'a.three', 'delete'],
      ['done', 'a.one', 'create', 31],
      ['failed', 'a.two', 'update', 2],
    );
    expect(journal).toEqual({
      done: [{ address: 'a.one', action: 'create', seconds: 31 }],
      failed: [{ address: 'a.two', action: 'update', seconds: 2 }],
      unfinished: [{ address: 'a.three', action: 'delete' }],
      notStarted: [{ address: 'a.four', action: 'create' }],
    });
    expect(lines).toEqual([
      'a.one: create started',
      'a.two: update started',
      'a.three: delete started',
      '1 of 4 done: a.one create done after 31 s',
      '1 of 4 done: a.two update failed after 2 s',
    ]);
    expect(hasTouchedAnything(journal)).toBe(true);
  });

  test('a replacement that stopped in the middle shows that the old one is gone and the new one is missing', () => {
    const { journal } = watch(
      ['planned', 'a.one', 'replace'],
      ['started', 'a.one', 'delete'],
      ['done', 'a.one', 'delete', 5],
    );
    expect(journal).toEqual({
      done: [{ address: 'a.one', action: 'delete', seconds: 5 }],
      failed: [],
      unfinished: [],
      notStarted: [{ address: 'a.one', action: 'create' }],
    });
  });

  test('reads, moves and words of the future are no steps', () => {
    const { journal, lines } = watch(
      ['planned', 'data.a.one', 'read'],
      ['planned', 'a.two', 'move'],
      ['planned', 'a.three', 'constructor'],
      ['started', 'data.a.one', 'read'],
      ['done', 'data.a.one', 'read', 0],
    );
    expect(journal).toEqual({ done: [], failed: [], unfinished: [], notStarted: [] });
    expect(hasTouchedAnything(journal)).toBe(false);
    expect(lines).toEqual([]);
  });

  test('two objects of one address are two steps', () => {
    const { journal } = watch(
      ['planned', 'a.one', 'delete'],
      ['planned', 'a.one', 'delete'],
      ['started', 'a.one', 'delete'],
      ['done', 'a.one', 'delete', 1],
    );
    expect(journal.done).toHaveLength(1);
    expect(journal.notStarted).toHaveLength(1);
  });

  test('a long step is told of every 30 seconds, although Terraform speaks every 10', () => {
    const { lines } = watch(
      ['planned', 'a.one', 'create'],
      ['planned', 'a.two', 'create'],
      ['started', 'a.one', 'create'],
      ...[10, 20, 30, 40, 50, 60, 70].map((seconds): Event => ['running', 'a.one', 'create', seconds]),
      ['running', 'a.two', 'create', 91],
    );
    expect(lines).toEqual([
      'a.one: create started',
      '0 of 2 done: a.one create still running after 30 s',
      '0 of 2 done: a.one create still running after 60 s',
      '0 of 2 done: a.two create still running after 91 s',
    ]);
  });
});
