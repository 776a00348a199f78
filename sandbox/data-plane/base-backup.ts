import { chown, copyFile, mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PostgresServer } from './postgres-server';
import type { ServerUser } from './server-user';

/** Left out of a backup, as https://www.postgresql.org/docs/current/continuous-archiving.html advises. */
const FILES_LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'standby.signal',
  'recovery.signal',
  'backup_label',
]);
const CONTENT_LEFT_OUT = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);

const stopSchema = z.object({ label: z.string(), ended: z.string(), wal: z.string() });

/** When a backup was complete, by the server's clock: nothing earlier can be restored from it. */
export interface BackupEnd {
  readonly endedAt: Date;
  /** The WAL segments that the backup needs at least: the first and the last one. */
  readonly firstSegment: string;
  readonly lastSegment: string;
}

/**
 * Copies the data of a running primary with the low-level backup functions, which every PostgreSQL has; `pg_basebackup`
 * is missing from the embedded one.
 */
export async function takeBaseBackup(
  source: PostgresServer,
  directory: string,
  user: ServerUser | undefined,
): Promise<BackupEnd> {
  return source.session(async (client) => {
    await client.query("SELECT pg_backup_start('sandbox', fast => true)");
    await copyTree(source.dataDirectory, directory, user, true);
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT labelfile AS label, clock_timestamp()::text AS ended, pg_walfile_name(lsn) AS wal
         FROM pg_backup_stop(wait_for_archive => false)`,
    );
    const { label, ended, wal } = stopSchema.parse(rows[0]);
    const firstSegment = /^START WAL LOCATION: .* \(file ([0-9A-F]{24})\)$/m.exec(label)?.[1];
    if (firstSegment === undefined) throw new Error('the backup label names no WAL segment');
    const path = join(directory, 'backup_label');
    await writeFile(path, label, { mode: 0o600 });
    if (user !== undefined) await chown(path, user.uid, user.gid);
    return { endedAt: new Date(ended), firstSegment, lastSegment: wal };
  });
}

/** Copies a backup to where a server will run from it. */
export async function copyBackup(directory: string, target: string, user: ServerUser | undefined): Promise<void> {
  await copyTree(directory, target, user, false);
}

/** Copies one file of a backup to where a server may read it. */
export async function copyBackupFile(source: string, target: string, user: ServerUser | undefined): Promise<void> {
  await copyFile(source, target);
  if (user !== undefined) await chown(target, user.uid, user.gid);
}

async function copyTree(from: string, to: string, user: ServerUser | undefined, isLiveRoot: boolean): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  if (user !== undefined) await chown(to, user.uid, user.gid);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (isLiveRoot && FILES_LEFT_OUT.has(entry.name)) continue;
    try {
      if (entry.isDirectory()) {
        if (isLiveRoot && CONTENT_LEFT_OUT.has(entry.name)) await makeEmpty(target, entry.name, user);
        else await copyTree(source, target, user, false);
      } else if (entry.isSymbolicLink()) {
        await symlink(await readlink(source), target);
      } else {
        await copyBackupFile(source, target, user);
      }
    } catch (error) {
      // A file that the living server has removed since the listing is covered by the WAL.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

async function makeEmpty(path: string, name: string, user: ServerUser | undefined): Promise<void> {
  const made = name === 'pg_wal' ? [path, join(path, 'archive_status')] : [path];
  for (const directory of made) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if (user !== undefined) await chown(directory, user.uid, user.gid);
  }
}
