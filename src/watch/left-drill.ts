import { brokenOffAt, describeDrill, standingOf } from '../drill/recovery/standing';
import { untoldOf } from '../drill/recovery/untold';
import type { DrillState, DrillStateStore, StoredDrillState } from '../ports/drill-state';
import type { EnvironmentLease } from '../ports/lease';
import type { WorkflowRuns } from '../ports/workflow-runs';
import type { Finding } from './finding';
import { LONGEST_JOB_MS } from './longest-job';
import { holderAtWork, runIdOf } from './whose-run';

/**
 * The last drill, when it waits for a person: no drill begins before somebody has acted.
 *
 * @throws what the port throws
 */
export async function waitingDrill(
  environment: string,
  drillState: Pick<DrillStateStore, 'read'>,
): Promise<Finding | undefined> {
  const stored = await drillState.read();
  const standing = standingOf(stored);
  if (standing.kind !== 'needs-human') return undefined;
  return {
    id: 'drill-needs-human',
    sentence: standing.sentence,
    whatToDo: `begin at ${standing.runbook}; when it is done, say so with "npm run dr -- resolved ${environment}". No drill begins before`,
    ...(stored.kind === 'state' ? linkTo(stored.state) : {}),
  };
}

/**
 * The last drill, when it was broken off or not told of, began longer ago than a drill can take, and nobody is at it. Whoever drills next mends either; until
 * then the writer may be away from home, and a proof is missing.
 *
 * @throws what the ports throw
 */
export async function forgottenDrill(
  environment: string,
  now: Date,
  ports: {
    readonly drillState: Pick<DrillStateStore, 'read'>;
    readonly lease: Pick<EnvironmentLease, 'holder'>;
    readonly runs: Pick<WorkflowRuns, 'find'>;
  },
): Promise<Finding | undefined> {
  const stored = await ports.drillState.read();
  if (stored.kind !== 'state' || now.getTime() - Date.parse(stored.state.startedAt) <= LONGEST_JOB_MS) return undefined;
  const found = brokenOff(environment, stored) ?? untold(environment, stored);
  if (found === undefined) return undefined;
  // A drill, and whoever recovers one, holds the lease until it was told of.
  const holder = await ports.lease.holder();
  if (holder?.kind === 'drill' && (await holderAtWork(holder, ports.runs, now)) === 'going-on') return undefined;
  return { ...found, ...linkTo(stored.state) };
}

function brokenOff(
  environment: string,
  stored: Extract<StoredDrillState, { readonly kind: 'state' }>,
): Finding | undefined {
  if (standingOf(stored).kind !== 'unfinished') return undefined;
  return {
    id: 'drill-broken-off',
    sentence: `${describeDrill(stored.state)} was broken off${brokenOffAt(stored.state)}, and nobody has recovered it`,
    whatToDo: `end what it has left with "npm run dr -- recover ${environment}", or drill, which begins with that; docs/recovery.md says what is done`,
  };
}

function untold(environment: string, stored: StoredDrillState): Finding | undefined {
  const found = untoldOf(stored);
  if (found === undefined) return undefined;
  return {
    id: 'drill-untold',
    sentence: `${describeDrill(found.drill)} is over, and nothing says that it was told of: its evidence may be missing`,
    whatToDo: `tell of it with "npm run dr -- recover ${environment}", or drill, which begins with that`,
  };
}

function linkTo({ run }: DrillState): Pick<Finding, 'link'> {
  return runIdOf(run) === undefined ? {} : { link: run };
}
