import { describe, expect, test } from '@jest/globals';
import type { PlanStore } from '../../src/ports/plan-store';

const KEY = 'plans/production/7/1111111111111111111111111111111111111111.sealed';

/** What every store of sealed plans promises. @param make gives an empty one for each test */
export function planStoreContract(name: string, make: () => Promise<PlanStore>): void {
  describe(`plan store: ${name}`, () => {
    test('a plan that was never put is none', async () => {
      expect(await (await make()).get(KEY)).toBeUndefined();
    });

    test('every byte comes back', async () => {
      const store = await make();
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      await store.put(KEY, bytes);
      expect(Buffer.from((await store.get(KEY)) ?? []).equals(bytes)).toBe(true);
    });

    test('the last one counts', async () => {
      const store = await make();
      await store.put(KEY, Buffer.from('first'));
      await store.put(KEY, Buffer.from('second'));
      expect(Buffer.from((await store.get(KEY)) ?? []).toString()).toBe('second');
    });
  });
}
