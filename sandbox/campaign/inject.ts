import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AwsFate } from './aws-gate';
import type { CampaignWorld } from './campaign-world';
import type { DrillProcess } from './drill-process';
import type { FaultName, PlannedFault } from './scenario';

const run = promisify(execFile);
const SLOW_WAN_MS = 400;
/** Lambda is started by its schedule again; a minute is shortened to this, in ms. */
const NEXT_INVOCATION_MS = 5_000;
/** Smaller than a segment of the log, which is 1 MB in the sandbox: the next one cannot be written to its end. */
const FULL_AT_BYTES = 512 * 1024;

/** Does what the fault says, for as long as it lasts. What it broke for good, the world mends after the run. */
export async function inject({ fault, forMs }: PlannedFault, world: CampaignWorld, drill: DrillProcess): Promise<void> {
  const during = async (begin: () => unknown, end: () => unknown) => {
    await begin();
    await delay(forMs);
    await end();
  };
  const onLine = (name: 'cut' | 'slow' | 'reset' | 'half-open') =>
    during(
      () => {
        world.line.setFault(name);
      },
      () => {
        world.line.setFault('none');
      },
    );
  const { dataPlane } = world.sandbox;
  const acts: Readonly<Record<FaultName, () => unknown>> = {
    'drill-killed': () => {
      drill.kill('SIGKILL');
    },
    'drill-cancelled': async () => {
      // As GitHub cancels a job.
      drill.kill('SIGINT');
      await delay(7_500);
      drill.kill('SIGTERM');
      await delay(2_500);
      drill.kill('SIGKILL');
    },
    'controller-killed': async () => {
      await world.controller.kill();
      await delay(NEXT_INVOCATION_MS);
      await world.controller.start();
    },
    'writer-killed': () => world.cluster(world.writer()).leader?.server.kill(),
    'standby-killed': () => world.cluster(otherThan(world.writer())).leader?.server.kill(),
    'reader-killed': () => readerOf(world)?.kill(),
    'emulator-frozen': async () => {
      const pid = await world.emulatorPid();
      await during(
        () => process.kill(pid, 'SIGSTOP'),
        () => process.kill(pid, 'SIGCONT'),
      );
    },
    'emulator-killed': async () => process.kill(await world.emulatorPid(), 'SIGKILL'),
    'database-cut': () => onLine('cut'),
    'database-slow': () => onLine('slow'),
    'database-reset': () => onLine('reset'),
    'database-half-open': () => onLine('half-open'),
    'replication-cut': () => {
      const { wanLine } = world.cluster(otherThan(world.writer()));
      return during(
        () => {
          wanLine.cut();
        },
        () => {
          wanLine.restore();
        },
      );
    },
    'replication-slow': () =>
      during(
        () => (dataPlane.world.wanDelayMs = SLOW_WAN_MS),
        () => (dataPlane.world.wanDelayMs = 20),
      ),
    'replication-reset': () => {
      world.cluster(otherThan(world.writer())).wanLine.drop();
    },
    'aws-throttled': () => onAws(world, 'throttled', during),
    'aws-unavailable': () => onAws(world, 'unavailable', during),
    'aws-answer-lost': () => onAws(world, 'answer-lost', during),
    'standby-disk-full': () => fillDisk(world, forMs),
    'old-writer-unfenced': () => {
      dataPlane.world.globals.leaveOldWriterUnfenced = true;
    },
  };
  await acts[fault]();
}

type During = (begin: () => unknown, end: () => unknown) => Promise<void>;

/** Every second call only: AWS throttles some, and who tries again comes through. */
function onAws(world: CampaignWorld, fate: AwsFate, during: During): Promise<void> {
  let calls = 0;
  return during(
    () => {
      world.gate.setFate(() => (calls++ % 2 === 0 ? fate : 'pass'));
    },
    () => {
      world.gate.setFate(() => 'pass');
    },
  );
}

/**
 * The standby can write no file beyond a limit: PostgreSQL fails with EFBIG where it would with ENOSPC on a full disk, and panics alike. A real full file
 * system needs the right to mount one. Only where there is `prlimit`, which is Linux.
 */
async function fillDisk(world: CampaignWorld, forMs: number): Promise<void> {
  const standby = world.cluster(otherThan(world.writer())).requireLeader();
  const { pid } = standby;
  if (pid === undefined) return;
  const limit = async (bytes: string) => {
    // Asked anew: a server that panicked has other processes than before, and they have inherited its limit.
    const { stdout } = await run('pgrep', ['-P', String(pid)]).catch(() => ({ stdout: '' }));
    for (const each of [String(pid), ...stdout.split('\n').filter((line) => line !== '')]) {
      // One that has ended meanwhile has no limit.
      await run('prlimit', ['--pid', each, `--fsize=${bytes}:unlimited`]).catch(() => undefined);
    }
  };
  await limit(String(FULL_AT_BYTES));
  // What is written now fills the segment that the standby is at.
  await world
    .cluster(world.writer())
    .requireLeader()
    .query("SELECT pg_logical_emit_message(false, 'campaign', repeat('x', 3000000))");
  await delay(forMs);
  await limit('unlimited');
}

function readerOf(world: CampaignWorld) {
  const cluster = world.cluster(world.writer());
  return [...cluster.instances.values()].find((instance) => instance !== cluster.leader)?.server;
}

function otherThan(region: 'us-east-1' | 'us-west-2') {
  return region === 'us-east-1' ? ('us-west-2' as const) : ('us-east-1' as const);
}
