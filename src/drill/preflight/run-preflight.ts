import type { Clock } from '../../ports/clock';
import type { GlobalStatus } from '../../ports/global-database';
import type { DrillKind } from '../kinds';
import { reasonOf } from '../phases';
import { MINIMUM_BASELINE_WRITES } from '../verdict';
import type { Finding } from './finding';
import { lookAtGlobalStatus, lookAtInstances, lookAtMoves, lookAtTargetCapacity } from './global-guards';
import type { GuardName, GuardResult } from './guard';
import { guardsOf } from './guards-of-kinds';
import type { PreflightPorts } from './ports';
import { lagLimitSeconds, lookAtLag, writeBaseline, type Baseline } from './probe-guards';
import type { PreflightRequest } from './request';
import { lookAtEngines, lookAtParameters } from './settings-guards';
import { lookAtAlarms, lookAtLastDrill, lookAtLease, lookAtPlan, lookAtRotations } from './surroundings-guards';
import { lookAtWindow } from './window';

/** A guard did not come to an end in time. */
export class GuardTimeoutError extends Error {
  override readonly name = 'GuardTimeoutError';
}

/** What every guard is given. What several of them need is asked once. */
interface View {
  readonly kind: DrillKind;
  readonly request: PreflightRequest;
  readonly ports: PreflightPorts;
  readonly status: Promise<GlobalStatus>;
  readonly baseline: Promise<Baseline>;
}

interface Guard {
  readonly limit: (request: PreflightRequest) => string;
  /** Given up after so long, in ms. */
  readonly withinMs: number;
  readonly look: (view: View) => Finding | Promise<Finding>;
}

/** A call of AWS with its repetitions, in ms. */
const CALLS_MS = 30_000;
/** A probe function that has not run for weeks takes its time to begin, and then it writes for some seconds, in ms. */
const PROBE_MS = 150_000;

const GUARDS: Readonly<Record<GuardName, Guard>> = {
  lease: { limit: () => 'held by this drill', withinMs: CALLS_MS, look: ({ request }) => lookAtLease(request) },
  window: {
    limit: ({ window, trigger, freezes }) =>
      `${trigger === 'schedule' ? `inside ${window.text} UTC` : 'any time, by hand'}, outside ${freezes.length} freezes`,
    withinMs: CALLS_MS,
    look: ({ request, ports }) => lookAtWindow(request, ports.clock.now()),
  },
  'global-status': {
    limit: () => 'available',
    withinMs: CALLS_MS,
    look: async ({ status }) => lookAtGlobalStatus(await status),
  },
  'move-in-progress': {
    limit: () => 'none, by Aurora and by the controllers',
    withinMs: CALLS_MS,
    look: async ({ status, ports }) => lookAtMoves(await status, ports.controllers),
  },
  instances: {
    limit: ({ instances }) =>
      `all available: ${Object.entries(instances)
        .map(([region, ids]) => `${ids.length} in ${region}`)
        .join(', ')}`,
    withinMs: CALLS_MS,
    look: async ({ status, request }) => lookAtInstances(await status, request),
  },
  'engine-parity': {
    limit: () => 'one version, nothing that waits to be changed, no maintenance that is due',
    withinMs: CALLS_MS,
    look: async ({ status, ports }) => {
      const { members } = await status;
      const upkeeps = members.map(({ region, clusterId }) => ports.settings.upkeep(region, clusterId));
      return lookAtEngines(await Promise.all(upkeeps), ports.clock.now());
    },
  },
  'target-capacity': {
    limit: ({ availabilityZones }) =>
      `an available instance of at least the writer's class, instances in ${availabilityZones} availability zones`,
    withinMs: CALLS_MS,
    look: async ({ status, request }) => lookAtTargetCapacity(await status, request),
  },
  'parameter-parity': {
    limit: () => 'the same in both regions, and in effect',
    withinMs: CALLS_MS,
    look: async ({ status, ports }) => {
      const { members } = await status;
      return lookAtParameters(
        await Promise.all(members.map(({ region, clusterId }) => ports.settings.parameters(region, clusterId))),
      );
    },
  },
  'replication-lag': {
    limit: ({ maxLagSeconds }) => `five fresh samples, each below ${lagLimitSeconds(maxLagSeconds)} s`,
    withinMs: PROBE_MS + 60_000,
    look: async ({ status, request, ports, baseline }) => {
      // PostgreSQL tells its lag by the age of the last commit, so there have to be commits; and a probe function is awake by then.
      await (
        await baseline
      ).begun;
      return lookAtLag(request, { ...ports, status: await status });
    },
  },
  rotation: {
    limit: () => 'no secret is being rotated, and rotation is not frozen',
    withinMs: CALLS_MS,
    look: ({ ports }) => lookAtRotations(ports.secrets, ports.freezes),
  },
  alarms: { limit: () => 'none fires', withinMs: CALLS_MS, look: ({ ports }) => lookAtAlarms(ports.alarms) },
  plan: {
    limit: ({ trigger }) =>
      `nothing to change, at most 60 min old${trigger === 'schedule' ? '' : ', or skipped with a reason'}`,
    withinMs: CALLS_MS,
    look: ({ request, ports }) => lookAtPlan(request.plan, request, ports.clock.now()),
  },
  'last-drill': {
    limit: () => 'came to its end',
    withinMs: CALLS_MS,
    look: ({ ports }) => lookAtLastDrill(ports.drillState),
  },
  probe: {
    limit: () =>
      `at least ${MINIMUM_BASELINE_WRITES} writes, all acknowledged by the instance that AWS calls the writer`,
    withinMs: PROBE_MS,
    look: async ({ baseline }) => (await baseline).finding,
  },
};

/**
 * Looks at everything before anything is touched. All guards of the kind are looked at, side by side, also when one has refused: whoever has to put things
 * right wants all reasons at once. Nothing is changed but the heartbeats of a baseline.
 *
 * It never rejects: a guard that fails or does not end in time is `unknown`, and that stops the drill as a refusal does (`refusalOf`).
 *
 * @returns one result for each guard of the kind, in the order of `GUARDS`
 */
export async function runPreflight(
  kind: DrillKind,
  request: PreflightRequest,
  ports: PreflightPorts,
): Promise<readonly GuardResult[]> {
  const status = describe(ports);
  const baseline = status.then((known) => writeBaseline(kind, request, { ...ports, status: known }));
  // Each guard sees the rejection for itself; where no guard asks, nobody else must stumble over it.
  status.catch(() => undefined);
  baseline.catch(() => undefined);
  const view: View = { kind, request, ports, status, baseline };
  return Promise.all(guardsOf(kind).map((name) => lookAt(name, view)));
}

async function describe({ globalDatabase }: PreflightPorts): Promise<GlobalStatus> {
  return globalDatabase.describe();
}

async function lookAt(name: GuardName, view: View): Promise<GuardResult> {
  const guard = GUARDS[name];
  const { clock, logger } = view.ports;
  const limit = guard.limit(view.request);
  let result: GuardResult;
  try {
    const finding = await within(guard.withinMs, clock, async () => guard.look(view));
    result = { guard: name, ...finding, limit };
  } catch (error) {
    result = { guard: name, outcome: 'unknown', value: reasonOf(error), limit };
  }
  const line = `${name}: ${result.value}`;
  if (result.outcome === 'passed') logger.info(line);
  else logger.warn(`${line}; needed: ${limit}`);
  return result;
}

/** What comes after the limit is nobody's any more. @throws GuardTimeoutError */
async function within<T>(limitMs: number, clock: Clock, work: () => Promise<T>): Promise<T> {
  const timer = new AbortController();
  const timeout = clock.sleep(limitMs, timer.signal).then((): never => {
    throw new GuardTimeoutError(`no answer within ${Math.round(limitMs / 1000)} s`);
  });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    timer.abort();
  }
}
