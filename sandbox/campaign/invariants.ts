import { existsSync, readFileSync } from 'node:fs';
import { attemptsOf, type JournalLine } from './drill-journal';
import { OBJECTIVES } from './objectives';
import type { Observation, ObservedAws } from './observe';

/** The writer's region before every run. */
const HOME = 'us-east-1';

/** What must hold after a run, whatever went wrong in it. @returns what does not */
export function violationsOf(observation: Observation): readonly string[] {
  const { aws } = observation;
  return [
    ...observation.hung,
    ...observation.processes.map((pid) => `process ${pid} of the drill still runs`),
    ...lostWithoutDisaster(observation),
    ...lossReportedExactly(observation),
    ...twoWriters(observation),
    ...exitStatus(observation),
    ...passedInSpiteOf(observation),
    ...(aws === undefined
      ? []
      : [
          ...recordedState(observation, aws),
          ...recordedVerdict(observation, aws),
          ...orphans(observation, aws),
          ...atHome(observation, aws),
        ]),
  ];
}

function lostWithoutDisaster({ scenario, witness: { lost } }: Observation): readonly string[] {
  // A disaster may lose some; how many is what it is for.
  if (scenario.kind === 'failover' || lost.length === 0) return [];
  return [
    `${lost.length} writes that were acknowledged are gone after a ${scenario.kind}: ${JSON.stringify(lost[0])} …`,
  ];
}

function lossReportedExactly({ report, journal, heartbeats }: Observation): readonly string[] {
  return (report?.moves ?? []).flatMap(({ label, runId, lost }) => {
    if (lost === undefined) return [];
    const gone = goneOf(journal, runId, heartbeats).length;
    return gone === lost
      ? []
      : [`the ${label} reports ${lost} lost writes; ${gone} of those acknowledged are not in the database`];
  });
}

function goneOf(journal: readonly JournalLine[], runId: string, heartbeats: Observation['heartbeats']) {
  const there = heartbeats.get(runId) ?? new Set();
  return attemptsOf(journal, runId).filter(({ seq, outcome }) => outcome === 'ok' && !there.has(seq));
}

function twoWriters({ witness: { changesWithoutMove }, drillEnd, report }: Observation): readonly string[] {
  const counted = report?.moves.reduce((sum, { splitBrain }) => sum + (splitBrain ?? 0), 0) ?? 0;
  // Who was killed counts nothing, and reports nothing.
  if (changesWithoutMove === 0 || counted > 0 || drillEnd.signal !== null) return [];
  return [
    `two databases took writes at once (they took turns ${changesWithoutMove} times), and the drill counted no split brain`,
  ];
}

/** A drill that passed and exits otherwise has said what it could not keep. */
const COULD_NOT_BE_KEPT = /^::error::.*(?:the evidence could not be kept|that could not be remembered)/m;

function exitStatus({ drillEnd: { code, signal }, drillOutput, report }: Observation): readonly string[] {
  if (signal !== null) return [];
  if (report?.verdict !== 'passed')
    return code === 0 ? [`the drill exited with 0, and its verdict is ${report?.verdict ?? 'none'}`] : [];
  return code === 0 || (code === 1 && COULD_NOT_BE_KEPT.test(drillOutput))
    ? []
    : [`the drill passed and exited with ${code ?? 'nothing'}`];
}

function passedInSpiteOf({ scenario, report, journal, heartbeats }: Observation): readonly string[] {
  if (report === undefined) return [];
  const violations: string[] = [];
  const { moves } = report;
  for (const { label, runId, verdict, splitBrain } of moves) {
    if (verdict !== 'passed') continue;
    const passed = `the ${label} passed`;
    const gone = goneOf(journal, runId, heartbeats);
    const gapMs = longestGap(journal, runId);
    if (gapMs >= OBJECTIVES.rtoSeconds * 1000)
      violations.push(`${passed}, and no write was acknowledged for ${Math.round(gapMs)} ms`);
    const detectionMs = untilDeclared(journal, runId);
    if (detectionMs > OBJECTIVES.detectionSeconds * 1000)
      violations.push(`${passed}, and the loss was declared only after ${Math.round(detectionMs)} ms`);
    if (label !== 'failover' && gone.length > 0) violations.push(`${passed}, and lost ${gone.length} writes`);
    const lostMs = (gone.at(-1)?.endedMs ?? 0) - (gone[0]?.endedMs ?? 0);
    if (lostMs > OBJECTIVES.rpoSeconds * 1000)
      violations.push(`${passed}, and lost the writes of ${Math.round(lostMs)} ms`);
    if ((splitBrain ?? 0) > 0) violations.push(`${passed} with a split brain`);
  }
  if (report.verdict !== 'passed') return violations;
  if (scenario.kind !== 'restore' && moves.length === 0) violations.push('the drill passed without a move');
  const worse = moves.find(({ verdict }) => verdict !== 'passed');
  if (worse !== undefined) violations.push(`the drill passed, and its ${worse.label} is ${worse.verdict}`);
  if (scenario.failBack && !moves.some(({ label }) => label === 'fail back'))
    violations.push('the drill passed without the fail back that was wanted');
  return violations;
}

/** Also to the end, when no write came back. */
function longestGap(journal: readonly JournalLine[], runId: string): number {
  const attempts = attemptsOf(journal, runId);
  const ends = attempts.filter(({ outcome }) => outcome === 'ok').map(({ endedMs }) => endedMs);
  const all = [...ends, attempts.at(-1)?.endedMs ?? 0];
  return Math.max(0, ...ends.map((endMs, index) => (all[index + 1] ?? endMs) - endMs));
}

/** From the last acknowledged write to the declaration; 0 when nothing was declared. */
function untilDeclared(journal: readonly JournalLine[], runId: string): number {
  const declared = journal
    .filter((line) => line.type === 'mark')
    .find((mark) => mark.runId === runId && mark.name === 'declared-down');
  if (declared === undefined) return 0;
  const before = attemptsOf(journal, runId).filter(
    ({ outcome, endedMs }) => outcome === 'ok' && endedMs <= declared.atMs,
  );
  return declared.atMs - (before.at(-1)?.endedMs ?? declared.atMs);
}

const CLOSED: readonly string[] = ['ended', 'recovered', 'resolved'];

function recordedState({ journal, recoveryEnd }: Observation, { state: stored }: ObservedAws): readonly string[] {
  switch (stored.kind) {
    case 'none':
      return journal.some(({ type }) => type === 'attempt')
        ? ['the drill wrote heartbeats, and no state of it is recorded']
        : [];
    case 'unreadable':
      return [`the state of the drill cannot be read: ${stored.why}`];
    case 'state': {
      const { status, needsHuman, steps } = stored.state;
      if (CLOSED.includes(status)) return [];
      if (status !== 'needs-human')
        return [
          `the state of the drill is "${status}" in "${steps.at(-1)?.name ?? 'no step'}" after the recovery, which ended with ${recoveryEnd?.code ?? 'a signal'}`,
        ];
      return existsRunbook(needsHuman?.runbook)
        ? []
        : [`needs a human, and "${needsHuman?.runbook ?? 'nothing'}" is no step that exists`];
    }
  }
}

function existsRunbook(place: string | undefined): boolean {
  const [file = '', anchor = ''] = (place ?? '').split('#');
  if (!/^docs\/[\w/-]+\.md$/.test(file) || !existsSync(file)) return false;
  return readFileSync(file, 'utf8')
    .split('\n')
    .some((line) => line.startsWith('#') && headingAnchor(line) === anchor);
}

/** As GitHub makes the anchor of a heading. */
function headingAnchor(line: string): string {
  return line
    .replace(/^#+\s*/, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function recordedVerdict(
  { startedAt, drillEnd, drillOutput, report, journal }: Observation,
  { state, record, evidence }: ObservedAws,
): readonly string[] {
  // One that was killed before it had begun anything has nothing to tell; the recovery tells of every other.
  const mustTell = drillEnd.signal === null || state.kind === 'state' || journal.some(({ type }) => type === 'attempt');
  if (!mustTell) return [];
  const violations: string[] = [];
  const isExcused = drillEnd.signal === null && drillEnd.code !== 0;
  const isOfThisRun = record !== undefined && new Date(record.finishedAt) >= startedAt;
  if (!isOfThisRun && !(isExcused && drillOutput.includes('could not be remembered')))
    violations.push('the drill ended, and its verdict is not recorded');
  if (evidence.length === 0 && !(isExcused && drillOutput.includes('the evidence could not be kept')))
    violations.push('the drill ended, and there is no evidence of it');
  if (!isOfThisRun) return violations;
  const isBrokenOff = state.kind === 'state' && ['recovered', 'needs-human'].includes(state.state.status);
  if (isBrokenOff && record.verdict === 'passed')
    violations.push('the record says passed, and the drill was broken off');
  if (report !== undefined && drillEnd.signal === null && record.verdict !== report.verdict)
    violations.push(`the record says ${record.verdict}, the report ${report.verdict}`);
  if (evidence.length > 0 && !evidence.includes(record.verdict))
    violations.push(`the record says ${record.verdict}, the evidence ${evidence.join(', ')}`);
  return violations;
}

function orphans({ recoveryEnd }: Observation, aws: ObservedAws): readonly string[] {
  const violations: string[] = [];
  // One that was killed gives nothing back; its lease runs out.
  if (aws.leaseHolder !== undefined && recoveryEnd?.signal === null)
    violations.push(`the lease is still held by ${aws.leaseHolder}`);
  // What a person has been asked to look at may still be there.
  if (aws.state.kind === 'state' && aws.state.state.status === 'needs-human') return violations;
  violations.push(...aws.temporary.map((what) => `${what} is left`));
  if (aws.lastFaultOrder?.action === 'start')
    violations.push(`the fault in ${aws.lastFaultOrder.region} was never ended`);
  violations.push(...aws.frozen.map((where) => `rotation is still frozen in ${where}`));
  return violations;
}

function atHome({ scenario, report, writer }: Observation, { state }: ObservedAws): readonly string[] {
  const isRecovered = state.kind === 'state' && state.state.status === 'recovered';
  const mustBeHome =
    scenario.kind === 'restore' || (scenario.failBack && (isRecovered || report?.verdict === 'passed'));
  return mustBeHome && writer !== HOME ? [`the writer was to be failed back, and is in ${writer}`] : [];
}
