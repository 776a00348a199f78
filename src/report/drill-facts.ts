import type { EvidenceDocument, MeasuredMoveEvidence } from '../evidence/document';
import { seconds, secondsOr } from './drill-words';

// The numbers of a drill as rows of plain text: what the job summary says, the site says in the same words.

export type Row = readonly string[];

export const ENTRY_NOTE =
  'Each entry holds the digest of the one before it. Whoever notes this number and digest elsewhere can later show that nothing before it was changed, and that the chain was not cut before it.';

/** Objective, measured, note. */
export function objectiveRows(move: MeasuredMoveEvidence, objectives: EvidenceDocument['objectives']): readonly Row[] {
  const isPlanned = move.kind === 'switchover';
  const resolution = `± ${seconds(move.resolutionMs)}${clocks(move)}`;
  return [
    [
      isPlanned ? 'RPO, planned' : 'RPO, unplanned',
      isPlanned ? 'no loss' : `< ${objectives.rpoSeconds} s`,
      rpo(move),
      isPlanned ? 'planned move: proves nothing about a disaster' : resolution,
    ],
    [
      isPlanned ? 'RTO, planned' : 'RTO, unplanned',
      `< ${objectives.rtoSeconds} s`,
      secondsOr(move.rtoMs, move.verdict === 'not-run' ? 'not measured' : 'writes never came back'),
      resolution,
    ],
    ...(isPlanned
      ? []
      : [
          [
            'detection',
            `≤ ${objectives.detectionSeconds} s`,
            secondsOr(move.detectionMs, 'never declared down'),
            `from the last acknowledged write${clocks(move)}${promotedBy(move)}`,
          ],
        ]),
    ...(move.redundancyGapMs === undefined
      ? []
      : [['redundancy gap', '–', seconds(move.redundancyGapMs), 'time without a second region']]),
    ...lagRows(move),
  ];
}

export function writeRows(move: MeasuredMoveEvidence): readonly Row[] {
  const { writes, loss, splitBrain } = move;
  const read = (value: (known: NonNullable<typeof loss>) => string) => (loss === undefined ? 'not read' : value(loss));
  return [
    ['writes attempted (N)', `${writes.attempted}, one each ${seconds(move.intervalMs)}`],
    ['acknowledged', `${writes.ok} (${move.baselineWrites} before the outage)`],
    ['failed / unknown outcome', `${writes.fail} / ${writes.unknown}`],
    ['acknowledged and lost', read(({ lost }) => String(lost))],
    [
      'the lost ones are the last before the outage',
      read(({ lost, lostIsSuffix }) => (lost === 0 ? '–' : lostIsSuffix ? 'yes' : 'NO')),
    ],
    ['unknown: found / not found', read(({ recovered, undetermined }) => `${recovered} / ${undetermined}`)],
    ['failed and found all the same (phantom)', read(({ phantom }) => String(phantom))],
    [
      'acknowledged by the old writer after the new one: split brain',
      splitBrain === undefined
        ? 'not measured'
        : `${splitBrain.acknowledged} of ${splitBrain.attempted} tried${splitBrain.unknown === 0 ? '' : `, ${splitBrain.unknown} of unknown outcome`}`,
    ],
  ];
}

/** Region, replica, answers. */
export function readRows({ reads = [] }: MeasuredMoveEvidence): readonly Row[] {
  return reads.flatMap(({ region, answered, failed }) => [
    ...answered.map(({ instance, reads: count }) => [region, instance, String(count)]),
    ...(failed === 0 ? [] : [[region, 'no answer', String(failed)]]),
  ]);
}

/** What, measured, note. */
export function restoreRows(restore: EvidenceDocument['restores'][number]): readonly Row[] {
  const { heartbeats, negativeControl, cost } = restore;
  return [
    ['region', restore.region],
    ['temporary cluster', restore.clusterId],
    ['point in time asked for', restore.pointInTime],
    ['heartbeats before it, found', `${heartbeats.found} of ${heartbeats.expected}`],
    [
      'heartbeats after it, or never written, found',
      restore.from === 'snapshot'
        ? `${heartbeats.unexpected} (those that were written while the snapshot was taken may be there)`
        : `${heartbeats.unexpected} (of ${heartbeats.mustBeAbsent} written, none may be there)`,
    ],
    ['backups reached it after', seconds(restore.backupDelayMs)],
    ['restored and available after', seconds(restore.restoreMs)],
    ['compared after', seconds(restore.verifyMs)],
    [
      'negative control',
      `${negativeControl.rejected ? 'rejected, as it has to be' : 'NOT REJECTED: the comparison proves nothing'} (altered: ${negativeControl.altered})`,
    ],
    ['removed afterwards', restore.removed ? 'yes' : 'NO: it is still there and costs money'],
    ...(cost === undefined
      ? []
      : [['cost', `${cost.estimate} for ${seconds(cost.instanceMs)} of ${cost.instanceClass}`]]),
  ];
}

export function detectionRows({ detection, objectives }: EvidenceDocument): readonly Row[] {
  if (detection === undefined) return [];
  const { writes } = detection;
  return [
    ['region that was made invisible', detection.region],
    [
      `detection, objective ≤ ${objectives.detectionSeconds} s`,
      `${secondsOr(detection.detectionMs, 'never declared down')} (± ${seconds(detection.resolutionMs)})`,
    ],
    ['since the fault was asked for, an upper bound', secondsOr(detection.sinceRequestMs, 'not measured')],
    [
      'writes meanwhile',
      `${writes.ok} of ${writes.attempted} acknowledged, ${writes.fail} failed, ${writes.unknown} of unknown outcome`,
    ],
    ['writer moved', detection.writerMoved ? 'YES, it must not' : 'no'],
  ];
}

/** Secret, time, new version logs in, old version refused, error. */
export function rotationRows(rotation: EvidenceDocument['rotation']): readonly Row[] {
  return (rotation?.secrets ?? []).map((secret) => [
    secret.secret,
    secondsOr(secret.rotationMs, 'not finished'),
    secret.newVersionLogsIn ? 'yes' : 'NO',
    secret.oldVersionRefused === undefined ? 'not tried' : secret.oldVersionRefused ? 'yes' : 'NO',
    secret.error ?? '',
  ]);
}

export function scopeRows({ scope }: EvidenceDocument): readonly Row[] {
  return [
    ['account', scope.account],
    ['global cluster', scope.globalCluster],
    ['regions', scope.regions.join(', ')],
    ['writer name', scope.writerName],
  ];
}

export function conductRows({ conduct }: EvidenceDocument): readonly Row[] {
  const optional = (name: string, value: string | undefined): readonly Row[] =>
    value === undefined ? [] : [[name, value]];
  return [
    ['started by', conduct.actor === undefined ? conduct.trigger : `${conduct.actor} (${conduct.trigger})`],
    ...optional('role that acted', conduct.principal),
    ...optional('commit', conduct.commit),
    ...optional('SHA-256 of the code that measured', conduct.codeSha256),
    ...optional('digest of the plan', conduct.planDigest),
  ];
}

function rpo({ loss }: MeasuredMoveEvidence): string {
  if (loss === undefined) return 'not measured';
  const bound = loss.rpoUpperBoundMs > loss.rpoMs ? `, at most ${seconds(loss.rpoUpperBoundMs)}` : '';
  return `${seconds(loss.rpoMs)} (${loss.lost} ${loss.lost === 1 ? 'write' : 'writes'}${bound})`;
}

function lagRows({ lag }: MeasuredMoveEvidence): readonly Row[] {
  if (lag === undefined) return [];
  const failed = lag.failed === 0 ? '' : `, ${lag.failed} without an answer`;
  return [
    [
      'replication lag',
      '–',
      lag.samples === 0 ? 'not measured' : `median ${seconds(lag.medianMs)}, most ${seconds(lag.maxMs)}`,
      `${lag.samples} samples${failed}${lag.beforeMoveMs === undefined ? '' : `; the last before the move: ${seconds(lag.beforeMoveMs)}`}`,
    ],
  ];
}

/** Two clocks that are not quite level make a number uncertain, in both directions. */
function clocks({ clockUncertaintyMs }: MeasuredMoveEvidence): string {
  return clockUncertaintyMs === 0 ? '' : `, clocks ± ${seconds(clockUncertaintyMs)}`;
}

/** Only a deployed controller would act in a disaster; an auditor has to see whose time was measured. */
function promotedBy({ promotedBy: who }: MeasuredMoveEvidence): string {
  if (who === undefined) return '';
  return who === 'controller' ? '; by the deployed controller' : '; by the drill, as no controller promotes here';
}
