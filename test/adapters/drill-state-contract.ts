import { expect, test } from '@jest/globals';
import { DrillStateRefusedError, type DrillState, type DrillStateStore } from '../../src/ports/drill-state';

/** Only what must be there. */
const BARE_STATE: DrillState = {
  version: 1,
  drillId: '3b1f',
  kind: 'rotation',
  writtenBy: 'process 1',
  status: 'needs-human',
  startedAt: '2026-01-01T00:00:00.000Z',
  run: 'https://github.com/o/r/actions/runs/1',
  writerBefore: 'us-east-1',
  failBack: true,
  faultIn: ['us-east-1'],
  temporary: [{ kind: 'snapshot', region: 'us-west-2', id: 'aurora-restore-drill-test' }],
  steps: [{ name: 'wait until 100 % is “there”', at: '2026-01-01T00:00:01.000Z' }],
  limits: { moveMs: 600_000, redundancyMs: 3_600_000 },
  history: 'drill-report/test.journal.jsonl',
};

/** Every field that may be absent is there. */
export const FULL_STATE: DrillState = {
  ...BARE_STATE,
  move: { fromRegion: 'us-east-1', toRegion: 'us-west-2' },
  recovery: { by: 'Ana’s laptop', at: '2026-01-01T01:00:00.000Z', attempt: 2 },
  needsHuman: { reason: 'no', runbook: 'docs/recovery.md#a', at: '2026-01-01T01:00:00.000Z' },
  resolution: { by: 'Ana', note: 'done', at: '2026-01-01T02:00:00.000Z' },
};

/** What every store of a drill's state promises. @param fresh gives an empty one for each test */
export function drillStateContract(fresh: () => Promise<DrillStateStore>): void {
  test('nothing is there before the first write', async () => {
    expect(await (await fresh()).read()).toEqual({ kind: 'none' });
  });

  test.each([
    ['everything', FULL_STATE],
    ['only what must be there', BARE_STATE],
  ])('%s is read as it was written', async (_name, state) => {
    const store = await fresh();
    expect(await store.replace({ kind: 'none' }, state)).toBe(true);
    expect(await store.read()).toEqual({ kind: 'state', state });
  });

  test('a write that replaces another version, or another drill, changes nothing', async () => {
    const store = await fresh();
    const first: DrillState = { ...FULL_STATE, status: 'running' };
    const there = { kind: 'state', state: first } as const;
    expect(await store.replace(there, { ...first, version: 2 })).toBe(false);
    expect(await store.replace({ kind: 'none' }, first)).toBe(true);
    expect(await store.replace({ kind: 'none' }, { ...first, writtenBy: 'process 2' })).toBe(false);
    const second: DrillState = { ...first, version: 2, status: 'ended' };
    expect(await store.replace(there, second)).toBe(true);
    expect(await store.replace(there, { ...first, version: 2, writtenBy: 'process 2' })).toBe(false);
    const otherDrill = { kind: 'state', state: { ...second, drillId: 'another' } } as const;
    expect(await store.replace(otherDrill, { ...second, version: 3 })).toBe(false);
    expect(await store.read()).toEqual({ kind: 'state', state: second });
  });

  test('of 30 writes at once exactly one wins, at the first state and at a later one', async () => {
    const store = await fresh();
    for (let round = 0; round < 3; round++) {
      const before = await store.read();
      const contenders = Array.from({ length: 30 }, (_, index) => ({
        ...FULL_STATE,
        version: round + 1,
        drillId: `drill ${round}`,
        writtenBy: `process ${index}`,
      }));
      const won = await Promise.all(contenders.map((contender) => store.replace(before, contender)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.read()).toEqual({ kind: 'state', state: contenders[won.indexOf(true)] });
    }
  });

  test('a record that is too large is refused, and nothing changes', async () => {
    const store = await fresh();
    const steps = Array.from({ length: 5_000 }, () => ({ name: 'x'.repeat(200), at: FULL_STATE.startedAt }));
    await expect(store.replace({ kind: 'none' }, { ...FULL_STATE, steps })).rejects.toThrow(DrillStateRefusedError);
    expect(await store.read()).toEqual({ kind: 'none' });
  });
}
