import type { PlanFinding } from '../../../src/drill/preflight/request';
import { environmentPlanSchema } from '../../../src/plan/environment-plan';

/**
 * What the preflight is told of the plan that was made for a drill.
 *
 * @param text what the plan action wrote; `undefined` when there is none
 * @param skipped why this drill does without one
 */
export function planFinding(text: string | undefined, skipped: string | undefined, environment: string): PlanFinding {
  if (skipped !== undefined) return { outcome: 'skipped', reason: skipped };
  if (text === undefined) return { outcome: 'not-made' };
  const plan = read(text);
  // A plan of another environment says nothing about this one.
  if (plan?.environment !== environment) return { outcome: 'not-made' };
  if (plan.status === 'failed') return { outcome: 'failed' };
  return {
    outcome: plan.summary.isEmpty ? 'no-op' : 'changes',
    digest: plan.planDigest,
    ...(plan.plannedAt === undefined ? {} : { at: plan.plannedAt }),
  };
}

function read(text: string) {
  try {
    return environmentPlanSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
