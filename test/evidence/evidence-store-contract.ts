import { describe, expect, test } from '@jest/globals';
import type { EvidenceStore } from '../../src/ports/evidence-store';

/** What every store of evidence promises. @param make gives an empty one for each test */
export function evidenceStoreContract(name: string, make: () => Promise<EvidenceStore>): void {
  describe(`store of evidence: ${name}`, () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const text = (read: Uint8Array | undefined) => read && new TextDecoder().decode(read);

    test('a file that is not there reads as nothing', async () => {
      const store = await make();
      expect(await store.read('evidence/production/00000001.json')).toBeUndefined();
    });

    test('keeps what was written first, byte by byte, and never overwrites', async () => {
      const store = await make();
      expect(await store.create('evidence/production/00000001.json', bytes('zwölf 📜\n'))).toBe(true);
      expect(await store.create('evidence/production/00000001.json', bytes('second'))).toBe(false);
      expect(text(await store.read('evidence/production/00000001.json'))).toBe('zwölf 📜\n');
      expect(await store.create('evidence/production/00000002.json', bytes(''))).toBe(true);
      expect((await store.read('evidence/production/00000002.json'))?.length).toBe(0);
    });

    test('of several that write the same file at once one succeeds', async () => {
      const store = await make();
      const writers = Array.from({ length: 8 }, (_, index) => `writer ${index}`);
      const results = await Promise.all(writers.map((writer) => store.create('evidence/a/1', bytes(writer))));
      const winners = writers.filter((_, index) => results[index]);
      expect(winners).toHaveLength(1);
      expect(text(await store.read('evidence/a/1'))).toBe(winners[0]);
    });

    test('lists what begins with a prefix, in order', async () => {
      const store = await make();
      for (const key of [
        'evidence/b/1',
        'evidence/a/keys/k.pem',
        'evidence/a/00000010.json',
        'evidence/a/00000002.json',
      ])
        await store.create(key, bytes('x'));
      expect(await store.list('evidence/a/')).toEqual([
        'evidence/a/00000002.json',
        'evidence/a/00000010.json',
        'evidence/a/keys/k.pem',
      ]);
      expect(await store.list('evidence/c/')).toEqual([]);
    });
  });
}
