import type { Environment } from '../environment/schema';
import type { DrillRecord } from '../records/drill-record';
import type { DrillGate, LastDrill } from './environment-plan';
import type { Plan } from './plan-json';
import { riskyChanges } from './risk';

const DAY_MS = 86_400_000;

/** What the gate needs of an environment. */
export interface GatedEnvironment {
  readonly drill: Pick<Environment['drill'], 'maxAgeDays' | 'requiredKinds' | 'blockRiskyChanges'>;
}

/**
 * Whether a plan may be applied, judged by the last drills: a risky change of a database whose failover nobody has seen work lately may be the one
 * that it does not survive.
 *
 * @param drills the last of each kind that has ever run
 */
export function judgeDrills(
  drills: readonly DrillRecord[],
  { drill: { maxAgeDays, requiredKinds, blockRiskyChanges } }: GatedEnvironment,
  plan: Plan,
  now: Date,
): DrillGate {
  const last = drills.map((record) => lastDrill(record, now));
  const concerns = requiredKinds.flatMap((kind) => concernsAbout(kind, last, maxAgeDays));
  const risky = [...riskyChanges(plan)];
  return { drills: last, concerns, risky, blocks: blockRiskyChanges && concerns.length > 0 && risky.length > 0 };
}

function lastDrill({ kind, verdict, finishedAt, rpoSeconds, rtoSeconds, runUrl }: DrillRecord, now: Date): LastDrill {
  // The clock of the runner that drilled may be ahead of this one.
  const ageDays = Math.max(0, (now.getTime() - Date.parse(finishedAt)) / DAY_MS);
  return {
    kind,
    verdict,
    ageDays,
    ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
    ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
    ...(runUrl === undefined ? {} : { runUrl }),
  };
}

function concernsAbout(kind: DrillRecord['kind'], drills: readonly LastDrill[], maxAgeDays: number): readonly string[] {
  const drill = drills.find((candidate) => candidate.kind === kind);
  if (drill === undefined) return [`no ${kind} drill has ever run`];
  const concerns: string[] = [];
  if (drill.verdict !== 'passed') {
    concerns.push(`the last ${kind} drill ${drill.verdict === 'not-run' ? 'did not run' : `is ${drill.verdict}`}`);
  }
  if (drill.ageDays > maxAgeDays) {
    const age = Math.floor(drill.ageDays);
    concerns.push(`the last ${kind} drill is ${age} ${age === 1 ? 'day' : 'days'} old, more than ${maxAgeDays}`);
  }
  return concerns;
}
