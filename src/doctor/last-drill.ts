import { describeDrill, standingOf } from '../drill/recovery/standing';
import { untoldOf } from '../drill/recovery/untold';
import type { Environment } from '../environment/schema';
import type { DrillStateStore } from '../ports/drill-state';
import type { EnvironmentLease } from '../ports/lease';
import type { WorkflowRuns } from '../ports/workflow-runs';
import { LONGEST_JOB_MS } from '../watch/longest-job';
import { isAtWork } from '../watch/whose-run';
import { ok, problem, reasonOf, warning, type Check } from './check';
import { recoverCommand, resolvedCommand } from './commands';

export interface LastDrillPorts {
  readonly drillState: Pick<DrillStateStore, 'read'>;
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  /** Without GitHub nobody can say whether a run is over. */
  readonly runs: Pick<WorkflowRuns, 'find'> | undefined;
}

/**
 * How the environment stands with its last drill. Also looked at where every kind of drill is `never`: one from before that was decided may have left the
 * writer in the other region, and says so only here.
 */
export async function checkLastDrill(
  environment: Environment,
  now: Date,
  ports: LastDrillPorts,
): Promise<readonly Check[]> {
  const stored = await ports.drillState.read();
  const standing = standingOf(stored);
  const untold = untoldOf(stored);
  const isOpen = standing.kind === 'unfinished' || untold !== undefined;
  const drilling = isOpen ? await whoDrills(now, ports) : NOBODY;
  return [
    judgeStanding(),
    ...(untold === undefined
      ? []
      : [
          openCheck(
            'drill-untold',
            `${describeDrill(untold.drill)} is over, and nothing says that it was told of: its evidence may be missing`,
            drilling,
            ['tell of it; what is over is not touched:', recoverCommand(environment)],
          ),
        ]),
  ];

  function judgeStanding(): Check {
    const id = 'last-drill';
    switch (standing.kind) {
      case 'clear':
        return ok(id, standing.sentence);
      case 'needs-human':
        return problem(
          id,
          standing.sentence,
          `begin at ${standing.runbook}; no drill begins before this is resolved`,
          'when it is done, say so:',
          resolvedCommand(environment),
        );
      case 'unfinished':
        return openCheck(id, standing.sentence, drilling, [
          'end what it has left; that also tells of it:',
          recoverCommand(environment),
        ]);
    }
  }
}

interface Drilling {
  readonly state: 'nobody' | 'going-on' | 'unknown';
  /** How that is known, or why it is not. */
  readonly sentence: string;
  readonly advice: readonly string[];
}

const NOBODY: Drilling = { state: 'nobody', sentence: 'nobody holds the lease for a drill', advice: [] };

/** A drill holds the lease from its beginning until it was told of; so does whoever recovers one. */
async function whoDrills(now: Date, { lease, runs }: LastDrillPorts): Promise<Drilling> {
  try {
    const holder = await lease.holder();
    if (holder?.kind !== 'drill') return NOBODY;
    const held = `the lease is held for a drill by ${holder.run}`;
    const state = runs === undefined ? 'unknown' : await isAtWork(holder.run, runs);
    if (state === 'going-on')
      return { state, sentence: `${held}, which is going on`, advice: [`wait for it: ${holder.run}`] };
    if (state === 'over') return { state: 'nobody', sentence: `${held}, but that run is over`, advice: [] };
    if (now.getTime() - Date.parse(holder.since) > LONGEST_JOB_MS)
      return { state: 'nobody', sentence: `${held}, longer than any job lasts`, advice: [] };
    return {
      state,
      sentence: `${held}; whether that is going on cannot be seen from here`,
      advice: ['ask whoever that is, or look at the run; when it is over:'],
    };
  } catch (error) {
    return {
      state: 'unknown',
      sentence: `whether a drill is going on cannot be seen: ${reasonOf(error)}`,
      advice: ['look whether one is; when none is:'],
    };
  }
}

/** Something that whoever drills is about to end; when nobody does, or nobody knows, a person does by `steps`. */
function openCheck(id: string, sentence: string, drilling: Drilling, steps: readonly string[]): Check {
  return warning(
    id,
    `${sentence}; ${drilling.sentence}`,
    ...drilling.advice,
    ...(drilling.state === 'going-on' ? [] : steps),
  );
}
