import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { CampaignWorld } from './campaign-world';
import type { SandboxRegion } from './scripted-hook';

/** A write that a server acknowledged, as somebody saw it who is not the drill. */
export interface SeenWrite {
  readonly region: SandboxRegion;
  readonly seq: number;
  readonly startedMs: number;
  readonly endedMs: number;
}

const INTERVAL_MS = 50;
const LIMIT_MS = 1_000;

/** Writes at the endpoint of each region, beside the drill and by other ways than it, and remembers what was acknowledged. */
export class Witness {
  readonly acknowledged: SeenWrite[] = [];
  private isStopped = false;
  private moves = 0;
  private writer: SandboxRegion;
  private readonly running: Promise<unknown>;

  private constructor(
    private readonly world: CampaignWorld,
    private readonly run: string,
  ) {
    this.writer = world.writer();
    this.running = Promise.all((['us-east-1', 'us-west-2'] as const).map((region) => this.writeAt(region)));
  }

  static async start(world: CampaignWorld, run: string): Promise<Witness> {
    await world
      .cluster(world.writer())
      .requireLeader()
      .query(
        `CREATE TABLE IF NOT EXISTS public.witness (run text, region text, seq int, PRIMARY KEY (run, region, seq));
         GRANT ALL ON public.witness TO PUBLIC; DELETE FROM public.witness`,
        [],
        world.database,
      );
    return new Witness(world, run);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
    this.countMove();
  }

  /** Acknowledged, and not in the database that writes now. */
  async lost(): Promise<readonly SeenWrite[]> {
    const rows = await this.world
      .cluster(this.world.writer())
      .requireLeader()
      .query('SELECT region, seq FROM public.witness WHERE run = $1', [this.run], this.world.database);
    const there = new Set(rows.map((row) => `${String(row['region'])} ${String(row['seq'])}`));
    return this.acknowledged.filter(({ region, seq }) => !there.has(`${region} ${seq}`));
  }

  /**
   * How often the region that acknowledges changed, beyond the moves of the writer that the control plane knows of: with one writer at a time it never
   * does, with two at once it does with every other write.
   */
  changesWithoutMove(): number {
    const inOrder = [...this.acknowledged].sort((a, b) => a.endedMs - b.endedMs);
    const changes = inOrder.filter(({ region }, index) => index > 0 && inOrder[index - 1]?.region !== region).length;
    return Math.max(0, changes - this.moves);
  }

  private async writeAt(region: SandboxRegion): Promise<void> {
    let client: Client | undefined;
    for (let seq = 1; !this.isStopped; seq++) {
      const startedMs = performance.now();
      this.countMove();
      try {
        client ??= await this.connect(region);
        await client.query('INSERT INTO public.witness VALUES ($1, $2, $3)', [this.run, region, seq]);
        this.acknowledged.push({ region, seq, startedMs, endedMs: performance.now() });
      } catch {
        client?.connection.stream.destroy();
        client = undefined;
      }
      await delay(Math.max(0, INTERVAL_MS - (performance.now() - startedMs)));
    }
    await client?.end().catch(() => undefined);
  }

  private countMove(): void {
    if (this.writer === this.world.writer()) return;
    this.writer = this.world.writer();
    this.moves++;
  }

  private async connect(region: SandboxRegion): Promise<Client> {
    const client = new Client({
      ...this.world.login,
      host: '127.0.0.1',
      port: this.world.cluster(region).writerEndpoint.port,
      // Only the one machine lies between, and the names in the certificate are others.
      ssl: { rejectUnauthorized: false },
      connectionTimeoutMillis: LIMIT_MS,
      query_timeout: LIMIT_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      client.connection.stream.destroy();
      throw error;
    }
    return client;
  }
}
