import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import type { PostgresBinaries } from './binaries';
import type { Certificates } from './certificates';
import type { ProcessRegister } from './process-register';
import { makePrivateDirectory, type ServerUser } from './server-user';

const run = promisify(execFile);
export const ADMIN = 'sandbox_admin';
export const REPLICATOR = 'sandbox_replicator';
const START_LIMIT_MS = 60_000;

/** What all servers of a data plane share. */
export interface ServerSettings {
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser | undefined;
  readonly certificates: Certificates;
  /** Password of the sandbox's own superuser and replication role; never leaves the data plane. */
  readonly internalPassword: string;
  readonly processes: ProcessRegister;
}

/** How a server is to run now. */
export interface ServerRole {
  /** The port to stream from, for a standby. */
  readonly upstreamPort?: number;
  /** Where finished WAL segments go. */
  readonly archiveDirectory: string;
  /** Restores from that archive up to a time, then promotes itself. */
  readonly recovery?: { readonly archiveDirectory: string; readonly target: { readonly time: Date } | 'immediate' };
}

/** One PostgreSQL server process on a port of its own. */
export class PostgresServer {
  port: number | undefined;
  private process: ChildProcess | undefined;

  constructor(
    readonly name: string,
    readonly dataDirectory: string,
    private readonly settings: ServerSettings,
  ) {}

  get isRunning(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Makes an empty database cluster. */
  async initialise(): Promise<void> {
    await makePrivateDirectory(this.dataDirectory, this.settings.user);
    const passwordFile = `${this.dataDirectory}.pw`;
    await writeFile(passwordFile, this.settings.internalPassword, { mode: 0o600 });
    if (this.settings.user !== undefined) await chown(passwordFile, this.settings.user.uid, this.settings.user.gid);
    try {
      await run(
        this.settings.binaries.initdb,
        [
          '-D',
          this.dataDirectory,
          '-U',
          ADMIN,
          `--pwfile=${passwordFile}`,
          '-A',
          'scram-sha-256',
          '-E',
          'UTF8',
          '--locale=C',
          '--wal-segsize=1',
          '-N',
        ],
        { ...this.settings.user, env: this.environment, cwd: '/', timeout: START_LIMIT_MS },
      );
    } finally {
      await rm(passwordFile, { force: true });
    }
    const configuration = join(this.dataDirectory, 'postgresql.conf');
    await writeFile(configuration, `${await readFile(configuration, 'utf8')}\ninclude 'sandbox.conf'\n`);
    await writeFile(
      join(this.dataDirectory, 'pg_hba.conf'),
      [
        `host all ${ADMIN} 127.0.0.1/32 scram-sha-256`,
        `hostssl replication ${REPLICATOR} 127.0.0.1/32 scram-sha-256`,
        'hostssl all all 127.0.0.1/32 scram-sha-256',
        '',
      ].join('\n'),
    );
  }

  /** Starts the server and returns when it answers. A port that somebody else took in between is tried again. */
  async start(role: ServerRole): Promise<void> {
    for (let tries = 1; ; tries++) {
      this.port = await freePort();
      await this.configure(role);
      this.spawn();
      try {
        await this.untilAnswering();
        return;
      } catch (error) {
        await this.kill();
        if (tries >= 3) throw new Error(`server ${this.name} did not start; see ${this.logFile}`, { cause: error });
      }
    }
  }

  /** Changes the role of a running server without a restart. */
  async reconfigure(role: ServerRole): Promise<void> {
    await this.configure(role);
    this.process?.kill('SIGHUP');
  }

  /** Stops cleanly: standbys have received everything when it ends. */
  async stop(): Promise<void> {
    await this.signal('SIGINT');
  }

  /** Ends at once without a checkpoint. */
  async stopImmediately(): Promise<void> {
    await this.signal('SIGQUIT');
  }

  /** `kill -9`, the server and all its backends. */
  async kill(): Promise<void> {
    const pid = this.process?.pid;
    if (pid === undefined || !this.isRunning) return;
    const { stdout } = await run('pgrep', ['-P', String(pid)]).catch(() => ({ stdout: '' }));
    for (const child of stdout.split('\n').filter((line) => line !== '')) {
      try {
        process.kill(Number(child), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await this.signal('SIGKILL');
  }

  /** Runs one statement as superuser. */
  async query(
    text: string,
    values: readonly unknown[] = [],
    database = 'postgres',
  ): Promise<readonly Record<string, unknown>[]> {
    return this.session(
      (client) => client.query<Record<string, unknown>>(text, [...values]).then(({ rows }) => rows),
      database,
    );
  }

  /** Runs several statements in one superuser session. */
  async session<T>(work: (client: Client) => Promise<T>, database = 'postgres'): Promise<T> {
    const client = new Client({
      host: '127.0.0.1',
      port: this.port ?? 0,
      user: ADMIN,
      password: this.settings.internalPassword,
      database,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async isInRecovery(): Promise<boolean> {
    const [row] = await this.query('SELECT pg_is_in_recovery() AS standby');
    return row?.['standby'] === true;
  }

  /** Makes a standby a primary, and returns when it takes writes. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(false)');
    while (await this.isInRecovery()) await delay(5);
  }

  /**
   * Not the caller's environment: its HOME may be closed to the servers' user (a standby looks there for a client certificate),
   * and its PG* variables would change what the programs do.
   */
  private get environment(): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', LC_ALL: 'C', TZ: 'UTC' };
  }

  private get logFile(): string {
    return `${this.dataDirectory}.log`;
  }

  private async configure(role: ServerRole): Promise<void> {
    const archive = (command: string) => `'${command.replaceAll("'", "''")}'`;
    const settings: Record<string, string | number> = {
      listen_addresses: "'127.0.0.1'",
      port: this.port ?? 0,
      unix_socket_directories: "''",
      cluster_name: `'${this.name}'`,
      ssl: 'on',
      ssl_cert_file: `'${this.settings.certificates.certificateFile}'`,
      ssl_key_file: `'${this.settings.certificates.keyFile}'`,
      password_encryption: "'scram-sha-256'",
      max_connections: 60,
      shared_buffers: "'16MB'",
      fsync: 'off',
      wal_level: 'replica',
      max_wal_senders: 20,
      hot_standby: 'on',
      wal_keep_size: "'256MB'",
      wal_receiver_timeout: "'5s'",
      wal_sender_timeout: "'5s'",
      wal_retrieve_retry_interval: "'200ms'",
      archive_mode: 'on',
      archive_command: archive(
        `cp "%p" "${role.archiveDirectory}/%f.part" && mv -f "${role.archiveDirectory}/%f.part" "${role.archiveDirectory}/%f"`,
      ),
      log_min_messages: 'warning',
      primary_conninfo:
        role.upstreamPort === undefined
          ? "''"
          : `'host=127.0.0.1 port=${role.upstreamPort} user=${REPLICATOR} password=${this.settings.internalPassword} sslmode=require application_name=${this.name}'`,
    };
    if (role.recovery !== undefined) {
      settings['restore_command'] = archive(`cp "${role.recovery.archiveDirectory}/%f" "%p"`);
      settings['recovery_target_action'] = "'promote'";
      const { target } = role.recovery;
      if (target === 'immediate') settings['recovery_target'] = "'immediate'";
      else settings['recovery_target_time'] = `'${target.time.toISOString().replace('T', ' ').replace('Z', '+00')}'`;
    }
    const text = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
    await this.write('sandbox.conf', text.join(''));
    await rm(join(this.dataDirectory, 'recovery.signal'), { force: true });
    await rm(join(this.dataDirectory, 'standby.signal'), { force: true });
    if (role.recovery !== undefined) await this.write('recovery.signal', '');
    if (role.upstreamPort !== undefined) await this.write('standby.signal', '');
  }

  private async write(file: string, text: string): Promise<void> {
    const path = join(this.dataDirectory, file);
    await writeFile(path, text, { mode: 0o600 });
    if (this.settings.user !== undefined) await chown(path, this.settings.user.uid, this.settings.user.gid);
  }

  private spawn(): void {
    const log = openSync(this.logFile, 'a');
    const child = spawn(this.settings.binaries.postgres, ['-D', this.dataDirectory], {
      ...this.settings.user,
      env: this.environment,
      cwd: '/',
      stdio: ['ignore', log, log],
      // A group of its own: an interrupt at the terminal must not reach the servers before the owner has decided.
      detached: true,
    });
    closeSync(log);
    child.on('error', () => undefined);
    const { pid } = child;
    if (pid !== undefined) {
      this.settings.processes.add({ pid, commandHolds: this.dataDirectory });
      child.on('exit', () => {
        this.settings.processes.remove(pid);
      });
    }
    this.process = child;
  }

  private async untilAnswering(): Promise<void> {
    const giveUpAt = Date.now() + START_LIMIT_MS;
    for (;;) {
      if (!this.isRunning) throw new Error(`server ${this.name} ended while starting; see ${this.logFile}`);
      try {
        await this.query('SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        await delay(20);
      }
    }
  }

  private async signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (child === undefined || !this.isRunning) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(patience);
  }
}

const addressSchema = z.object({ port: z.number() });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = addressSchema.parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
