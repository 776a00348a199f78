import type { NamedEnvironment } from '../environment/check-environments';
import type { Environment } from '../environment/schema';
import type { Clock } from '../ports/clock';
import type { CheckoutFiles } from '../ports/checkout-files';
import type { CommitHistory } from '../ports/commit-history';
import type { DrillStateStore } from '../ports/drill-state';
import type { Issues, KeptIssue } from '../ports/issues';
import type { EnvironmentLease } from '../ports/lease';
import type { Logger } from '../ports/logger';
import type { ObjectStore } from '../ports/object-store';
import type { TerraformLocks } from '../ports/terraform-lock';
import type { WorkflowRuns } from '../ports/workflow-runs';
import type { WorkflowStates } from '../ports/workflow-states';
import { renderWatchdogClosed, renderWatchdogIssue } from '../report/issue-texts';
import { drillFindings } from './drills';
import type { Finding } from './finding';
import { forgottenDrill, waitingDrill } from './left-drill';
import { mergedNotApplied } from './merged-not-applied';
import { missedSchedule } from './schedules';
import { stuckLease, stuckLock } from './stuck';

/** So far back merges are looked at. */
const DAYS = 14;
/** So long a merge may wait for its approval and its turn, in ms. */
const GRACE_MS = 4 * 3_600_000;
/** What runs by the clock. The watchdog cannot see its own death; the drift workflow looks after it. */
const SCHEDULED = ['drill.yml', 'drift.yml'] as const;

export interface WatchdogRequest {
  readonly environment: Environment;
  /** All environments of the checkout. */
  readonly all: readonly NamedEnvironment[];
  /** Merges of so many days are looked at; 14 unless given. */
  readonly days?: number;
  /** So long a merge may wait for its approval, in ms; four hours unless given. */
  readonly graceMs?: number;
}

export interface WatchdogPorts {
  readonly history: CommitHistory;
  readonly checkout: CheckoutFiles;
  /** The state bucket. */
  readonly store: ObjectStore;
  readonly drillState: Pick<DrillStateStore, 'read'>;
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  readonly locks: Pick<TerraformLocks, 'read'>;
  readonly runs: WorkflowRuns;
  readonly states: WorkflowStates;
  readonly issues: Pick<Issues, 'keepOpen' | 'close'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

export interface WatchdogResult {
  /** Whoever gets any has to fail the job. */
  readonly findings: readonly Finding[];
  /** `undefined` when there is nothing, and was nothing. */
  readonly issue: KeptIssue | undefined;
  /** For the job's summary. */
  readonly markdown: string;
}

/**
 * Looks for what silently did not happen, and keeps one issue for the environment. What cannot be looked at is a finding too, and keeps
 * nothing else from being looked at.
 *
 * @throws what the issues throw: then nobody is told, and the job has to fail
 */
export async function runWatchdog(request: WatchdogRequest, ports: WatchdogPorts): Promise<WatchdogResult> {
  const { environment } = request;
  const findings = await look(request, ports);
  for (const { id, sentence } of findings) ports.logger.error(`${id}: ${sentence}`);
  const marker = `watchdog:${environment.name}`;
  if (findings.length === 0) {
    const closed = renderWatchdogClosed();
    return { findings, issue: await ports.issues.close(marker, closed), markdown: closed };
  }
  // Without run and commit: the same findings make the same text, so that nothing is edited, and nobody told, for nothing.
  const { body } = renderWatchdogIssue(findings);
  const text = { title: `The pipeline of ${environment.name} needs attention`, body };
  return { findings, issue: await ports.issues.keepOpen(marker, text), markdown: body };
}

async function look(request: WatchdogRequest, ports: WatchdogPorts): Promise<readonly Finding[]> {
  const { environment, days = DAYS, graceMs = GRACE_MS } = request;
  const { name } = environment;
  const now = ports.clock.now();
  const one = async (finding: Promise<Finding | undefined>) => {
    const found = await finding;
    return found === undefined ? [] : [found];
  };
  const sources: readonly (readonly [string, () => Promise<readonly Finding[]>])[] = [
    ['whether merges were applied', () => mergedNotApplied({ ...request, now, days, graceMs }, ports)],
    ['how the last drills went', () => drillFindings(environment, now, ports.store)],
    ['whether the last drill waits for a person', () => one(waitingDrill(name, ports.drillState))],
    ['whether the last drill was ended and told of', () => one(forgottenDrill(name, now, ports))],
    ...SCHEDULED.map(
      (workflow) => [`whether ${workflow} ran`, () => one(missedSchedule(workflow, now, ports))] as const,
    ),
    ['who holds the lease', () => one(stuckLease(name, now, ports))],
    ["who holds Terraform's lock", () => one(stuckLock(name, now, ports))],
  ];
  const found = await Promise.all(
    sources.map(async ([what, ask]) => {
      try {
        return await ask();
      } catch (error) {
        return [cannotTell(what, error)];
      }
    }),
  );
  return found.flat();
}

function cannotTell(what: string, error: unknown): Finding {
  return {
    id: 'cannot-tell',
    sentence: `nobody can tell ${what}: ${error instanceof Error ? error.message : String(error)}`,
    whatToDo: 'this closes by itself once it can be looked at again; until then nothing is known of it',
  };
}
