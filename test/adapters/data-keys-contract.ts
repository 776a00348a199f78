import { describe, expect, test } from '@jest/globals';
import { DataKeyRefusedError, type DataKeyMaker, type DataKeyOpener } from '../../src/ports/data-keys';

/** A maker, its opener, and the opener of another key. */
export interface DataKeyWorld {
  readonly maker: DataKeyMaker;
  readonly opener: DataKeyOpener;
  readonly another: DataKeyOpener;
}

const CONTEXT = { repository: '456789', 'pull-request': '7', environment: 'production' };

/** What every pair of a maker and an opener promises. @param world gives both, with keys of their own, for each test */
export function dataKeysContract(name: string, world: () => Promise<DataKeyWorld>): void {
  describe(`data keys: ${name}`, () => {
    test('a key of 256 bits opens again in its context, whatever the order of its parts', async () => {
      const { maker, opener } = await world();
      const { key, wrapped } = await maker.make(CONTEXT);
      expect(key).toHaveLength(32);
      const reversed = Object.fromEntries(Object.entries(CONTEXT).reverse());
      expect(Buffer.from(await opener.open(wrapped, reversed))).toEqual(Buffer.from(key));
    });

    test('each key is made once, and does not stand in what is wrapped', async () => {
      const { maker } = await world();
      const made = [await maker.make(CONTEXT), await maker.make(CONTEXT)];
      expect(new Set(made.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(2);
      for (const { key, wrapped } of made) expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false);
    });

    test.each([
      { ...CONTEXT, environment: 'staging' },
      { ...CONTEXT, 'pull-request': '8' },
      { ...CONTEXT, more: 'of it' },
      { repository: '456789', 'pull-request': '7' },
      {},
    ])('another context is refused: %j', async (context) => {
      const { maker, opener } = await world();
      const { wrapped } = await maker.make(CONTEXT);
      await expect(opener.open(wrapped, context)).rejects.toThrow(DataKeyRefusedError);
    });

    test('another key is refused', async () => {
      const { maker, another } = await world();
      const { wrapped } = await maker.make(CONTEXT);
      await expect(another.open(wrapped, CONTEXT)).rejects.toThrow(DataKeyRefusedError);
    });

    test('what was changed, at its beginning or end, and what was never wrapped, is refused', async () => {
      const { maker, opener } = await world();
      const { wrapped } = await maker.make(CONTEXT);
      for (const place of [0, wrapped.length - 1]) {
        const changed = Uint8Array.from(wrapped);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await expect(opener.open(changed, CONTEXT)).rejects.toThrow(DataKeyRefusedError);
      }
      await expect(opener.open(wrapped.subarray(0, -1), CONTEXT)).rejects.toThrow(DataKeyRefusedError);
      await expect(opener.open(Buffer.alloc(100, 7), CONTEXT)).rejects.toThrow(DataKeyRefusedError);
    });
  });
}
