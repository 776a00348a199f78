import { describe, expect, test } from '@jest/globals';
import { ChunkConflictError } from '../../../src/drill/segments/chunk-writer';
import { keys, parseChunk } from '../../../src/drill/segments/history-chunks';
import type { ProbeRequest } from '../../../src/drill/segments/requests';
import { runSegment } from '../../../src/drill/segments/run-segment';
import { MemoryLogger } from '../../fakes/logger';
import { MemoryObjectStore } from '../../fakes/memory-object-store';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../../fakes/two-regions';
import { VirtualClock } from '../../fakes/virtual-clock';

const RUN = '3f1c2a7e-8f64-4c6e-9b1d-1a2b3c4d5e6f';
const REQUEST: ProbeRequest = {
  operation: 'probe',
  runId: RUN,
  segment: 1,
  first: { kind: 'number', seq: 1 },
  forMs: 10_000,
  intervalMs: 200,
  timeoutMs: 1_000,
  readers: [],
};

function setUp(lifeMs = 900_000) {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const store = new MemoryObjectStore(clock);
  const startedMs = clock.monotonicMs();
  const place = {
    writer: { ...CREDENTIALS, host: WRITER_NAME },
    regions: [],
    owner: 'this call',
    remainingMs: () => lifeMs - (clock.monotonicMs() - startedMs),
  };
  const run = (request: Partial<ProbeRequest> = {}) =>
    clock.run(runSegment({ ...REQUEST, ...request }, place, { sql: world, clock, store, logger: new MemoryLogger() }));
  const chunks = (segment = 1) =>
    [...store.objects]
      .sort()
      .flatMap(([key, text]) => (key.startsWith(keys.chunks(RUN, segment)) ? [parseChunk(text, key)] : []));
  const written = () => [...world.rows['us-east-1'].keys()].map((key) => Number(key.split(':')[1]));
  return { clock, world, store, run, chunks, written, startedMs };
}

describe('a segment', () => {
  test('ends when its time is over, hands the next number over, and says that nothing follows', async () => {
    const { store, run, chunks, written } = setUp();
    expect(await run()).toBe('time');
    expect(chunks().map(({ end }) => end)).toEqual([
      ...Array.from({ length: chunks().length - 1 }, () => undefined),
      'time',
    ]);
    expect(chunks().flatMap(({ writes }) => writes.map(({ seq }) => seq))).toEqual(written());
    expect(JSON.parse(store.objects.get(keys.handover(RUN, 1)) ?? '')).toEqual({ nextSeq: written().length + 1 });
  });

  test('ends in time when little is left of the function', async () => {
    const { clock, run, chunks, startedMs } = setUp(30_000);
    expect(await run({ forMs: 600_000 })).toBe('time');
    expect(clock.monotonicMs() - startedMs).toBeLessThan(12_000);
    expect(chunks().at(-1)?.end).toBe('time');
  });

  test('ends when the drill says stop, and leaves nothing to go on from', async () => {
    const { clock, store, run, chunks } = setUp();
    void clock.sleep(3_000).then(() => store.objects.set(keys.stop(RUN), '{"stop":true}'));
    expect(await run()).toBe('stopped');
    expect(chunks().at(-1)?.end).toBe('stopped');
    expect(store.objects.has(keys.handover(RUN, 1))).toBe(false);
  });

  test('does not lose its last chunk because the handover could not be stored for a while', async () => {
    const { store, run, chunks, written } = setUp();
    let refusals = 0;
    store.before = (operation, key) => {
      if (operation === 'create' && key.endsWith('handover.json') && ++refusals <= 20) throw new Error('503 Slow Down');
    };
    expect(await run()).toBe('time');
    expect(store.objects.has(keys.handover(RUN, 1))).toBe(true);
    expect(chunks().flatMap(({ writes }) => writes)).toHaveLength(written().length);
  });

  test('goes on from the handover of the one before, and from nothing else', async () => {
    const { clock, store, run, chunks, written } = setUp();
    void clock.sleep(5_000).then(() => store.objects.set(keys.handover(RUN, 1), '{"nextSeq":77}'));
    expect(await run({ segment: 2, first: { kind: 'handover' }, forMs: 2_000 })).toBe('time');
    expect(written()[0]).toBe(77);
    expect(chunks(2)[0]?.firstSeq).toBe(77);
  });

  test('that waits for its turn writes nothing when the drill is over before', async () => {
    const { clock, store, run, written } = setUp();
    void clock.sleep(5_000).then(() => store.objects.set(keys.stop(RUN), '{"stop":true}'));
    expect(await run({ segment: 2, first: { kind: 'handover' } })).toBe('no-handover');
    expect(written()).toEqual([]);
  });

  test('leaves a request alone that another call carries out', async () => {
    const { store, run, written } = setUp();
    store.objects.set(keys.claim(RUN, 1), '{"owner":"another call"}');
    expect(await run()).toBe('not-mine');
    expect(written()).toEqual([]);
  });

  test('takes its own claim for its own, although the answer was lost', async () => {
    const { store, run, written } = setUp();
    store.objects.set(keys.claim(RUN, 1), '{"owner":"this call"}');
    expect(await run()).toBe('time');
    expect(written().length).toBeGreaterThan(40);
  });

  test('stops at once when somebody else writes its chunks: two histories must not be mixed into one', async () => {
    const { store, run, written } = setUp();
    store.objects.set(keys.chunk(RUN, 1, 4), 'of somebody else');
    await expect(run({ forMs: 60_000 })).rejects.toThrow(ChunkConflictError);
    expect(written().length).toBeLessThan(25);
    expect(store.objects.get(keys.chunk(RUN, 1, 4))).toBe('of somebody else');
    expect(store.objects.has(keys.handover(RUN, 1))).toBe(false);
  });
});
