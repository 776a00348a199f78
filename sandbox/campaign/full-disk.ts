import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { PostgresServer } from '../data-plane/postgres-server';
import type { Strike } from './inject';

const run = promisify(execFile);
/** Smaller than a segment of the log, which is 1 MB in the sandbox: the next one cannot be written to its end. */
const FULL_AT_BYTES = 512 * 1024;
/** A server that receives what does not fit has said so after this time, in ms. */
const FAILS_WITHIN_MS = 200;

/**
 * The standby can write no file beyond a limit: PostgreSQL fails with EFBIG where it would with ENOSPC on a full disk, and panics alike. A real full file
 * system needs the right to mount one. Only where there is `prlimit`, which is Linux. It has struck when the server says so in its log.
 */
export function fillDisk(standby: PostgresServer, writer: PostgresServer): Strike {
  const failuresBefore = failures(standby);
  return {
    begin: async () => {
      if (!standby.isRunning || !writer.isRunning) return false;
      const [row] = await standby.query('SELECT pid::text FROM pg_stat_wal_receiver').catch(() => []);
      const receiver = row?.['pid'];
      if (typeof receiver !== 'string') return false;
      // Those two, and what the server starts from now on. Quickly: the moves that follow leave nothing to write.
      await limit(standby, String(FULL_AT_BYTES), [receiver]);
      return true;
    },
    hasHit: async () => {
      if (failures(standby) > failuresBefore) return true;
      // What is written now fills the segment that the standby is at. Not waited for: a writer that is being stopped may never answer.
      void writer
        .query("SELECT pg_logical_emit_message(false, 'campaign', repeat('x', 3000000))")
        .catch(() => undefined);
      await delay(FAILS_WITHIN_MS);
      return failures(standby) > failuresBefore;
    },
    end: async () => {
      // Asked anew: a server that panicked has other processes than before, and they have inherited its limit.
      const { stdout } = await run('pgrep', ['-P', String(standby.pid ?? 0)]).catch(() => ({ stdout: '' }));
      const children = stdout.split('\n').filter((line) => line !== '');
      await limit(standby, 'unlimited', children);
    },
  };
}

async function limit(
  { pid, dataDirectory, isRunning }: PostgresServer,
  bytes: string,
  children: readonly string[],
): Promise<void> {
  if (pid === undefined || !isRunning) return;
  // As the servers' own user: root may be without the right to change the limits of others, as it is in a container.
  const { uid, gid } = statSync(dataDirectory);
  const set = (each: string) => run('prlimit', ['--pid', each, `--fsize=${bytes}:unlimited`], { uid, gid, cwd: '/' });
  await set(String(pid));
  // One that has ended meanwhile has no limit.
  await Promise.all(children.map((child) => set(child).catch(() => undefined)));
}

function failures({ dataDirectory }: PostgresServer): number {
  try {
    return readFileSync(`${dataDirectory}.log`, 'utf8').split('File too large').length - 1;
  } catch {
    // It has logged nothing yet.
    return 0;
  }
}
