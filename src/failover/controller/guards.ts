import type { ArmedRecord, Episode } from '../../ports/failover-record';
import type { GlobalMember, GlobalStatus } from '../../ports/global-database';
import { chooseTarget, currentWriter } from '../target';
import { ARMED_FOR_MS, type ControllerSettings } from './settings';
import type { Surroundings } from './survey';

/** Something that stands in the way of a promotion. */
export interface Refusal {
  /** One word; the same trouble has the same word, whatever numbers its text has. */
  readonly id: string;
  /** For people. */
  readonly text: string;
}

export interface GuardView {
  readonly settings: ControllerSettings;
  readonly surroundings: Surroundings;
  readonly armed: ArmedRecord | undefined;
  readonly episode: Episode;
  readonly nowMs: number;
}

/** Everything that forbids to promote now, in the order in which a human would ask. Empty means: promote. */
export function refusals(view: GuardView): readonly Refusal[] {
  const { settings, surroundings } = view;
  const found: Refusal[] = [];
  if (settings.mode === 'manual') {
    found.push({ id: 'manual', text: 'the mode is manual: a human decides' });
  }
  found.push(...armedRefusals(view));
  if (!surroundings.networkWorks) {
    found.push({
      id: 'cut-off',
      text: `the public endpoint of ${settings.ownRegion} cannot be reached from here either`,
    });
  }
  if (!surroundings.targetAnswers) {
    found.push({ id: 'target-silent', text: `the cluster of ${settings.ownRegion} does not answer` });
  }
  const { topology } = surroundings;
  const isFresh = view.nowMs - surroundings.atMs <= settings.policy.intervalMs + settings.policy.timeoutMs;
  if (topology === undefined || !isFresh) {
    found.push({ id: 'roles-unknown', text: 'the control plane does not say which region has which role' });
  } else {
    found.push(...roleRefusals(view, topology));
  }
  return found;
}

function* armedRefusals({ settings, armed, episode: { armedAgeMs } }: GuardView): Iterable<Refusal> {
  if (armed === undefined) {
    yield { id: 'not-armed', text: 'the writer was never seen alive by all paths in the present roles' };
    return;
  }
  if (armedAgeMs === undefined || armedAgeMs > ARMED_FOR_MS) {
    yield {
      id: 'armed-long-ago',
      text: `not all paths were seen alive in the ${ARMED_FOR_MS / 60_000} minutes before: a path that was dead before proves nothing`,
    };
  }
  if (armed.lagMs > settings.lagLimitMs) {
    yield {
      id: 'lag',
      text: `the target was ${Math.round(armed.lagMs / 1000)} s behind, the limit is ${settings.lagLimitMs / 1000} s: so much would be lost`,
    };
  }
}

function* roleRefusals(view: GuardView, topology: GlobalStatus): Iterable<Refusal> {
  const { settings, armed, episode } = view;
  if (topology.failoverState !== undefined || topology.status !== 'available') {
    yield { id: 'moving', text: `the global database is ${topology.failoverState?.status ?? topology.status} already` };
    return;
  }
  try {
    const writer = currentWriter(topology);
    if (armed !== undefined && armed.writerArn !== writer.clusterArn) {
      yield { id: 'other-writer', text: `the writer is ${writer.clusterId} now, which was not watched` };
    }
    const target = chooseTarget(topology);
    if (target.clusterArn !== settings.ownClusterArn) {
      yield {
        id: 'other-target',
        text: `the cluster to promote would be ${target.clusterId}, which is not that of ${settings.ownRegion}`,
      };
    }
    if (isUnderRepair(writer) && episode.downForMs < settings.inRegionGraceMs) {
      yield {
        id: 'in-region',
        text: `${writer.region} is helping itself (${repairOf(writer)}); it has ${settings.inRegionGraceMs / 1000} s for that`,
      };
    }
  } catch (error) {
    yield { id: 'target', text: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Statuses of a cluster or instance in which silence is expected to end by itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html#Aurora.Status
 */
const UNDER_REPAIR = new Set([
  'failing-over',
  'maintenance',
  'modifying',
  'promoting',
  'rebooting',
  'renaming',
  'resetting-master-credentials',
  'starting',
  'stopping',
  'update-iam-db-auth',
  'upgrading',
]);

function isUnderRepair(writer: GlobalMember): boolean {
  return repairOf(writer) !== undefined;
}

function repairOf({ status, instances }: GlobalMember): string | undefined {
  if (UNDER_REPAIR.has(status)) return status;
  // A reboot of every instance, for example for a parameter, leaves the cluster's own status as it was.
  return instances.every((instance) => UNDER_REPAIR.has(instance.status)) ? instances[0]?.status : undefined;
}
