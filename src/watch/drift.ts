import type { Environment } from '../environment/schema';
import { toBackendConfig, toTfvars } from '../environment/tfvars';
import { labelling } from '../plan/change-labels';
import type { LiveWriter, PlannedEnvironment, PlanSummary } from '../plan/environment-plan';
import { liveWriter } from '../plan/live-writer';
import { readPlan, type ReadPlan } from '../plan/make-plan';
import type { Clock } from '../ports/clock';
import type { GlobalRoles } from '../ports/global-roles';
import type { Issues, KeptIssue } from '../ports/issues';
import type { Logger } from '../ports/logger';
import type { PrivateDirectory } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import { renderDriftClosed, renderDriftIssue } from '../report/issue-texts';
import { inFlight, type InFlightPorts } from './in-flight';

export interface DriftRequest {
  readonly environment: Environment;
  /** For the comment that closes the issue. */
  readonly commit: string | undefined;
  readonly runUrl: string | undefined;
}

export interface DriftPorts extends InFlightPorts {
  readonly terraform: Terraform;
  readonly privateDirectory: PrivateDirectory;
  readonly roles: GlobalRoles;
  readonly issues: Pick<Issues, 'keepOpen' | 'close'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** How many things differ, by why they do. */
export interface DriftCounts {
  /** Somebody changed them outside Terraform. */
  readonly drift: number;
  /** The configuration of the default branch is not applied; outputs count too. */
  readonly real: number;
  /** Applying them would undo a swap of the roles. */
  readonly roleChange: number;
  /** A swap of the roles explains them. */
  readonly expected: number;
  /** They differ from Terraform's state, and the configuration does not care: a plan does nothing about them. */
  readonly ignored: number;
}

export type DriftResult =
  | {
      readonly outcome: 'clean' | 'differs';
      readonly counts: DriftCounts;
      /** `undefined` when all is well, and was. */
      readonly issue: KeptIssue | undefined;
      /** For the job's summary. */
      readonly markdown: string;
    }
  | { readonly outcome: 'not-judged'; readonly reason: string; readonly markdown: string };

/** Nobody can say whether anything differs. */
export class DriftError extends Error {
  override readonly name = 'DriftError';
}

/**
 * Looks whether what is there is what the configuration says, and keeps one issue about it. It only looks: no lock is taken, and a plan writes
 * no state. While something changes the environment nothing is judged, and after an error neither: the issue stays as it is.
 *
 * @throws TerraformError, PlanFormatError, DriftError, and what the ports throw; none of it is drift
 */
export async function runDrift(request: DriftRequest, ports: DriftPorts): Promise<DriftResult> {
  const { environment } = request;
  const isInFlight = () => inFlight(environment.name, ports.clock.now(), ports);
  const before = await isInFlight();
  if (before !== undefined) return notJudged(environment.name, before, ports.logger);
  return ports.privateDirectory.use(async (files) => {
    const { terraform, logger } = ports;
    const writer = await liveWriter(ports.roles);
    if (writer.state === 'moving') return notJudged(environment.name, 'the writer is moving', logger);
    if (writer.state === 'unknown') {
      throw new DriftError(`nobody can say why something differs while the writer is unknown: ${writer.reason}`);
    }
    await logger.group('terraform init', () => terraform.init(toBackendConfig(environment)));
    const planFile = files.path('drift.tfplan');
    const varFile = await files.write('environment.tfvars.json', JSON.stringify(toTfvars(environment)));
    await logger.group('terraform plan', () => terraform.plan({ varFile, planFile, lock: false }));
    const plan = await readPlan(planFile, environment, ports, labelling(writer, environment.homeRegion));
    // Without a lock, an apply that began meanwhile may have been seen half-way.
    const meanwhile = await isInFlight();
    if (meanwhile !== undefined) return notJudged(environment.name, meanwhile, logger);
    return keepIssue(request, plan, writer, ports);
  });
}

function notJudged(environment: string, reason: string, logger: Logger): DriftResult {
  logger.info(`not judged: ${reason}`);
  return {
    outcome: 'not-judged',
    reason,
    markdown: `Whether ${environment} is as its configuration says was not judged, because it is being changed.`,
  };
}

async function keepIssue(
  { environment, commit, runUrl }: DriftRequest,
  plan: ReadPlan,
  writer: LiveWriter,
  { issues }: DriftPorts,
): Promise<DriftResult> {
  const counts = count(plan.summary);
  const marker = `drift:${environment.name}`;
  if (counts.drift + counts.real + counts.roleChange === 0) {
    const closed = renderDriftClosed({ environment: environment.name, commit, runUrl });
    return { outcome: 'clean', counts, issue: await issues.close(marker, closed), markdown: closed };
  }
  // Without run and commit: the same difference makes the same text, so that nothing is edited, and nobody told, for nothing.
  const { title, body } = renderDriftIssue(asPlanned(environment, plan, writer));
  const text = { title: plan.secrets.remove(title), body: plan.secrets.remove(body) };
  return { outcome: 'differs', counts, issue: await issues.keepOpen(marker, text), markdown: text.body };
}

/**
 * What only differs from the state, without a plan that does anything about it, opens no issue: providers tell of every attribute that AWS
 * filled in later, and nothing here could make such an issue close again.
 */
function count({ changes, outputs, drift, omittedChanges }: PlanSummary): DriftCounts {
  const ofLabel = (label: (typeof changes)[number]['label']) =>
    changes.filter((change) => change.label === label).length;
  return {
    drift: ofLabel('drift'),
    real: ofLabel('real') + outputs.length + omittedChanges,
    roleChange: ofLabel('role change'),
    expected: ofLabel('expected after failover') + drift.filter(({ label }) => label !== 'drift').length,
    ignored: drift.filter(({ label }) => label === 'drift').length,
  };
}

function asPlanned(environment: Environment, plan: ReadPlan, writer: LiveWriter): PlannedEnvironment {
  return {
    status: 'planned',
    environment: environment.name,
    homeRegion: environment.homeRegion,
    writer,
    summary: plan.summary,
    violations: [...plan.violations],
    drillGate: { drills: [], concerns: [], risky: [], blocks: false },
    terraformVersion: plan.terraformVersion,
    planDigest: '',
  };
}
