import type { Alarms } from '../../ports/drill-facts';
import type { DrillStateSummary } from '../../ports/drill-state-summary';
import { CURRENT } from '../../ports/secret-versions';
import { isRotating } from '../../rotation/is-rotating';
import { CannotTellError, found, type Finding } from './finding';
import type { RegionalFreeze, RegionalSecret } from './ports';
import type { PlanFinding, PreflightRequest } from './request';

/** A plan that is older says nothing of now, in ms. */
const PLAN_IS_FRESH_MS = 60 * 60_000;
/** Two machines' clocks may differ by this much, in ms. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

export function lookAtLease({ lease }: Pick<PreflightRequest, 'lease'>): Finding {
  if (lease === undefined) return { outcome: 'refused', value: 'not held' };
  return lease.isHeld()
    ? { outcome: 'passed', value: lease.holder }
    : { outcome: 'refused', value: `lost since: ${lease.holder}` };
}

/**
 * A password that changes during a drill locks its probe out, or an application after the move.
 */
export async function lookAtRotations(
  secrets: readonly RegionalSecret[],
  freezes: readonly RegionalFreeze[],
): Promise<Finding> {
  if (secrets.length === 0) throw new CannotTellError('no secret was given to look at');
  const [ofSecrets, ofFreezes] = await Promise.all([
    Promise.all(secrets.map(troubleOfSecret)),
    Promise.all(
      freezes.map(async ({ region, freeze }) => {
        const reason = await freeze.reason();
        return reason === undefined ? [] : [`rotation is frozen in ${region}: ${reason}`];
      }),
    ),
  ]);
  return found([...ofSecrets, ...ofFreezes].flat(), `none under way in ${secrets.length} secrets, none frozen`);
}

async function troubleOfSecret({ region, secret }: RegionalSecret): Promise<readonly string[]> {
  const versions = await secret.labels();
  if (![...versions.values()].some((labels) => labels.includes(CURRENT)))
    return [`${secret.name} in ${region} has no current version`];
  return isRotating(versions) ? [`${secret.name} in ${region} is being rotated, or its rotation is stuck`] : [];
}

/**
 * Not an alarm that anybody is told of, but a state that another alarm looks at: in ALARM it says that its region takes writes, and so it is in one region
 * whenever all is well (terraform/modules/replication).
 */
const STATE_OF_WRITES = /^alarm-state-writes-/;

export async function lookAtAlarms(alarms: Alarms): Promise<Finding> {
  const firing = await alarms.firing();
  const troubles = firing.filter(({ name }) => !STATE_OF_WRITES.test(name));
  return found(
    troubles.map(
      ({ region, name, reason }) => `${name} in ${region}${reason === undefined ? '' : ` (${oneLine(reason)})`}`,
    ),
    firing.length === 0 ? 'none' : `none; ${firing.map(({ name }) => name).join(', ')} only says who writes`,
  );
}

/** With a change that waits to be applied, another environment would be drilled than the one that is written down. */
export function lookAtPlan(plan: PlanFinding, { trigger }: Pick<PreflightRequest, 'trigger'>, now: Date): Finding {
  if (plan.outcome === 'skipped') {
    const isGiven = plan.reason.trim() !== '';
    return {
      outcome: trigger !== 'schedule' && isGiven ? 'passed' : 'refused',
      value: isGiven ? `skipped: ${oneLine(plan.reason)}` : 'skipped without a reason',
    };
  }
  if (plan.outcome === 'not-made') throw new CannotTellError('no plan was made');
  if (plan.at === undefined) throw new CannotTellError('when the plan was made is not known');
  const ageMs = now.getTime() - Date.parse(plan.at);
  if (!Number.isFinite(ageMs)) throw new CannotTellError(`the plan was made at "${plan.at}", which is no time`);
  const words = { 'no-op': 'nothing to change', changes: 'would change something', failed: 'failed' }[plan.outcome];
  const value = `${words}, ${Math.max(0, Math.round(ageMs / 60_000))} min old${plan.digest === undefined ? '' : ` (${plan.digest.slice(0, 12)})`}`;
  if (ageMs < -CLOCKS_DIFFER_MS) throw new CannotTellError(`the plan was made at ${plan.at}, which is still to come`);
  return { outcome: plan.outcome === 'no-op' && ageMs <= PLAN_IS_FRESH_MS ? 'passed' : 'refused', value };
}

export async function lookAtLastDrill(states: DrillStateSummary): Promise<Finding> {
  const { state, detail } = await states.lastDrill();
  const words = {
    none: 'there was none',
    ended: 'ended',
    'broken-off': 'was broken off',
    'needs-human': 'needs a human',
  }[state];
  const isSettled = state === 'none' || state === 'ended';
  return { outcome: isSettled ? 'passed' : 'refused', value: detail === '' ? words : `${words}: ${oneLine(detail)}` };
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
