import { expect, test } from '@jest/globals';
import { FIRST_RECORD, type FailoverRecord, type FailoverRecords } from '../../src/ports/failover-record';

/** What every implementation of the record has to keep; `fresh` gives an empty one. */
export function failoverRecordsContract(fresh: () => Promise<FailoverRecords>): void {
  const next = (record: FailoverRecord, change: Partial<FailoverRecord> = {}): FailoverRecord => ({
    ...record,
    ...change,
    version: record.version + 1,
  });

  test('nothing written yet is the first record', async () => {
    expect(await (await fresh()).read()).toEqual(FIRST_RECORD);
  });

  test('what was written is read, whole', async () => {
    const records = await fresh();
    const full = next(FIRST_RECORD, {
      leaseOwner: 'a',
      leaseToken: 7,
      armed: { writerArn: 'arn:aws:rds:us-east-1:123456789012:cluster:c', lagMs: 12.5, at: '2026-01-01T00:00:00.000Z' },
      episode: {
        id: 'e',
        lostRegion: 'us-east-1',
        targetRegion: 'us-west-2',
        stage: 'closed',
        outcome: 'failed-over',
        reasons: ['one "quoted"', 'two\nlines'],
        armedAgeMs: 1_234,
        downForMs: 5_000,
        refusals: [],
        attempts: 1,
        told: ['declared'],
        steps: [{ stage: 'declared', at: '2026-01-01T00:00:01.000Z' }],
      },
    });
    expect(await records.replace(full)).toBe(true);
    expect(await records.read()).toEqual(full);
    const emptied = next(full, { armed: undefined, episode: undefined });
    expect(await records.replace(emptied)).toBe(true);
    expect(await records.read()).toEqual(emptied);
  });

  test('a write that replaces another version than the one there changes nothing', async () => {
    const records = await fresh();
    const first = next(FIRST_RECORD, { leaseOwner: 'a' });
    expect(await records.replace(first)).toBe(true);
    expect(await records.replace(next(FIRST_RECORD, { leaseOwner: 'b' }))).toBe(false);
    expect(await records.replace({ ...first, version: 3, leaseOwner: 'c' })).toBe(false);
    expect(await records.read()).toEqual(first);
  });

  test('of 30 writes at once exactly one wins, at the first record and at a later one', async () => {
    const records = await fresh();
    let record = FIRST_RECORD;
    for (let round = 0; round < 3; round++) {
      const contenders = Array.from({ length: 30 }, (_, index) => next(record, { leaseOwner: `owner ${index}` }));
      const won = await Promise.all(contenders.map((contender) => records.replace(contender)));
      expect(won.filter(Boolean)).toHaveLength(1);
      record = await records.read();
      expect(record).toEqual(contenders[won.indexOf(true)]);
    }
  });
}
