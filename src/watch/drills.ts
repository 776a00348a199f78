import type { DrillKind } from '../drill/kinds';
import type { Environment } from '../environment/schema';
import { judgeDrills } from '../plan/drill-gate';
import type { Plan } from '../plan/plan-json';
import type { ObjectStore } from '../ports/object-store';
import { lastDrills, type DrillRecord } from '../records/drill-record';
import { minute, type Finding } from './finding';

/** The gate judges drills beside the risky changes of a plan; here there are none. */
const NO_PLAN: Plan = {
  terraformVersion: undefined,
  resourceChanges: [],
  resourceDrift: [],
  outputChanges: {},
  raw: undefined,
};

/**
 * Drills that are overdue, or did not pass, by the judgement of the gate: what is found here is what would stop the next risky change.
 *
 * @throws DrillRecordError, and what the store throws
 */
export async function drillFindings(
  environment: Environment,
  now: Date,
  store: ObjectStore,
): Promise<readonly Finding[]> {
  const drills = await lastDrills(store, environment.name);
  const { drill } = environment;
  const isConcern = (records: readonly DrillRecord[], kind: DrillKind, maxAgeDays: number) =>
    judgeDrills(records, { drill: { ...drill, requiredKinds: [kind], maxAgeDays } }, NO_PLAN, now).concerns.length > 0;
  return drill.requiredKinds.flatMap((kind): readonly Finding[] => {
    const last = drills.find((record) => record.kind === kind);
    const whatToDo = `run a ${kind} drill: "gh workflow run drill.yml -f environment=${environment.name} -f kind=${kind}"`;
    if (last === undefined) return [{ id: 'drill-overdue', sentence: `no ${kind} drill has ever run`, whatToDo }];
    const when = minute(new Date(last.finishedAt));
    const link = last.runUrl === undefined ? {} : { link: last.runUrl };
    return [
      ...(isConcern([last], kind, Number.POSITIVE_INFINITY)
        ? [
            {
              id: 'drill-failed' as const,
              sentence: `the last ${kind} drill, of ${when}, did not pass: ${last.verdict.replaceAll('-', ' ')}`,
              whatToDo: `read its report and repair what it found; then ${whatToDo}`,
              ...link,
            },
          ]
        : []),
      ...(isConcern([{ ...last, verdict: 'passed' }], kind, drill.maxAgeDays)
        ? [
            {
              id: 'drill-overdue' as const,
              sentence: `the last ${kind} drill was on ${when}, more than ${drill.maxAgeDays} days ago`,
              whatToDo,
              ...link,
            },
          ]
        : []),
    ];
  });
}
