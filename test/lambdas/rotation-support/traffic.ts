import { setTimeout as delay } from 'node:timers/promises';
import type { SqlSession } from '../../../src/ports/sql';
import type { RotationStack, StoredSecret } from './stack';

/** A busy machine is no failed login. */
const PATIENCE_MS = 30_000;

export interface TrafficReport {
  readonly logins: number;
  readonly queries: number;
  readonly users: ReadonlySet<string>;
  readonly failures: readonly string[];
}

/**
 * An application of a region: it keeps a few sessions, reads its secret for each new one, and replaces the oldest all the time.
 * Another part of it remembers the secret for a while, as the caching clients of AWS do, and logs in with what it remembers.
 */
export class Traffic {
  private isStopping = false;
  private readonly failures: string[] = [];
  private readonly users = new Set<string>();
  private logins = 0;
  private queries = 0;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly stack: RotationStack,
    private readonly region: string,
    private readonly rememberMs: number,
  ) {
    this.running = Promise.all([this.fresh(), this.fresh(), this.remembering()]);
  }

  async stop(): Promise<TrafficReport> {
    this.isStopping = true;
    await this.running;
    return { logins: this.logins, queries: this.queries, users: this.users, failures: this.failures };
  }

  private async fresh(): Promise<void> {
    const sessions: SqlSession[] = [];
    while (!this.isStopping) {
      const session = await this.connect(await this.stack.read(this.region, 'application'));
      if (session !== undefined) sessions.push(session);
      // A live session goes on, whatever happens to the password that it logged in with.
      for (const live of sessions) await this.query(live);
      if (sessions.length > 3) await sessions.shift()?.close();
      await delay(50);
    }
    for (const session of sessions) await session.close();
  }

  private async remembering(): Promise<void> {
    while (!this.isStopping) {
      const secret = await this.stack.read(this.region, 'application');
      const until = Date.now() + this.rememberMs;
      while (Date.now() < until) {
        await (await this.connect(secret))?.close();
        await delay(50);
      }
    }
  }

  private async connect(secret: StoredSecret): Promise<SqlSession | undefined> {
    const { host, port, dbname: database, username, password } = secret;
    try {
      const target = { host, port, database, username, password, tlsServerName: host };
      const session = await this.stack.connector.connect(target, PATIENCE_MS);
      this.logins++;
      this.users.add(username);
      return session;
    } catch (error) {
      this.failures.push(`${username}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private async query(session: SqlSession): Promise<void> {
    try {
      await session.query('SELECT 1');
      this.queries++;
    } catch (error) {
      this.failures.push(error instanceof Error ? error.message : String(error));
    }
  }
}
