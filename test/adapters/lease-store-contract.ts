import { expect, test } from '@jest/globals';
import { FIRST_LEASE_RECORD, type LeaseRecord, type LeaseStore } from '../../src/ports/lease-store';

/** What every store of a lease promises. @param fresh gives an empty one for each test */
export function leaseStoreContract(fresh: () => Promise<LeaseStore>): void {
  const next = (record: LeaseRecord, change: Partial<LeaseRecord> = {}): LeaseRecord => ({
    ...record,
    ...change,
    version: record.version + 1,
  });

  test('nothing written yet is the first record', async () => {
    expect(await (await fresh()).read()).toEqual({ version: 0, ownerId: '', holder: undefined });
  });

  test('what was written is read, whole', async () => {
    const store = await fresh();
    const taken: LeaseRecord = {
      version: 1,
      ownerId: 'b5d1',
      holder: { kind: 'drill', run: 'https://github.com/o/r/actions/runs/1', since: '2026-01-01T00:00:00.000Z' },
    };
    expect(await store.replace(taken)).toBe(true);
    expect(await store.read()).toEqual(taken);
    const free = { version: 2, ownerId: '', holder: undefined };
    expect(await store.replace(free)).toBe(true);
    expect(await store.read()).toEqual(free);
  });

  test('a write that replaces another version than the one there changes nothing', async () => {
    const store = await fresh();
    const first = next(FIRST_LEASE_RECORD, { ownerId: 'a' });
    expect(await store.replace({ ...first, version: 2 })).toBe(false);
    expect(await store.replace(first)).toBe(true);
    expect(await store.replace(next(FIRST_LEASE_RECORD, { ownerId: 'b' }))).toBe(false);
    expect(await store.replace({ ...first, version: 3, ownerId: 'c' })).toBe(false);
    expect(await store.read()).toEqual(first);
  });

  test('of 30 writes at once exactly one wins, at the first record and at a later one', async () => {
    const store = await fresh();
    let record = FIRST_LEASE_RECORD;
    for (let round = 0; round < 3; round++) {
      const contenders = Array.from({ length: 30 }, (_, index) => next(record, { ownerId: `owner ${index}` }));
      const won = await Promise.all(contenders.map((contender) => store.replace(contender)));
      expect(won.filter(Boolean)).toHaveLength(1);
      record = await store.read();
      expect(record).toEqual(contenders[won.indexOf(true)]);
    }
  });
}
