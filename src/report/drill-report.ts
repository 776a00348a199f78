import type { Measurement } from '../drill/measure';
import type { RegionalReads } from '../drill/reads-per-replica';
import type { MeasuredRun, MoveDrillResult } from '../drill/result';
import type { RestoreDrillResult } from '../drill/restore-result';
import type { SplitBrain } from '../drill/split-brain';
import type { Objectives, Verdict } from '../drill/verdict';
import { table, plainText } from './markdown-table';

/** What a drill report says besides the result. */
export interface DrillContext {
  readonly environment: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly objectives: Objectives;
  /** Commit that the drill ran from, where known. */
  readonly commit: string | undefined;
}

const VERDICT_MARK: Readonly<Record<Verdict, string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  inconclusive: '❔ inconclusive',
  'not-run': '⏹️ not run',
};

/** Renders a failover or switchover drill as Markdown. */
export function renderMoveDrill(result: MoveDrillResult, context: DrillContext): string {
  return [
    heading(result.kind, result.verdict, context),
    reasonList(result.reasons),
    ...result.runs.map((run) => renderRun(run, context.objectives)),
    method(result.kind),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** Renders a restore drill as Markdown. */
export function renderRestoreDrill(result: RestoreDrillResult, context: DrillContext): string {
  const rows = result.restores.flatMap((restore) => [
    [`${restore.from} in ${restore.region}`, restore.pointInTime],
    ['heartbeats before it, found', `${restore.heartbeats.found} of ${restore.heartbeats.expected}`],
    ['heartbeats that must not be there', String(restore.heartbeats.unexpected)],
    [
      'checks that passed',
      `${restore.checks.filter(({ outcome }) => outcome === 'passed').length} of ${restore.checks.length}`,
    ],
    [
      'negative control',
      `${restore.negativeControl.altered}: ${restore.negativeControl.rejected ? '' : 'not '}refused`,
    ],
    ['backups reached it after', seconds(restore.backupDelayMs)],
    ['restored and available after', seconds(restore.restoreMs)],
    ['compared after', seconds(restore.verifyMs)],
  ]);
  return [
    heading('restore', result.verdict, context),
    reasonList(result.reasons),
    rows.length === 0 ? '' : table(['measured', 'value'], rows),
    '<sub>A backup was restored to a second in which nothing was written; every heartbeat acknowledged before it must be there and none after it.</sub>',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function heading(kind: string, verdict: Verdict, context: DrillContext): string {
  const minutes = seconds(context.finishedAt.getTime() - context.startedAt.getTime());
  const commit = context.commit === undefined ? '' : `, commit \`${plainText(context.commit)}\``;
  return (
    `## ${VERDICT_MARK[verdict]}: ${kind} drill of \`${plainText(context.environment)}\`\n\n` +
    `${context.startedAt.toISOString()}, ${minutes} in all${commit}`
  );
}

/** Only a deployed controller would act in a disaster; an auditor has to see whose time was measured. */
function promotedByNote({ promotedBy }: MeasuredRun): string {
  if (promotedBy === undefined) return '';
  return promotedBy === 'controller'
    ? '; by the deployed controller'
    : '; by the drill, as no controller promotes here';
}

function reasonList(reasons: readonly string[]): string {
  return reasons.map((reason) => `- ${plainText(reason)}`).join('\n');
}

function renderRun(run: MeasuredRun, objectives: Objectives): string {
  const { measurement } = run;
  const { loss, writes } = measurement;
  const planned = run.kind === 'switchover';
  const rows = [
    [
      'RPO',
      rpoObjective(planned, objectives),
      rpo(run),
      planned ? 'planned move: proves nothing about a disaster' : resolutionNote(run),
    ],
    ['RTO', `< ${objectives.rtoSeconds} s`, optional(measurement.rtoMs, 'writes never came back'), resolutionNote(run)],
    ...(planned
      ? []
      : [
          [
            'detection',
            `≤ ${objectives.detectionSeconds} s`,
            optional(measurement.detectionMs, 'never declared down'),
            `from the last acknowledged write${clockNote(measurement)}${promotedByNote(run)}`,
          ],
        ]),
    ...(measurement.redundancyGapMs === undefined
      ? []
      : [['redundancy gap', '–', seconds(measurement.redundancyGapMs), 'time without a second region']]),
  ];
  const counts = [
    ['writes attempted', String(writes.attempted)],
    ['acknowledged', `${writes.ok} (${measurement.baselineWrites} before the outage)`],
    ['failed / unknown outcome', `${writes.fail} / ${writes.unknown}`],
    ['acknowledged and lost', loss === undefined ? 'not read' : String(loss.lost.length)],
    ['unknown: found / not found', loss === undefined ? 'not read' : `${loss.recovered} / ${loss.undetermined}`],
    ['failed and found all the same', loss === undefined ? 'not read' : String(loss.phantom.length)],
    ['acknowledged by the old writer after the new one: split brain', splitBrain(measurement.splitBrain)],
  ];
  return [
    `### ${VERDICT_MARK[run.verdict]}: ${run.label}, ${run.fromRegion} → ${run.toRegion}`,
    reasonList(run.reasons),
    table(['', 'objective', 'measured', 'note'], rows),
    table(['writes', ''], counts),
    measurement.reads === undefined ? '' : table(['reads through', 'replica', 'answers'], readRows(measurement.reads)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Without a try there is no answer: "not measured" is never 0. */
function splitBrain(measured: SplitBrain | undefined): string {
  if (measured === undefined) return 'not measured';
  const unknown = measured.unknown === 0 ? '' : `, ${measured.unknown} of unknown outcome`;
  return `${measured.acknowledged} of ${measured.attempted} tried${unknown}`;
}

function readRows(reads: readonly RegionalReads[]): readonly (readonly string[])[] {
  return reads.flatMap(({ region, answered, failed }) => [
    ...answered.map(({ instance, reads: count }) => [region, instance, String(count)]),
    ...(failed === 0 ? [] : [[region, 'no answer', String(failed)]]),
  ]);
}

function rpoObjective(planned: boolean, objectives: Objectives): string {
  return planned ? 'no loss' : `< ${objectives.rpoSeconds} s`;
}

function rpo(run: MeasuredRun): string {
  const { loss } = run.measurement;
  if (loss === undefined) return 'not measured';
  const bound = loss.rpoUpperBoundMs > loss.rpoMs ? `, at most ${seconds(loss.rpoUpperBoundMs)}` : '';
  return `${seconds(loss.rpoMs)} (${loss.lost.length} writes${bound})`;
}

function resolutionNote({ measurement }: MeasuredRun): string {
  return `± ${seconds(measurement.resolutionMs)}${clockNote(measurement)}`;
}

/** Two clocks that are not quite level make a number uncertain, in both directions. */
function clockNote({ clockUncertaintyMs }: Measurement): string {
  return clockUncertaintyMs === 0 ? '' : `, clocks ± ${seconds(clockUncertaintyMs)}`;
}

function optional(ms: number | undefined, otherwise: string): string {
  return ms === undefined ? otherwise : seconds(ms);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

function method(kind: MoveDrillResult['kind']): string {
  return kind === 'failover'
    ? '<sub>Unplanned: the region was lost at an unannounced moment. All numbers are computed from the history of attempted writes through the writer name.</sub>'
    : '<sub>Planned: Aurora synchronises before it swaps the roles, so this drill proves recovery time and runbook, not the RPO of a disaster.</sub>';
}
