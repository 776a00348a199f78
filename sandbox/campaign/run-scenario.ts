import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CampaignWorld } from './campaign-world';
import { readJournal } from './drill-journal';
import { DrillProcess, makeWorkspace, quickDrill, type DrillEnd } from './drill-process';
import { inject } from './inject';
import { checkInvariants } from './invariants';
import type { Moment, PlannedFault, Scenario } from './scenario';
import { startScriptedHook, type SandboxRegion, type ScriptedHook } from './scripted-hook';
import { Witness } from './witness';

/** Tighter than a customer's, so that some faults make a drill miss them: then it must not pass. In seconds. */
export const OBJECTIVES = { rtoSeconds: 33, detectionSeconds: 8 } as const;
const PROBE = { intervalMs: 50, timeoutMs: 1_000 };
/** The hook strikes so long after it was asked, in ms. */
const STRIKE_AFTER_MS = 500;
/** A drill that is still at it after this time hangs, and so does a recovery. In ms. */
const DRILL_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 10;

export interface TimelineEntry {
  readonly atMs: number;
  readonly what: string;
}

export interface RunResult {
  readonly scenario: Scenario;
  /** Empty when every invariant held. */
  readonly violations: readonly string[];
  readonly timeline: readonly TimelineEntry[];
  readonly verdict: string;
  readonly seconds: number;
  readonly directory: string;
}

/** What one run did, for those who judge it. */
export interface RunEvidence {
  readonly scenario: Scenario;
  readonly startedAt: Date;
  readonly reportDirectory: string;
  readonly drillEnd: DrillEnd;
  readonly drillOutput: string;
  readonly recoveryEnd: DrillEnd | undefined;
  readonly hung: readonly string[];
  readonly hook: ScriptedHook;
  readonly witness: Witness;
  /** The emulator was killed, and with it all that AWS knew. */
  readonly isAwsGone: boolean;
}

/** Runs one drill of a scenario as a process, lets its faults happen, recovers as the always() job would, and checks what must hold. */
export async function runScenario(
  scenario: Scenario,
  world: CampaignWorld,
  bundle: string,
  directory: string,
): Promise<RunResult> {
  const startedMs = performance.now();
  const startedAt = new Date();
  const timeline: TimelineEntry[] = [];
  const note = (what: string) => timeline.push({ atMs: Math.round(performance.now() - startedMs), what });
  // What an earlier run left here would be taken for this one's.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const isUnfenced = scenario.faults.some(({ fault }) => fault === 'old-writer-unfenced');
  const isAwsGone = () => reached.some(({ fault }) => fault === 'emulator-killed');
  const reached: PlannedFault[] = [];

  if (scenario.promotedBy === 'controller') {
    await world.controller.start();
    await world.controller.untilArmed();
    note('the controller is armed');
  }
  const hook = await startScriptedHook({
    lose: (region) => {
      note(`fault hook: lose ${region}`);
      setTimeout(() => void lose(region, isUnfenced, world), STRIKE_AFTER_MS);
    },
    recover: (region) => {
      note(`fault hook: bring ${region} back`);
      recover(region, world);
    },
  });
  const orders = watchOrders(world, note);
  const witness = await Witness.start(world, `${scenario.seed}-${scenario.run}`);
  const workspace = makeWorkspace(directory, [
    ...quickDrill(world.writerName, PROBE),
    [['objectives', 'rtoSeconds'], OBJECTIVES.rtoSeconds],
    [['objectives', 'detectionSeconds'], OBJECTIVES.detectionSeconds],
    [['failover', 'inRegionGraceSeconds'], 30],
    [['failover', 'mode'], scenario.promotedBy === 'controller' ? 'automatic' : 'manual'],
  ]);
  const surroundings = {
    environment: { ...world.sandbox.environment, AWS_ENDPOINT_URL: world.gate.url },
    socksUrl: `socks5h://127.0.0.1:${world.line.port}`,
    caFile: world.sandbox.dataPlane.caFile,
    faultHook: hook,
  };
  const order = { bundle, workspace, kind: scenario.kind, failBack: scenario.failBack, moveLimitSeconds: 40 };
  const drill = DrillProcess.start(order, surroundings);
  note('the drill starts');
  const over = new AbortController();
  const faults = scenario.faults.map((fault) =>
    at(fault, { world, drill, hook, orders }, over.signal).then(async (isReached) => {
      if (!isReached) return;
      reached.push(fault);
      note(`fault: ${fault.fault}`);
      await inject(fault, world, drill);
      note(`fault is over: ${fault.fault}`);
    }),
  );
  const hung: string[] = [];
  const drillEnd = await ended(drill, 'drill', hung);
  note(`the drill ended with ${drillEnd.signal ?? drillEnd.code ?? 'nothing'}`);
  over.abort();
  const failures = (await Promise.allSettled(faults)).flatMap((each) =>
    each.status === 'rejected' ? [`a fault could not be injected: ${String(each.reason)}`] : [],
  );
  world.calm();

  let recoveryEnd: DrillEnd | undefined;
  if (!isAwsGone()) {
    // A killed drill's lease runs out after two minutes.
    if (drillEnd.signal !== null || hung.length > 0) await world.forgetDrill('lease');
    const recovery = DrillProcess.start({ ...order, mode: 'recover' }, surroundings);
    recoveryEnd = await ended(recovery, 'recovery', hung);
    note(`the recovery ended with ${recoveryEnd.signal ?? recoveryEnd.code ?? 'nothing'}`);
    writeFileSync(join(directory, 'recovery.log'), recovery.output);
  }
  await witness.stop();
  await hook.stop();
  orders.stop();
  writeFileSync(join(directory, 'drill.log'), drill.output);
  const { violations, verdict } = await checkInvariants(
    {
      scenario,
      startedAt,
      reportDirectory: drill.reportDirectory,
      drillEnd,
      drillOutput: drill.output,
      recoveryEnd,
      hung,
      hook,
      witness,
      isAwsGone: isAwsGone(),
    },
    world,
  );
  for (const fault of scenario.faults) if (!reached.includes(fault)) note(`never came to pass: ${fault.fault}`);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const result = { scenario, violations: [...failures, ...violations], timeline, verdict, seconds, directory };
  writeFileSync(join(directory, 'run.json'), JSON.stringify(result, undefined, 2));
  return result;
}

async function lose(region: SandboxRegion, isUnfenced: boolean, world: CampaignWorld): Promise<void> {
  if (!isUnfenced) {
    await world.sandbox.dataPlane.killRegion(region);
    return;
  }
  // Nobody reaches it, and it goes on: what a fence that does not hold is like.
  for (const proxy of world.cluster(region).endpoints) proxy.cut();
}

function recover(region: SandboxRegion, world: CampaignWorld): void {
  if (world.sandbox.dataPlane.world.lostRegions.has(region)) world.sandbox.dataPlane.recoverRegion(region);
  else for (const proxy of world.cluster(region).endpoints) proxy.restore();
}

interface Orders {
  /** Moves of the writer and restores that were asked for through the API. */
  count: number;
  stop(): void;
}

function watchOrders(world: CampaignWorld, note: (what: string) => void): Orders {
  const orders = {
    count: 0,
    stop: () => {
      unwatch();
    },
  };
  const unwatch = world.gate.watch(({ operation }) => {
    if (!/^(?:SwitchoverGlobalCluster|FailoverGlobalCluster|RestoreDBClusterToPointInTime)$/.test(operation)) return;
    orders.count++;
    note(`order: ${operation}`);
  });
  return orders;
}

interface Scene {
  readonly world: CampaignWorld;
  readonly drill: DrillProcess;
  readonly hook: ScriptedHook;
  readonly orders: Orders;
}

/** @returns whether the moment came while the drill ran */
async function at({ moment, afterMs }: PlannedFault, scene: Scene, over: AbortSignal): Promise<boolean> {
  const home = scene.world.writer();
  const isThere: Readonly<Record<Moment, () => boolean>> = {
    baseline: () => readJournal(scene.drill.reportDirectory).some(({ type }) => type === 'attempt'),
    order: () => scene.orders.count > 0 || scene.hook.asked.some(({ action }) => action === 'start'),
    moved: () => scene.world.writer() !== home,
    'fail-back': () => scene.world.writer() !== home && scene.orders.count > 1,
  };
  while (!isThere[moment]()) {
    if (over.aborted) return false;
    await delay(LOOK_EVERY_MS);
  }
  await delay(afterMs, undefined, { signal: over }).catch(() => undefined);
  return !over.aborted;
}

async function ended(drill: DrillProcess, what: string, hung: string[]): Promise<DrillEnd> {
  const limit = new AbortController();
  const patience = delay(DRILL_LIMIT_MS, undefined, { signal: limit.signal }).then(
    () => {
      hung.push(`the ${what} had not ended after ${DRILL_LIMIT_MS / 1000} s`);
      drill.kill('SIGKILL');
    },
    () => undefined,
  );
  const end = await drill.ended;
  limit.abort();
  await patience;
  return end;
}
