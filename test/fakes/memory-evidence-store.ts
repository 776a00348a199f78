import type { EvidenceStore } from '../../src/ports/evidence-store';

/** A bucket for evidence in memory; whoever is no drill may change `files` as they like. */
export class MemoryEvidenceStore implements EvidenceStore {
  constructor(readonly files: Map<string, Uint8Array> = new Map()) {}

  /** Called before a file is written; throws to stop there. */
  before: (key: string) => void | Promise<void> = () => undefined;
  /** Called after a file was written, before that is answered; throws to lose the answer. */
  after: (key: string) => void = () => undefined;

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    await this.before(key);
    if (this.files.has(key)) return false;
    this.files.set(key, bytes);
    this.after(key);
    return true;
  }

  async list(prefix: string): Promise<readonly string[]> {
    return [...this.files.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.files.get(key);
  }

  copy(): MemoryEvidenceStore {
    return new MemoryEvidenceStore(new Map(this.files));
  }
}
