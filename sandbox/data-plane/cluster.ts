import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';
import type { ClusterState } from './api';
import { copyBackup, copyBackupFile, takeBaseBackup } from './base-backup';
import { clusterEndpoint, instanceEndpoint, readerEndpoint } from './names';
import { PostgresServer, REPLICATOR, type ServerRole, type ServerSettings } from './postgres-server';
import { makePrivateDirectory } from './server-user';
import { snapshotParts } from './snapshots';
import { TcpProxy } from './tcp-proxy';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly databaseName: string;
}

/** Where a restored cluster's first server gets its data from. */
export interface Seed {
  readonly backupDirectory: string;
  readonly recovery: NonNullable<ServerRole['recovery']>;
}

export interface Instance {
  readonly id: string;
  readonly availabilityZone: string | undefined;
  status: string;
  readonly server: PostgresServer;
  readonly endpoint: TcpProxy;
}

interface Backup {
  readonly directory: string;
  readonly endedAt: Date;
}

/** One Aurora cluster: a leader, which writes when the cluster is the writer of its global database, and readers. */
export class Cluster {
  status = 'available';
  globalClusterId: string | undefined;
  leader: Instance | undefined;
  credentials: Credentials | undefined;
  seed: Seed | undefined;
  latestRestorable: Date | undefined;
  readonly instances = new Map<string, Instance>();
  private backups: readonly Backup[] = [];
  private nextReader = 0;
  private nextBackup = 0;

  private constructor(
    readonly region: string,
    readonly id: string,
    readonly port: number,
    private readonly directory: string,
    private readonly settings: ServerSettings,
    readonly writerEndpoint: TcpProxy,
    readonly readerEndpoint: TcpProxy,
    /** What the readers stream from: always the present leader. */
    private readonly leaderLine: TcpProxy,
    /** The line to the other region, which the leader of a replica cluster streams through. */
    readonly wanLine: TcpProxy,
  ) {}

  static async create(
    place: { readonly region: string; readonly id: string; readonly port: number; readonly directory: string },
    settings: ServerSettings,
    wan: { readonly upstreamPort: () => number | undefined; readonly delayMs: () => number },
  ): Promise<Cluster> {
    await makePrivateDirectory(place.directory, settings.user);
    await makePrivateDirectory(join(place.directory, 'archive'), settings.user);
    const holder: { cluster?: Cluster } = {};
    const leaderPort = () =>
      holder.cluster?.leader?.server.isRunning === true ? holder.cluster.leader.server.port : undefined;
    const [writer, reader, leaderLine, wanLine] = await Promise.all([
      TcpProxy.start({ target: leaderPort }),
      TcpProxy.start({ target: () => holder.cluster?.pickReader() }),
      TcpProxy.start({ target: leaderPort }),
      TcpProxy.start({ target: wan.upstreamPort, delayMs: wan.delayMs }),
    ]);
    holder.cluster = new Cluster(
      place.region,
      place.id,
      place.port,
      place.directory,
      settings,
      writer,
      reader,
      leaderLine,
      wanLine,
    );
    return holder.cluster;
  }

  get archiveDirectory(): string {
    return join(this.directory, 'archive');
  }

  get endpoints(): readonly TcpProxy[] {
    return [
      this.writerEndpoint,
      this.readerEndpoint,
      ...[...this.instances.values()].map((instance) => instance.endpoint),
    ];
  }

  get lines(): readonly TcpProxy[] {
    return [this.leaderLine, this.wanLine];
  }

  async addInstance(id: string, availabilityZone: string | undefined): Promise<Instance> {
    const server = new PostgresServer(id, join(this.directory, id), this.settings);
    const endpoint = await TcpProxy.start({ target: () => (server.isRunning ? server.port : undefined) });
    const instance: Instance = { id, availabilityZone, status: 'creating', server, endpoint };
    this.instances.set(id, instance);
    return instance;
  }

  /** First server of a new cluster. */
  async startNew(instance: Instance): Promise<void> {
    this.leader = instance;
    await instance.server.initialise();
    await instance.server.start(this.primaryRole());
    await this.createRoles(instance.server);
    instance.status = 'available';
  }

  /** First server of a restored cluster. */
  async startRestored(instance: Instance, seed: Seed): Promise<void> {
    this.leader = instance;
    await copyBackup(seed.backupDirectory, instance.server.dataDirectory, this.settings.user);
    await instance.server.start({ archiveDirectory: this.archiveDirectory, recovery: seed.recovery });
    while (await instance.server.isInRecovery()) await delay(20);
    this.seed = undefined;
    instance.status = 'available';
  }

  /** A server that follows: the leader of a replica cluster follows `source` across the regions, every other one its leader. */
  async startFollower(instance: Instance, source: PostgresServer): Promise<void> {
    this.leader ??= instance;
    await instance.server.kill();
    await rm(instance.server.dataDirectory, { recursive: true, force: true });
    await takeBaseBackup(source, instance.server.dataDirectory, this.settings.user);
    await instance.server.start(this.followerRole(instance));
    instance.status = 'available';
  }

  followerRole(instance: Instance): ServerRole {
    const line = instance === this.leader ? this.wanLine : this.leaderLine;
    return { archiveDirectory: this.archiveDirectory, upstreamPort: line.port };
  }

  primaryRole(): ServerRole {
    return { archiveDirectory: this.archiveDirectory };
  }

  /** Makes the leader a primary. */
  async promote(): Promise<void> {
    const server = this.requireLeader();
    await server.promote();
    // The next start must not look for an upstream.
    await server.reconfigure(this.primaryRole());
    // Otherwise a follower that is made now would begin on the old timeline.
    await server.query('CHECKPOINT');
  }

  requireLeader(): PostgresServer {
    if (this.leader === undefined) throw new Error(`cluster ${this.id} has no instance`);
    return this.leader.server;
  }

  /** Takes an automated backup. The cluster must be a primary. */
  async backUp(): Promise<Backup> {
    const directory = join(this.directory, `backup-${++this.nextBackup}`);
    const { endedAt, lastSegment } = await takeBaseBackup(this.requireLeader(), directory, this.settings.user);
    await this.archived(lastSegment);
    const backup = { directory, endedAt };
    this.backups = [...this.backups, backup];
    return backup;
  }

  /** Takes a snapshot: a backup with the part of the log that makes it consistent. The cluster must be a primary. */
  async backUpInto(directory: string): Promise<void> {
    const { user } = this.settings;
    const { data, archive } = snapshotParts(directory);
    const { firstSegment, lastSegment } = await takeBaseBackup(this.requireLeader(), data, user);
    if (!(await this.archived(lastSegment))) throw new Error(`${lastSegment} did not reach the archive of ${this.id}`);
    await makePrivateDirectory(archive, user);
    for (const file of await readdir(this.archiveDirectory)) {
      if (file.endsWith('.history') || (file >= firstSegment && file <= lastSegment)) {
        await copyBackupFile(join(this.archiveDirectory, file), join(archive, file), user);
      }
    }
  }

  /** Ships the WAL so far, so that everything committed until now can be restored. */
  async advanceRestorableTime(): Promise<void> {
    const segment = await this.requireLeader().session(async (client) => {
      const { rows } = await client.query<Record<string, unknown>>('SELECT clock_timestamp()::text AS now');
      // A commit after the moment: recovery stops at the first one that is later than its target.
      await client.query("SELECT pg_logical_emit_message(true, 'sandbox', 'restorable until here')");
      const switched = await client.query<Record<string, unknown>>(
        'SELECT pg_walfile_name(pg_switch_wal() - 1) AS wal',
      );
      return z.object({ now: z.string(), wal: z.string() }).parse({ ...rows[0], ...switched.rows[0] });
    });
    if (await this.archived(segment.wal)) this.latestRestorable = new Date(segment.now);
  }

  /** The newest backup that ended before `moment`: an earlier target would open with the state at the backup's end, in silence. */
  backupBefore(moment: Date): Backup | undefined {
    return this.backups.findLast((backup) => backup.endedAt <= moment);
  }

  get earliestRestorable(): Date | undefined {
    return this.backups[0]?.endedAt;
  }

  /** A cluster on a new timeline starts its backups anew. */
  forgetBackups(): void {
    this.backups = [];
    this.latestRestorable = undefined;
  }

  async removeInstance(instance: Instance): Promise<void> {
    await instance.server.stopImmediately();
    await instance.endpoint.stop();
    this.instances.delete(instance.id);
    if (this.leader === instance) this.leader = undefined;
    await rm(instance.server.dataDirectory, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.instances.values()].map((instance) => instance.server.stopImmediately()));
    await Promise.all([...this.endpoints, ...this.lines].map((proxy) => proxy.stop()));
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  state(isWriterCluster: boolean): ClusterState {
    return {
      region: this.region,
      clusterId: this.id,
      port: this.port,
      status: this.status,
      endpoint: clusterEndpoint(this.id, this.region),
      readerEndpoint: readerEndpoint(this.id, this.region),
      globalClusterId: this.globalClusterId,
      earliestRestorableTime: isWriterCluster ? this.earliestRestorable?.toISOString() : undefined,
      latestRestorableTime: isWriterCluster ? this.latestRestorable?.toISOString() : undefined,
      instances: [...this.instances.values()].map((instance) => ({
        instanceId: instance.id,
        status: instance.status,
        isWriter: instance === this.leader,
        endpoint: instanceEndpoint(instance.id, this.region),
        availabilityZone: instance.availabilityZone,
      })),
    };
  }

  private pickReader(): number | undefined {
    const running = [...this.instances.values()].filter((instance) => instance.server.isRunning);
    const readers = running.filter((instance) => instance !== this.leader);
    // Without a reader the reader endpoint leads to the writer, as on Aurora.
    const candidates = readers.length > 0 ? readers : running;
    return candidates[this.nextReader++ % Math.max(1, candidates.length)]?.server.port;
  }

  /** Whether a WAL segment reached the archive in time. */
  private async archived(segment: string): Promise<boolean> {
    for (let tries = 0; tries < 200; tries++) {
      if (existsSync(join(this.archiveDirectory, segment))) return true;
      await delay(25);
    }
    return false;
  }

  private async createRoles(server: PostgresServer): Promise<void> {
    const { internalPassword } = this.settings;
    await server.query(`CREATE ROLE ${REPLICATOR} REPLICATION LOGIN PASSWORD ${escapeLiteral(internalPassword)}`);
    if (this.credentials === undefined) return;
    const { username, password, databaseName } = this.credentials;
    const user = escapeIdentifier(username);
    await server.query(`CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(password)}`);
    await server.query(`CREATE DATABASE ${escapeIdentifier(databaseName)} OWNER ${user}`);
    for (const database of ['template1', databaseName]) {
      await giveAmcheck(server, user, database);
      // Aurora has this function; the failover code asks it which instance took its write.
      await server.query(
        `CREATE FUNCTION aurora_db_instance_identifier() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('cluster_name') $$`,
        [],
        database,
      );
    }
  }
}

/** On Aurora the master user may create this extension; here a superuser has to. Not every installation of PostgreSQL has it. */
async function giveAmcheck(server: PostgresServer, user: string, database: string): Promise<void> {
  const available = await server.query(`SELECT FROM pg_available_extensions WHERE name = 'amcheck'`);
  if (available.length === 0) return;
  await server.session(async (client) => {
    await client.query('CREATE SCHEMA amcheck');
    await client.query('CREATE EXTENSION amcheck SCHEMA amcheck');
    await client.query(`GRANT USAGE ON SCHEMA amcheck TO ${user}`);
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA amcheck TO ${user}`);
  }, database);
}
