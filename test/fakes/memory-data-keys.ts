import { randomBytes } from 'node:crypto';
import { DataKeyRefusedError, type DataKeyMaker, type DataKeyOpener, type KeyContext } from '../../src/ports/data-keys';

/** A key that wraps, in memory. Each one opens only what it has wrapped itself, for the same context and unchanged. */
export class MemoryDataKeys implements DataKeyMaker, DataKeyOpener {
  private readonly made = new Map<string, { readonly key: Uint8Array; readonly context: string }>();

  async make(context: KeyContext): Promise<{ readonly key: Uint8Array; readonly wrapped: Uint8Array }> {
    const key = randomBytes(32);
    const wrapped = randomBytes(64);
    this.made.set(wrapped.toString('hex'), { key: Uint8Array.from(key), context: textOf(context) });
    return { key, wrapped };
  }

  async open(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array> {
    const found = this.made.get(Buffer.from(wrapped).toString('hex'));
    if (found?.context !== textOf(context)) throw new DataKeyRefusedError('not wrapped here for this context');
    return Uint8Array.from(found.key);
  }
}

function textOf(context: KeyContext): string {
  return JSON.stringify(Object.entries(context).sort());
}
