import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeDBClusterSnapshotsCommand } from '@aws-sdk/client-rds';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { dynamoDbLeaseStore } from '../../src/adapters/dynamodb-environment-lease';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import type { StoredDrillState } from '../../src/ports/drill-state';
import { lastDrills } from '../../src/records/drill-record';
import { emulatorClients } from '../aws-cluster';
import { ENVIRONMENT, NAMES, type CampaignWorld } from './campaign-world';
import { attemptsOf, readJournal, type JournalLine } from './drill-journal';
import { readDrillReport, type DrillReport } from './drill-report';
import { OBJECTIVES, type RunEvidence } from './run-scenario';

const SETTLE_LIMIT_MS = 30_000;

/**
 * What must hold after a run, whatever went wrong in it. Each is looked at from outside: in the databases, in the stores, in the books of an independent writer;
 * never in what the drill says of itself, unless it is that which is checked.
 */
export async function checkInvariants(
  evidence: RunEvidence,
  world: CampaignWorld,
): Promise<{ readonly violations: readonly string[]; readonly verdict: string }> {
  const report = readDrillReport(evidence.reportDirectory);
  const journal = readJournal(evidence.reportDirectory);
  await untilWriterRuns(world);
  const violations = [
    ...evidence.hung,
    ...(await lostInSwitchover(evidence)),
    ...(await lossReportedExactly(report, journal, world)),
    ...twoWriters(evidence, report),
    ...passedInSpiteOf(evidence, report, journal),
  ];
  if (!evidence.isAwsGone) {
    const state = await drillState(world);
    violations.push(
      ...recordedState(evidence, state, journal),
      ...(await recordedVerdict(evidence, report, world)),
      ...(await orphans(evidence, state, world)),
      ...atHome(evidence, state, report, world),
    );
  }
  return { violations, verdict: report?.verdict ?? `none (${evidence.drillEnd.signal ?? 'no report'})` };
}

async function untilWriterRuns(world: CampaignWorld): Promise<void> {
  const giveUpAtMs = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    try {
      await world.cluster(world.writer()).requireLeader().query('SELECT 1');
      return;
    } catch (error) {
      if (performance.now() > giveUpAtMs) throw error;
      await delay(250);
    }
  }
}

async function lostInSwitchover({ scenario, witness }: RunEvidence): Promise<readonly string[]> {
  // A disaster may lose some; how many is what it is for.
  if (scenario.kind === 'failover') return [];
  const lost = await witness.lost();
  return lost.length === 0
    ? []
    : [`${lost.length} writes that were acknowledged are gone after a ${scenario.kind}: ${JSON.stringify(lost[0])} …`];
}

async function lossReportedExactly(
  report: DrillReport | undefined,
  journal: readonly JournalLine[],
  world: CampaignWorld,
): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const { label, runId, lost } of report?.moves ?? []) {
    if (lost === undefined) continue;
    const rows = await world
      .cluster(world.writer())
      .requireLeader()
      .query('SELECT seq::int FROM dr.heartbeat WHERE run_id = $1', [runId], world.database);
    const there = new Set(rows.map((row) => Number(row['seq'])));
    const gone = attemptsOf(journal, runId).filter(({ seq, outcome }) => outcome === 'ok' && !there.has(seq)).length;
    if (gone !== lost)
      violations.push(
        `the ${label} reports ${lost} lost writes; ${gone} of those acknowledged are not in the database`,
      );
  }
  return violations;
}

function twoWriters({ witness, drillEnd }: RunEvidence, report: DrillReport | undefined): readonly string[] {
  const seen = witness.changesWithoutMove();
  const counted = report?.moves.reduce((sum, { splitBrain }) => sum + (splitBrain ?? 0), 0) ?? 0;
  // Who was killed counts nothing, and reports nothing.
  if (seen > 0 && counted === 0 && drillEnd.signal === null)
    return [`two databases took writes at once (they took turns ${seen} times), and the drill counted no split brain`];
  return [];
}

function passedInSpiteOf(
  { drillEnd, scenario }: RunEvidence,
  report: DrillReport | undefined,
  journal: readonly JournalLine[],
): readonly string[] {
  const violations: string[] = [];
  const hasPassed = report?.verdict === 'passed';
  if (hasPassed && drillEnd.signal === null && drillEnd.code !== 0 && !isUnrecorded(drillEnd))
    violations.push(`the drill passed and exited with ${drillEnd.code}`);
  if (!hasPassed && drillEnd.code === 0)
    violations.push(`the drill exited with 0, and its verdict is ${report?.verdict ?? 'none'}`);
  for (const move of report?.moves ?? []) {
    const longestMs = longestGap(journal, move.runId);
    if (longestMs >= OBJECTIVES.rtoSeconds * 1000 && move.verdict === 'passed')
      violations.push(`the ${move.label} passed, and no write was acknowledged for ${Math.round(longestMs)} ms`);
    const detectionMs = untilDeclared(journal, move.runId);
    if (detectionMs > OBJECTIVES.detectionSeconds * 1000 && move.verdict === 'passed')
      violations.push(`the ${move.label} passed, and the loss was declared only after ${Math.round(detectionMs)} ms`);
    if (move.label !== 'failover' && (move.lost ?? 0) > 0 && move.verdict === 'passed')
      violations.push(`the ${move.label} passed, and lost ${move.lost ?? 0} writes`);
  }
  if (hasPassed && scenario.kind !== 'restore' && report.moves.length === 0)
    violations.push('the drill passed without a move');
  return violations;
}

/** A drill that passed and could not be remembered fails at its end, and says so. */
function isUnrecorded({ code }: { readonly code: number | null }): boolean {
  return code === 1;
}

function longestGap(journal: readonly JournalLine[], runId: string): number {
  const ok = attemptsOf(journal, runId).filter(({ outcome }) => outcome === 'ok');
  return Math.max(0, ...ok.slice(1).map((attempt, index) => attempt.endedMs - (ok[index]?.endedMs ?? attempt.endedMs)));
}

/** From the last acknowledged write to the declaration; 0 when nothing was declared. */
function untilDeclared(journal: readonly JournalLine[], runId: string): number {
  const declared = journal.find(
    (line) => line.type === 'mark' && line.runId === runId && line.name === 'declared-down',
  );
  if (declared?.type !== 'mark') return 0;
  const before = attemptsOf(journal, runId).filter(
    ({ outcome, endedMs }) => outcome === 'ok' && endedMs <= declared.atMs,
  );
  return declared.atMs - (before.at(-1)?.endedMs ?? declared.atMs);
}

function drillState(world: CampaignWorld): Promise<StoredDrillState> {
  const { state, name } = ENVIRONMENT;
  const client = emulatorClients(world.sandbox).dynamoDb(state.region);
  return dynamoDbDrillState({ table: state.lockTable, environment: name, client }).read();
}

const CLOSED: readonly string[] = ['ended', 'recovered', 'resolved'];

function recordedState(
  { recoveryEnd }: RunEvidence,
  stored: StoredDrillState,
  journal: readonly JournalLine[],
): readonly string[] {
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

async function recordedVerdict(
  { scenario, startedAt, drillEnd, drillOutput }: RunEvidence,
  report: DrillReport | undefined,
  world: CampaignWorld,
): Promise<readonly string[]> {
  if (drillEnd.signal !== null) return [];
  const client = emulatorClients(world.sandbox).s3(ENVIRONMENT.state.region);
  const drills = await lastDrills(s3ObjectStore({ bucket: ENVIRONMENT.state.bucket, client }), ENVIRONMENT.name);
  const record = drills.find(({ kind, finishedAt }) => kind === scenario.kind && new Date(finishedAt) >= startedAt);
  if (record === undefined)
    return drillEnd.code !== 0 && drillOutput.includes('could not be remembered')
      ? []
      : ['the drill ended, and its verdict is not recorded'];
  return report === undefined || record.verdict === report.verdict
    ? []
    : [`the record says ${record.verdict}, the report ${report.verdict}`];
}

async function orphans(
  { hook, recoveryEnd }: RunEvidence,
  stored: StoredDrillState,
  world: CampaignWorld,
): Promise<readonly string[]> {
  const violations: string[] = [];
  // What a person has been asked to look at may still be there.
  if (stored.kind === 'state' && stored.state.status === 'needs-human') return [];
  for (const cluster of world.sandbox.dataPlane.world.clusters.values()) {
    if (
      cluster.id !== NAMES.clusters['us-east-1'] &&
      cluster.id !== NAMES.clusters['us-west-2'] &&
      cluster.status !== 'deleting'
    )
      violations.push(`the temporary cluster ${cluster.id} is left`);
  }
  for (const region of ['us-east-1', 'us-west-2']) {
    const { DBClusterSnapshots = [] } = await emulatorClients(world.sandbox)
      .rds(region)
      .send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }));
    for (const { DBClusterSnapshotIdentifier: id = '' } of DBClusterSnapshots)
      if (/restore-drill|dr-drill/.test(id)) violations.push(`the temporary snapshot ${id} is left`);
  }
  const last = hook.asked.at(-1);
  if (last?.action === 'start') violations.push(`the fault in ${last.region} was never ended`);
  const { state, name } = ENVIRONMENT;
  const client = emulatorClients(world.sandbox).dynamoDb(state.region);
  const { record } = { record: await dynamoDbLeaseStore({ table: state.lockTable, environment: name, client }).read() };
  if (record.holder !== undefined && recoveryEnd?.signal === null)
    violations.push(`the lease is still held by ${record.holder.kind} ${record.holder.run}`);
  return violations;
}

function atHome(
  { scenario }: RunEvidence,
  stored: StoredDrillState,
  report: DrillReport | undefined,
  world: CampaignWorld,
): readonly string[] {
  const isRecovered = stored.kind === 'state' && stored.state.status === 'recovered';
  const mustBeHome =
    scenario.kind === 'restore' || (scenario.failBack && (isRecovered || report?.verdict === 'passed'));
  return mustBeHome && world.writer() !== ENVIRONMENT.homeRegion
    ? [`the writer was to be failed back, and is in ${world.writer()}`]
    : [];
}
