import { describe, expect, test } from '@jest/globals';
import type { ObjectStore } from '../../src/ports/object-store';

/** What every object store promises. @param make gives an empty store for each test */
export function objectStoreContract(name: string, make: () => Promise<ObjectStore>): void {
  describe(`object store: ${name}`, () => {
    test('an object that does not exist reads as nothing', async () => {
      const store = await make();
      expect(await store.read('runs/a/stop.json')).toBeUndefined();
    });

    test('creates once, and never overwrites', async () => {
      const store = await make();
      expect(await store.create('runs/a/chunk-000001.ndjson', 'first\n')).toBe(true);
      expect(await store.create('runs/a/chunk-000001.ndjson', 'second\n')).toBe(false);
      expect(await store.read('runs/a/chunk-000001.ndjson')).toBe('first\n');
    });

    test('of two that create the same object at the same time one succeeds', async () => {
      const store = await make();
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => store.create('runs/a/claim.json', `owner ${index}`)),
      );
      const winners = results.flatMap((result, index) =>
        result.status === 'fulfilled' && result.value ? [`owner ${index}`] : [],
      );
      expect(winners).toHaveLength(1);
      expect(await store.read('runs/a/claim.json')).toBe(winners[0]);
    });

    test('replaces what is there and what is not', async () => {
      const store = await make();
      await store.replace('runs/a/beacon.json', '1');
      await store.replace('runs/a/beacon.json', 'zwölf 📜');
      expect(await store.read('runs/a/beacon.json')).toBe('zwölf 📜');
    });

    test('lists what begins with a prefix, in order, after a key', async () => {
      const store = await make();
      for (const key of [
        'runs/b/1',
        'runs/a/chunk-000010',
        'runs/a/chunk-000002',
        'runs/a/claim',
        'runs/a/chunk-000001',
      ]) {
        await store.create(key, 'x');
      }
      expect(await store.list('runs/a/chunk-')).toEqual([
        'runs/a/chunk-000001',
        'runs/a/chunk-000002',
        'runs/a/chunk-000010',
      ]);
      expect(await store.list('runs/a/chunk-', 'runs/a/chunk-000002')).toEqual(['runs/a/chunk-000010']);
      expect(await store.list('runs/c/')).toEqual([]);
    });

    test('lists more than fits into one answer of S3', async () => {
      const store = await make();
      const names = Array.from({ length: 1_005 }, (_, index) => `runs/a/chunk-${String(index + 1).padStart(6, '0')}`);
      for (let index = 0; index < names.length; index += 100) {
        await Promise.all(names.slice(index, index + 100).map((key) => store.replace(key, 'x')));
      }
      expect(await store.list('runs/a/chunk-')).toEqual(names);
    });
  });
}
