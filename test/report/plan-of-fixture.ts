import { readFileSync } from 'node:fs';
import { labelling } from '../../src/plan/change-labels';
import type { LiveWriter, PlannedEnvironment } from '../../src/plan/environment-plan';
import { parsePlanJson } from '../../src/plan/plan-json';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

export const FIXTURES = 'test/fixtures/plans';
export const RUN = 'https://github.com/acme/db/actions/runs/1';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const HOME: LiveWriter = { state: 'known', region: 'us-east-1' };

/** What a plan job hands over for a plan that real Terraform made. */
export function planOfFixture(fixture: string, changed: Partial<PlannedEnvironment> = {}): PlannedEnvironment {
  return { ...plannedFrom(readFileSync(`${FIXTURES}/${fixture}/plan.json`, 'utf8')), ...changed };
}

/** What a plan job hands over for the JSON of a plan. */
export function plannedFrom(json: string): PlannedEnvironment {
  const plan = parsePlanJson(json);
  return {
    status: 'planned',
    environment: 'production',
    homeRegion: 'us-east-1',
    writer: HOME,
    summary: summarizePlan(plan, collectSecrets(plan.raw), labelling(HOME, 'us-east-1')(plan)),
    violations: [],
    drillGate: {
      drills: [
        { kind: 'failover', verdict: 'passed', ageDays: 3.2, rpoSeconds: 1.24, rtoSeconds: 41.3, runUrl: `${RUN}1` },
        { kind: 'switchover', verdict: 'passed', ageDays: 0.2, rpoSeconds: 0, rtoSeconds: 12 },
      ],
      concerns: [],
      risky: [],
      blocks: false,
    },
    terraformVersion: '1.11.4',
    planDigest: '89abcdef012345670123456789abcdef0123456789abcdef0123456789abcdef',
    sealedUntil: '2026-01-11T09:23:00.000Z',
    commit: COMMIT,
    runUrl: RUN,
  };
}
