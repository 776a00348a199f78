import { expect, test } from '@jest/globals';
import { takeManifest } from '../../../src/drill/restore/take-manifest';
import type { ContentQuestion } from '../../../src/drill/restore/content-answers';
import { contentManifest, readTable } from '../../fakes/content-manifest';
import { VirtualClock } from '../../fakes/virtual-clock';

/** A database of which each question takes `takesMs`; it fails the first `failures` times. */
function database(clock: VirtualClock, takesMs: number, failures = 0) {
  const asked: ContentQuestion[] = [];
  let left = failures;
  const { horizon, sections, sequences, newestHeartbeatMs } = contentManifest();
  const ask = async (question: ContentQuestion): Promise<unknown> => {
    asked.push(question);
    await clock.sleep(takesMs);
    if (left-- > 0) throw new Error('cache lookup failed for relation 16384');
    switch (question.about) {
      case 'catalog':
        return { horizon, sections, sequences, newestHeartbeatMs };
      case 'table':
        return { ...readTable(question.table, { 1: 1 }), indexes: [{ schema: 'app', name: `${question.table} key` }] };
      case 'index':
        return { index: question.name, outcome: 'passed', detail: 'sound' };
    }
  };
  return { ask, asked };
}

const WRITER = { kind: 'writer' } as const;
const COPY = { kind: 'restored', host: 'copy', port: 5432 } as const;

test('the heartbeats are always among the tables, each table once, and indexes are checked in a copy only', async () => {
  const clock = new VirtualClock();
  const { ask, asked } = database(clock, 1);
  const tables = ['app.a', 'dr.heartbeat', 'app.a'];
  await clock.run(takeManifest({ place: WRITER, tables, horizon: undefined }, clock, ask));
  expect(asked).toEqual([
    { about: 'catalog' },
    { about: 'table', table: 'dr.heartbeat', horizon: '1000' },
    { about: 'table', table: 'app.a', horizon: '1000' },
  ]);
  asked.length = 0;
  const manifest = await clock.run(takeManifest({ place: COPY, tables: ['app.a'], horizon: '77' }, clock, ask));
  expect(asked.slice(1)).toEqual([
    { about: 'table', table: 'dr.heartbeat', horizon: '77' },
    { about: 'table', table: 'app.a', horizon: '77' },
    { about: 'index', schema: 'app', name: 'dr.heartbeat key' },
    { about: 'index', schema: 'app', name: 'app.a key' },
  ]);
  expect(manifest.horizon).toBe('77');
});

test('production is read for a minute at most; what was not read is named', async () => {
  const clock = new VirtualClock();
  const { ask } = database(clock, 15_000);
  const tables = ['app.a', 'app.b', 'app.c', 'app.d', 'app.e'];
  const { tables: read } = await clock.run(takeManifest({ place: WRITER, tables, horizon: undefined }, clock, ask));
  expect(read.map(({ state }) => state)).toEqual(['read', 'read', 'read', 'read', 'read', 'not-read']);
  expect(read[5]).toEqual({ table: 'app.e', state: 'not-read', reason: 'app.e was not read: the others took 60 s' });
});

test('catalogs that change while they are read are read once more, and no oftener', async () => {
  const clock = new VirtualClock();
  const request = { place: WRITER, tables: [], horizon: undefined };
  await clock.run(takeManifest(request, clock, database(clock, 1, 1).ask));
  await expect(clock.run(takeManifest(request, clock, database(clock, 1, 2).ask))).rejects.toThrow(
    'cache lookup failed',
  );
});
