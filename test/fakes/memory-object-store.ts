import type { Clock } from '../../src/ports/clock';
import type { ObjectStore } from '../../src/ports/object-store';

/** A bucket in memory, with the latency of a real one. The knobs are public fields; tests turn them. */
export class MemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, string>();
  /** One way, in ms: half of a call. */
  latencyMs = 15;
  /** Called before each call is carried out; throws to make it fail. */
  before: (operation: keyof ObjectStore, key: string) => void = () => undefined;
  /** Called after a write is stored, before its answer is given; throws to lose the answer. */
  afterWrite: (key: string) => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  async create(key: string, text: string): Promise<boolean> {
    return this.call('create', key, () => {
      if (this.objects.has(key)) return false;
      this.objects.set(key, text);
      this.afterWrite(key);
      return true;
    });
  }

  async replace(key: string, text: string): Promise<void> {
    await this.call('replace', key, () => {
      this.objects.set(key, text);
      this.afterWrite(key);
    });
  }

  async read(key: string): Promise<string | undefined> {
    return this.call('read', key, () => this.objects.get(key));
  }

  async list(prefix: string, after = ''): Promise<readonly string[]> {
    return this.call('list', prefix, () =>
      [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort(),
    );
  }

  private async call<T>(operation: keyof ObjectStore, key: string, work: () => T): Promise<T> {
    await this.clock.sleep(this.latencyMs);
    this.before(operation, key);
    const result = work();
    await this.clock.sleep(this.latencyMs);
    return result;
  }
}
