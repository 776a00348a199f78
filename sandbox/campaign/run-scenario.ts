import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { evidenceNames } from '../../src/environment/names';
import { ENVIRONMENT, type CampaignWorld } from './campaign-world';
import { readJournal } from './drill-journal';
import { DrillProcess, makeWorkspace, quickDrill, type DrillEnd } from './drill-process';
import { pause, strikeOf, type Stage } from './inject';
import { violationsOf } from './invariants';
import { observe } from './observe';
import { ENDS_THE_DRILL, type FaultName, type Moment, type PlannedFault, type Scenario } from './scenario';
import { OBJECTIVES } from './objectives';
import { startScriptedHook, type SandboxRegion, type ScriptedHook } from './scripted-hook';
import { Witness } from './witness';

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
  /** The faults that had something to strike. A run of which one had not is not counted: it did not show what it was drawn for. */
  readonly struck: readonly FaultName[];
  /** The lease of a killed drill was removed instead of waiting until it had run out. */
  readonly isLeaseShortened: boolean;
  readonly timeline: readonly TimelineEntry[];
  readonly verdict: string;
  readonly seconds: number;
  readonly directory: string;
}

/** What one run did, for those who judge it. */
export interface RunEvidence {
  readonly scenario: Scenario;
  readonly startedAt: Date;
  readonly workspace: string;
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
  const isAwsGone = () => struck.includes('emulator-killed');
  const struck: FaultName[] = [];

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
  const order = { bundle, workspace, kind: scenario.kind, failBack: scenario.failBack, moveLimitSeconds: 25 };
  const drill = DrillProcess.start(order, surroundings);
  note(`the drill starts; the writer is in ${world.writer()}`);
  const over = new AbortController();
  const stage = { world, drill, hook };
  const others = scenario.faults.filter(({ fault }) => !ENDS_THE_DRILL.includes(fault));
  const faults = scenario.faults.map(async (fault) => {
    const isReady = () =>
      !ENDS_THE_DRILL.includes(fault.fault) || others.every((other) => struck.includes(other.fault));
    if (!(await at(fault, { ...stage, orders, isReady }, over.signal))) return;
    note(`fault: ${fault.fault}`);
    const onStruck = () => {
      struck.push(fault.fault);
      note(`struck: ${fault.fault}`);
    };
    await strike(fault, stage, onStruck, over.signal);
    note(`fault is over: ${fault.fault}`);
  });
  const hung: string[] = [];
  const drillEnd = await ended(drill, 'drill', hung);
  note(`the drill ended with ${drillEnd.signal ?? drillEnd.code ?? 'nothing'}`);
  over.abort();
  const failures = (await Promise.allSettled(faults)).flatMap((each) =>
    each.status === 'rejected' ? [`a fault could not be injected: ${String(each.reason)}`] : [],
  );
  world.calm();

  let recoveryEnd: DrillEnd | undefined;
  const isLeaseShortened = !isAwsGone() && (drillEnd.signal !== null || hung.length > 0);
  if (!isAwsGone()) {
    // It would run out after two minutes, and the recovery wait for that: a shortcut in time, and none in logic.
    if (isLeaseShortened) {
      await world.forgetDrill('lease');
      note('the lease of the killed drill is removed instead of waiting until it has run out');
    }
    const recovery = DrillProcess.start({ ...order, mode: 'recover' }, surroundings);
    recoveryEnd = await ended(recovery, 'recovery', hung);
    note(`the recovery ended with ${recoveryEnd.signal ?? recoveryEnd.code ?? 'nothing'}`);
    writeFileSync(join(directory, 'recovery.log'), recovery.output);
  }
  await witness.stop();
  await hook.stop();
  orders.stop();
  writeFileSync(join(directory, 'drill.log'), drill.output);
  const observation = await observe(
    {
      scenario,
      startedAt,
      workspace,
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
  for (const { fault } of scenario.faults) if (!struck.includes(fault)) note(`never struck: ${fault}`);
  const verdict = observation.report?.verdict ?? `none (${drillEnd.signal ?? 'no report'})`;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const violations = [...failures, ...violationsOf(observation)];
  const result = { scenario, violations, struck, isLeaseShortened, timeline, verdict, seconds, directory };
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
  /** The drill is over, and its evidence is about to be kept. */
  isTelling: boolean;
  stop(): void;
}

function watchOrders(world: CampaignWorld, note: (what: string) => void): Orders {
  const orders = {
    count: 0,
    isTelling: false,
    stop: () => {
      unwatch();
    },
  };
  const { bucket } = evidenceNames(ENVIRONMENT);
  const unwatch = world.gate.watch(({ operation }) => {
    if (operation.includes(bucket) && !orders.isTelling) {
      orders.isTelling = true;
      note(`the evidence is about to be kept: ${operation}`);
    }
    if (!/^(?:SwitchoverGlobalCluster|FailoverGlobalCluster|RestoreDBClusterToPointInTime)$/.test(operation)) return;
    orders.count++;
    note(`order: ${operation}`);
  });
  return orders;
}

interface Scene extends Stage {
  readonly orders: Orders;
  readonly isReady: () => boolean;
}

/** @returns whether the moment came while the drill ran */
async function at({ moment, afterMs }: PlannedFault, scene: Scene, over: AbortSignal): Promise<boolean> {
  const home = scene.world.writer();
  const isThere: Readonly<Record<Moment, () => boolean>> = {
    baseline: () => readJournal(scene.drill.reportDirectory).some(({ type }) => type === 'attempt'),
    order: () => scene.orders.count > 0 || scene.hook.asked.some(({ action }) => action === 'start'),
    moved: () => scene.world.writer() !== home,
    'fail-back': () => scene.world.writer() !== home && scene.orders.count > 1,
    telling: () => scene.orders.isTelling,
  };
  while (!isThere[moment]() || !scene.isReady()) {
    if (over.aborted) return false;
    await delay(LOOK_EVERY_MS);
  }
  await pause(afterMs, over);
  return !over.aborted;
}

/** Tries until there is something to strike, and lasts from then on; the end of the drill ends it, too. */
async function strike(
  { fault, forMs }: PlannedFault,
  stage: Stage,
  onStruck: () => void,
  over: AbortSignal,
): Promise<void> {
  const act = strikeOf(fault, stage);
  try {
    while (!(await act.begin())) {
      if (over.aborted) return;
      await pause(LOOK_EVERY_MS, over);
    }
    while (act.hasHit !== undefined && !(await act.hasHit())) {
      if (over.aborted) return;
      await pause(LOOK_EVERY_MS, over);
    }
    onStruck();
    if (act.follow !== undefined) await act.follow(over);
    else if (act.end !== undefined) await pause(forMs, over);
  } finally {
    await act.end?.();
  }
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
