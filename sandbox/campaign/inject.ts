import { setTimeout as delay } from 'node:timers/promises';
import type { AwsFate } from './aws-gate';
import type { CampaignWorld } from './campaign-world';
import type { DrillProcess } from './drill-process';
import { fillDisk } from './full-disk';
import type { FaultName } from './scenario';
import type { ScriptedHook } from './scripted-hook';

const SLOW_WAN_MS = 400;
const ORDINARY_WAN_MS = 20;
/** Lambda is started by its schedule again; a minute is shortened to this, in ms. */
const NEXT_INVOCATION_MS = 5_000;

/** What a fault does. It lasts from its first effect on: a fault that nothing has met yet has not begun. */
export interface Strike {
  /** @returns false while there is nothing that it could strike; then it is tried again */
  readonly begin: () => Promise<boolean> | boolean;
  /** Whether something has met it by now; without this, the beginning is all there is. */
  readonly hasHit?: () => Promise<boolean> | boolean;
  /** What goes on after it has struck, when that takes its own time. */
  readonly follow?: (over: AbortSignal) => Promise<void>;
  /** Ends it, whether it has struck or not. */
  readonly end?: () => Promise<void> | void;
}

export interface Stage {
  readonly world: CampaignWorld;
  readonly drill: DrillProcess;
  readonly hook: ScriptedHook;
}

/** What it broke for good, the world mends after the run. */
export function strikeOf(fault: FaultName, stage: Stage): Strike {
  return STRIKES[fault](stage);
}

const STRIKES: Readonly<Record<FaultName, (stage: Stage) => Strike>> = {
  'drill-killed': ({ drill }) => ({ begin: () => signal(drill, 'SIGKILL') }),
  'drill-cancelled': ({ drill }) => ({
    begin: () => signal(drill, 'SIGINT'),
    // As GitHub cancels a job.
    follow: async (over) => {
      await pause(7_500, over);
      signal(drill, 'SIGTERM');
      await pause(2_500, over);
      signal(drill, 'SIGKILL');
    },
  }),
  'controller-killed': ({ world }) => ({
    begin: () => world.controller.kill(),
    // Its schedule does not care whether the drill is over.
    follow: async () => {
      await delay(NEXT_INVOCATION_MS);
      await world.controller.start();
    },
  }),
  'writer-killed': ({ world }) => killed(() => world.cluster(world.writer()).leader?.server),
  'standby-killed': ({ world }) => killed(() => otherCluster(world).leader?.server),
  'reader-killed': ({ world }) => killed(() => readerOf(world)),
  'emulator-frozen': frozen,
  'emulator-killed': ({ world }) => ({
    begin: async () => process.kill(await world.emulatorPid(), 'SIGKILL'),
  }),
  'database-cut': ({ world }) => onLine(world, 'cut'),
  'database-slow': ({ world }) => onLine(world, 'slow'),
  'database-reset': ({ world }) => onLine(world, 'reset'),
  'database-half-open': ({ world }) => onLine(world, 'half-open'),
  'replication-cut': ({ world }) => {
    const line = otherCluster(world).wanLine;
    return onReplication(
      world,
      () => {
        line.cut();
      },
      () => {
        line.restore();
      },
    );
  },
  'replication-slow': ({ world }) => {
    const { world: regions } = world.sandbox.dataPlane;
    return onReplication(
      world,
      () => {
        regions.wanDelayMs = SLOW_WAN_MS;
      },
      () => {
        regions.wanDelayMs = ORDINARY_WAN_MS;
      },
    );
  },
  'replication-reset': ({ world }) =>
    onReplication(
      world,
      () => {
        otherCluster(world).wanLine.drop();
      },
      () => undefined,
    ),
  'aws-throttled': ({ world }) => onAws(world, 'throttled'),
  'aws-unavailable': ({ world }) => onAws(world, 'unavailable'),
  'aws-answer-lost': ({ world }) => onAws(world, 'answer-lost'),
  'standby-disk-full': ({ world }) =>
    fillDisk(otherCluster(world).requireLeader(), world.cluster(world.writer()).requireLeader()),
  'old-writer-unfenced': ({ world, hook }) => ({
    begin: () => (world.sandbox.dataPlane.world.globals.leaveOldWriterUnfenced = true),
    // The region is lost some time after that, and is only cut off then.
    hasHit: () => hook.asked.some(({ action }) => action === 'start'),
  }),
};

function signal(drill: DrillProcess, name: NodeJS.Signals): boolean {
  if (!drill.isRunning) return false;
  drill.kill(name);
  return true;
}

/** `kill -9` of a server that runs. */
function killed(find: () => { readonly isRunning: boolean; kill(): Promise<void> } | undefined): Strike {
  return {
    begin: async () => {
      const server = find();
      if (server?.isRunning !== true) return false;
      await server.kill();
      return true;
    },
  };
}

/** No API answers; struck is who asks. */
function frozen({ world }: Stage): Strike {
  let calls = 0;
  let pid: number | undefined;
  let unwatch = () => {};
  return {
    begin: async () => {
      pid = await world.emulatorPid();
      unwatch = world.gate.watch(() => {
        calls++;
      });
      return process.kill(pid, 'SIGSTOP');
    },
    hasHit: () => calls > 0,
    end: () => {
      unwatch();
      if (pid !== undefined) process.kill(pid, 'SIGCONT');
    },
  };
}

function onLine(world: CampaignWorld, fault: 'cut' | 'slow' | 'reset' | 'half-open'): Strike {
  return {
    begin: () => {
      world.line.setFault(fault);
      return true;
    },
    hasHit: () => world.line.hits > 0,
    end: () => {
      world.line.setFault('none');
    },
  };
}

/** Begins only while the other region streams: a line that nothing goes over cannot be broken. */
function onReplication(world: CampaignWorld, begin: () => void, end: () => void): Strike {
  return {
    begin: async () => {
      const rows = await world
        .cluster(world.writer())
        .requireLeader()
        .query("SELECT FROM pg_stat_replication WHERE state = 'streaming' AND application_name = $1", [
          otherCluster(world).leader?.id,
        ])
        // A writer that is down or being promoted streams to nobody.
        .catch(() => []);
      if (rows.length === 0) return false;
      begin();
      return true;
    },
    end,
  };
}

/** Every second call only: AWS throttles some, and who tries again comes through. */
function onAws(world: CampaignWorld, fate: AwsFate): Strike {
  let calls = 0;
  return {
    begin: () => {
      world.gate.setFate(() => (calls++ % 2 === 0 ? fate : 'pass'));
      return true;
    },
    hasHit: () => calls > 0,
    end: () => {
      world.gate.setFate(() => 'pass');
    },
  };
}

function readerOf(world: CampaignWorld) {
  const cluster = world.cluster(world.writer());
  return [...cluster.instances.values()].find((instance) => instance !== cluster.leader && instance.server.isRunning)
    ?.server;
}

function otherCluster(world: CampaignWorld) {
  return world.cluster(world.writer() === 'us-east-1' ? 'us-west-2' : 'us-east-1');
}

/** Ends early when the drill is over. */
export async function pause(ms: number, over: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: over }).catch(() => undefined);
}
