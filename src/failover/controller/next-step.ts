import type { Episode, FailoverRecord } from '../../ports/failover-record';
import type { GlobalMember } from '../../ports/global-database';
import type { Decision } from '../decision';
import { chooseTarget, currentWriter } from '../target';
import { refusals, type GuardView, type Refusal } from './guards';
import { roleOf, type Role } from './survey';

/** What is to be done now, while no move is under way. */
export type Step =
  | { readonly kind: 'rest' }
  /** The own region writes: there is nothing to promote here, and never away from here. */
  | { readonly kind: 'stand-down' }
  | { readonly kind: 'arm'; readonly writerArn: string; readonly lagMs: number }
  | { readonly kind: 'declare'; readonly lostRegion: string; readonly reasons: readonly string[] }
  | { readonly kind: 'close'; readonly outcome: 'recovered' | 'moved' }
  | { readonly kind: 'close'; readonly outcome: 'rehearsed'; readonly rehearsal: string }
  | { readonly kind: 'refuse'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'promote'; readonly target: GlobalMember };

export interface StepView extends Omit<GuardView, 'armed' | 'episode'> {
  readonly record: FailoverRecord;
  readonly decision: Decision;
  /** Whether every path has answered in this very round. */
  readonly allAnswered: boolean;
  /** Whether any path has answered since the last step. */
  readonly anyAnswered: boolean;
  /** The region that the paths lead to. */
  readonly watchedRegion: string;
  /** The role of the own region when it was last known. */
  readonly lastRole: Role;
  /** The rehearsal that explains the loss of the watched region at this moment; `undefined` when a loss is real. */
  readonly rehearsal: string | undefined;
}

/**
 * Chooses the next step, from what is recorded and what was seen.
 *
 * Only `promote` is dangerous, and it needs all of: an open episode that is recorded, a region that is down by now, and no refusal.
 */
export function nextStep(view: StepView): Step {
  const { record, decision } = view;
  const { episode } = record;
  const role = presentRole(view);
  const isOpen = episode !== undefined && episode.stage !== 'closed';
  if (role === 'writer') return isOpen ? { kind: 'close', outcome: 'moved' } : { kind: 'stand-down' };
  if (isOpen) {
    if (isLost(view)) return closeRehearsed(view, episode) ?? judge(view, episode);
    // One answer ends the episode: the next loss is judged by itself, and a path that stays dead until then is no witness of it.
    return view.anyAnswered ? { kind: 'close', outcome: 'recovered' } : { kind: 'rest' };
  }
  if (isLost(view) && role === 'follower') {
    // Found out already, and told. What outlasts the rehearsal is declared as a loss of its own.
    if (view.rehearsal !== undefined && episode?.rehearsal === view.rehearsal) return { kind: 'rest' };
    // After a promotion that failed a human has to look; until all is well again nothing new is begun.
    if (episode?.outcome === 'failed' && record.armed === undefined) return { kind: 'rest' };
    return { kind: 'declare', lostRegion: view.watchedRegion, reasons: reasonsOf(decision) };
  }
  return armOrRest(view);
}

/**
 * Whether the region is lost: every path is dead. Or all that is not dead is stalled, and the own cluster has received nothing for the
 * time that a region has to repair itself: replication goes its own way, so a primary that is slow, and cannot be reached for another
 * reason, still feeds it.
 */
export function isLost({
  decision,
  surroundings,
  settings,
}: Pick<StepView, 'decision' | 'surroundings' | 'settings'>): boolean {
  if (decision.kind === 'down') return true;
  if (decision.kind !== 'unclear' || !decision.isStalled) return false;
  return (surroundings.targetLagMs ?? 0) >= settings.inRegionGraceMs;
}

function reasonsOf(decision: Decision): readonly string[] {
  if (decision.kind === 'down') return decision.reasons;
  return decision.kind === 'unclear' ? [...decision.dead, ...decision.unclear, 'nothing is replicated any more'] : [];
}

/** While the control plane cannot be asked, what was known last counts; a record that is armed was made by a follower. */
function presentRole({ settings, surroundings, lastRole, record }: StepView): Role {
  const seen = roleOf(settings.ownRegion, surroundings.topology);
  if (seen !== 'unknown') return seen;
  return lastRole === 'unknown' && record.armed !== undefined ? 'follower' : lastRole;
}

/**
 * A drill that makes the controller blind announces that first, and only while no episode is open; so a promotion that was asked for already
 * is none of its business.
 */
function closeRehearsed({ rehearsal }: StepView, episode: Episode): Step | undefined {
  if (rehearsal === undefined || episode.attempts > 0) return undefined;
  return { kind: 'close', outcome: 'rehearsed', rehearsal };
}

function judge(view: StepView, episode: Episode): Step {
  const found = refusals({ ...view, armed: view.record.armed, episode });
  const { topology } = view.surroundings;
  if (found.length > 0 || topology === undefined) return { kind: 'refuse', refusals: found };
  return { kind: 'promote', target: chooseTarget(topology) };
}

function armOrRest({ surroundings, settings, allAnswered, watchedRegion }: StepView): Step {
  const { topology, targetLagMs } = surroundings;
  if (!allAnswered || topology === undefined || targetLagMs === undefined) return { kind: 'rest' };
  if (roleOf(settings.ownRegion, topology) !== 'follower' || topology.failoverState !== undefined) {
    return { kind: 'rest' };
  }
  const writer = currentWriter(topology);
  if (writer.region !== watchedRegion) return { kind: 'rest' };
  return { kind: 'arm', writerArn: writer.clusterArn, lagMs: targetLagMs };
}
