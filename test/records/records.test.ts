import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../src/ports/clock';
import { applyOf, ApplyRecordError, rememberApply, type ApplyRecord } from '../../src/records/apply-record';
import { DrillRecordError, lastDrills, rememberDrill, type DrillRecord } from '../../src/records/drill-record';
import { MemoryObjectStore } from '../fakes/memory-object-store';

const INSTANT: Clock = { now: () => new Date(0), monotonicMs: () => 0, sleep: () => Promise.resolve() };
const COMMIT = 'a'.repeat(40);
const SWITCHOVER: DrillRecord = {
  kind: 'switchover',
  verdict: 'passed',
  finishedAt: '2026-03-08T09:40:00.000Z',
  rpoSeconds: 0,
  rtoSeconds: 41.5,
  detectionSeconds: 12.3,
  runUrl: 'https://github.com/o/r/actions/runs/1',
};
const APPLY: ApplyRecord = { commit: COMMIT, pullRequest: 7, state: 'started', at: '2026-03-08T09:40:00.000Z' };

describe('the record of a drill', () => {
  test('is one object for each kind, and the last one counts', async () => {
    const store = new MemoryObjectStore(INSTANT);
    expect(await lastDrills(store, 'production')).toEqual([]);
    await rememberDrill(store, 'production', { ...SWITCHOVER, verdict: 'failed' });
    await rememberDrill(store, 'production', SWITCHOVER);
    const restore: DrillRecord = { kind: 'restore', verdict: 'not-run', finishedAt: '2026-03-08T10:00:00.000Z' };
    await rememberDrill(store, 'production', restore);
    await rememberDrill(store, 'staging', { ...restore, verdict: 'passed' });
    expect([...store.objects.keys()].sort()).toEqual([
      'drills/production/restore.json',
      'drills/production/switchover.json',
      'drills/staging/restore.json',
    ]);
    expect(await lastDrills(store, 'production')).toEqual([SWITCHOVER, restore]);
  });

  test.each<[string, string]>([
    ['is not JSON', '{'],
    ['lacks its verdict', '{"kind":"restore","finishedAt":"2026-03-08T10:00:00.000Z"}'],
    ['has a verdict that nobody knows', '{"kind":"restore","verdict":"great","finishedAt":"2026-03-08T10:00:00.000Z"}'],
    ['is one of another kind', '{"kind":"switchover","verdict":"passed","finishedAt":"2026-03-08T10:00:00.000Z"}'],
    ['has no time', '{"kind":"restore","verdict":"passed","finishedAt":"yesterday"}'],
    [
      'leads somewhere else than to a run',
      '{"kind":"restore","verdict":"passed","finishedAt":"2026-03-08T10:00:00.000Z","runUrl":"javascript:alert(1)"}',
    ],
    [
      'has a field of another version',
      '{"kind":"restore","verdict":"passed","finishedAt":"2026-03-08T10:00:00.000Z","approved":true}',
    ],
  ])('that %s is an error, and never a drill that passed', async (_case, text) => {
    const store = new MemoryObjectStore(INSTANT);
    await store.replace('drills/production/restore.json', text);
    await expect(lastDrills(store, 'production')).rejects.toThrow(DrillRecordError);
    await expect(lastDrills(store, 'production')).rejects.toThrow(
      'drills/production/restore.json in the state bucket is not a record of a drill; remove it and drill again',
    );
  });

  test('with a number that cannot be is not written', async () => {
    const store = new MemoryObjectStore(INSTANT);
    await expect(rememberDrill(store, 'production', { ...SWITCHOVER, rpoSeconds: -1 })).rejects.toThrow();
    await expect(rememberDrill(store, 'production', { ...SWITCHOVER, rtoSeconds: NaN })).rejects.toThrow();
    expect(store.objects.size).toBe(0);
  });
});

describe('the record of an apply', () => {
  test('is one object for each commit, and its last state counts', async () => {
    const store = new MemoryObjectStore(INSTANT);
    expect(await applyOf(store, 'production', COMMIT)).toBeUndefined();
    await rememberApply(store, 'production', APPLY);
    await rememberApply(store, 'production', { ...APPLY, state: 'applied' });
    expect(await applyOf(store, 'production', COMMIT)).toEqual({ ...APPLY, state: 'applied' });
    expect([...store.objects.keys()]).toEqual([`applies/production/${COMMIT}.json`]);
  });

  test('that is damaged is an error, and never an apply that ended', async () => {
    const store = new MemoryObjectStore(INSTANT);
    await store.replace(`applies/production/${COMMIT}.json`, '{"state":"applied"}');
    await expect(applyOf(store, 'production', COMMIT)).rejects.toThrow(ApplyRecordError);
  });
});
