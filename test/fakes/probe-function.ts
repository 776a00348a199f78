import { drillProbeOperations } from '../../lambdas/drill-probe/run';
import type { Clock } from '../../src/ports/clock';
import type { ObjectStore } from '../../src/ports/object-store';
import type { RemoteFunction } from '../../src/ports/remote-function';
import type { SqlConnector } from '../../src/ports/sql';
import { MemoryLogger } from './logger';
import { CREDENTIALS, WRITER_NAME } from './two-regions';

const LAMBDA_LIMIT_MS = 900_000;

/** The clock of another machine: it shows another time, and runs a little faster or slower. */
export function otherClock(clock: Clock, offsetMs: number, speed = 1): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs() * speed + offsetMs,
    sleep: (ms, signal) => clock.sleep(ms / speed, signal),
  };
}

/** One call of the function, which tests can kill. */
export interface Call {
  readonly request: unknown;
  kill(): void;
}

/**
 * The probe function in memory: the code that is deployed, with a clock of its own for each call. A killed call stops dead: whatever it
 * waits for never comes, as in a process that is gone.
 */
export class ProbeFunction implements RemoteFunction {
  readonly calls: Call[] = [];
  readonly logger = new MemoryLogger();
  /** From the invocation to the first line of code, in ms. */
  startMs = 800;
  /** How the clock of each call differs from that of the drill. */
  clockOf: (call: number) => Clock = (call) => otherClock(this.clock, 1_000_000 * call - 55_555);
  /** Requests that are delivered twice, as Lambda does now and then. */
  deliversTwice = false;

  constructor(
    private readonly clock: Clock,
    private readonly sql: SqlConnector,
    private readonly store: ObjectStore,
  ) {}

  async start(request: unknown): Promise<void> {
    await this.clock.sleep(20);
    this.run(request);
    if (this.deliversTwice) this.run(request);
  }

  async call(request: unknown): Promise<unknown> {
    await this.clock.sleep(20);
    return JSON.parse(
      JSON.stringify(await this.operations(this.clock, this.sql, this.store)(request, () => LAMBDA_LIMIT_MS)),
    );
  }

  private run(request: unknown): void {
    const state = { isDead: false };
    const clock = this.clockOf(this.calls.length + 1);
    this.calls.push({
      request: JSON.parse(JSON.stringify(request)),
      kill: () => {
        state.isDead = true;
      },
    });
    const mortal = async <T>(work: Promise<T>): Promise<T> => {
      const result = await work;
      return state.isDead ? new Promise<T>(() => undefined) : result;
    };
    const dying: Clock = { ...clock, sleep: (ms, signal) => mortal(clock.sleep(ms, signal)) };
    const startedMs = this.clock.monotonicMs();
    void (async () => {
      await this.clock.sleep(this.startMs);
      await this.operations(dying, this.sql, {
        create: (key, text) => mortal(this.store.create(key, text)),
        replace: (key, text) => mortal(this.store.replace(key, text)),
        read: (key) => mortal(this.store.read(key)),
        list: (prefix, after) => mortal(this.store.list(prefix, after)),
      })(JSON.parse(JSON.stringify(request)), () => LAMBDA_LIMIT_MS - (this.clock.monotonicMs() - startedMs));
    })();
  }

  private operations(clock: Clock, sql: SqlConnector, store: ObjectStore) {
    return drillProbeOperations(
      {
        region: 'us-west-2',
        writerName: WRITER_NAME,
        port: 5432,
        secretArn: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:test',
        regions: ['us-east-1', 'us-west-2'].map((region) => ({
          region,
          endpoint: `writer.${region}`,
          readerEndpoint: `reader.${region}`,
          port: 5432,
        })),
        restoredHost: 'restored.example',
        bucket: 'history',
      },
      {
        sql,
        clock,
        store,
        logger: this.logger,
        credentials: { read: () => Promise.resolve(CREDENTIALS) },
        readSecret: () => Promise.resolve(undefined),
        newOwner: () => `call ${this.calls.length}, ${Math.random()}`,
      },
    );
  }
}
