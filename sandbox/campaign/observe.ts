import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeDBClusterSnapshotsCommand } from '@aws-sdk/client-rds';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { dynamoDbLeaseStore } from '../../src/adapters/dynamodb-environment-lease';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { s3EvidenceStore } from '../../src/adapters/s3-evidence-store';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { systemClock } from '../../src/adapters/system-clock';
import { evidenceNames } from '../../src/environment/names';
import { REGIONS } from '../../src/environment/schema';
import { evidenceSchema } from '../../src/evidence/document';
import { placeOf } from '../../src/evidence/layout';
import type { StoredDrillState } from '../../src/ports/drill-state';
import { lastDrills, type DrillRecord } from '../../src/records/drill-record';
import { emulatorClients } from '../aws-cluster';
import { ENVIRONMENT, NAMES, type CampaignWorld } from './campaign-world';
import { readJournal, type JournalLine } from './drill-journal';
import type { DrillEnd } from './drill-process';
import { readDrillReport, type DrillReport } from './drill-report';
import type { RunEvidence } from './run-scenario';
import type { Scenario } from './scenario';
import type { SandboxRegion } from './scripted-hook';
import type { SeenWrite } from './witness';

const SETTLE_LIMIT_MS = 30_000;
/** The controller that promoted may still look whether a write arrives, and ends the freeze then, in ms. */
const THAW_LIMIT_MS = 20_000;

/** What is there after a run, looked at from outside: in the databases, in the stores, in the books of an independent writer. Plain facts, judged elsewhere. */
export interface Observation {
  readonly scenario: Pick<Scenario, 'kind' | 'failBack'>;
  readonly startedAt: Date;
  readonly drillEnd: DrillEnd;
  readonly drillOutput: string;
  /** `undefined` when there was none, because AWS is gone. */
  readonly recoveryEnd: DrillEnd | undefined;
  readonly hung: readonly string[];
  readonly report: DrillReport | undefined;
  readonly journal: readonly JournalLine[];
  readonly witness: { readonly lost: readonly SeenWrite[]; readonly changesWithoutMove: number };
  /** The heartbeats that are in the database, for each run that the report tells of. */
  readonly heartbeats: ReadonlyMap<string, ReadonlySet<number>>;
  /** Processes of the drill and its recovery that still run. */
  readonly processes: readonly string[];
  readonly writer: SandboxRegion;
  /** `undefined` when the emulator was killed, and with it all that AWS knew. */
  readonly aws: ObservedAws | undefined;
}

export interface ObservedAws {
  readonly state: StoredDrillState;
  /** What is remembered of the last drill of this kind. */
  readonly record: DrillRecord | undefined;
  /** The verdicts of the evidence documents of this drill, in no order. */
  readonly evidence: readonly string[];
  /** Clusters and snapshots that are no part of the database. */
  readonly temporary: readonly string[];
  readonly lastFaultOrder: { readonly action: 'start' | 'stop'; readonly region: string } | undefined;
  readonly leaseHolder: string | undefined;
  /** Why rotation is frozen, where it is. */
  readonly frozen: readonly string[];
}

export async function observe(evidence: RunEvidence, world: CampaignWorld): Promise<Observation> {
  const { scenario, startedAt, drillEnd, drillOutput, recoveryEnd, hung, witness } = evidence;
  const report = readDrillReport(evidence.reportDirectory);
  await untilWriterRuns(world);
  const heartbeats = new Map<string, ReadonlySet<number>>();
  for (const { runId } of report?.moves ?? []) heartbeats.set(runId, await heartbeatsOf(runId, world));
  return {
    scenario,
    startedAt,
    drillEnd,
    drillOutput,
    recoveryEnd,
    hung,
    report,
    journal: readJournal(evidence.reportDirectory),
    witness: { lost: await witness.lost(), changesWithoutMove: witness.changesWithoutMove() },
    heartbeats,
    processes: processesOf(evidence.workspace),
    writer: world.writer(),
    aws: evidence.isAwsGone ? undefined : await observeAws(evidence, report, world),
  };
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

async function heartbeatsOf(runId: string, world: CampaignWorld): Promise<ReadonlySet<number>> {
  const rows = await world
    .cluster(world.writer())
    .requireLeader()
    .query('SELECT seq::int FROM dr.heartbeat WHERE run_id = $1', [runId], world.database);
  return new Set(rows.map((row) => Number(row['seq'])));
}

/** By the variable that only they have, whoever their parent is by now. Linux only; elsewhere nothing is found. */
function processesOf(workspace: string): readonly string[] {
  try {
    return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOf(pid, workspace));
  } catch {
    return [];
  }
}

function isOf(pid: string, workspace: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`GITHUB_WORKSPACE=${workspace}`);
  } catch {
    // It has ended, or is somebody else's.
    return false;
  }
}

async function observeAws(
  { scenario, hook }: RunEvidence,
  report: DrillReport | undefined,
  world: CampaignWorld,
): Promise<ObservedAws> {
  const { state, name } = ENVIRONMENT;
  const clients = emulatorClients(world.sandbox);
  const client = clients.dynamoDb(state.region);
  const stored = await dynamoDbDrillState({ table: state.lockTable, environment: name, client }).read();
  const records = await lastDrills(
    s3ObjectStore({ bucket: state.bucket, client: clients.s3(state.region) }),
    ENVIRONMENT.name,
  );
  const { holder } = await dynamoDbLeaseStore({ table: state.lockTable, environment: name, client }).read();
  const exerciseId = stored.kind === 'state' ? stored.state.drillId : report?.exerciseId;
  return {
    state: stored,
    record: records.find(({ kind }) => kind === scenario.kind),
    evidence: exerciseId === undefined ? [] : await evidenceOf(exerciseId, world),
    temporary: [...temporaryClusters(world), ...(await temporarySnapshots(world))],
    lastFaultOrder: hook.asked.at(-1),
    leaseHolder: holder === undefined ? undefined : `${holder.kind} ${holder.run}`,
    frozen: await frozenRotations(world),
  };
}

async function evidenceOf(exerciseId: string, world: CampaignWorld): Promise<readonly string[]> {
  const client = emulatorClients(world.sandbox).s3(ENVIRONMENT.state.region);
  const store = s3EvidenceStore({ bucket: evidenceNames(ENVIRONMENT).bucket, client });
  const keys = await store.list(`${placeOf(ENVIRONMENT.name)}documents/`);
  const documents = await Promise.all(
    keys.filter((key) => key.includes(exerciseId)).map(async (key) => new TextDecoder().decode(await store.read(key))),
  );
  return documents.map((document) => evidenceSchema.parse(JSON.parse(document)).verdict);
}

function temporaryClusters(world: CampaignWorld): readonly string[] {
  const own: readonly string[] = Object.values(NAMES.clusters);
  return [...world.sandbox.dataPlane.world.clusters.values()]
    .filter(({ id, status }) => !own.includes(id) && status !== 'deleting')
    .map(({ id }) => `the cluster ${id}`);
}

async function temporarySnapshots(world: CampaignWorld): Promise<readonly string[]> {
  const found: string[] = [];
  for (const region of REGIONS) {
    const { DBClusterSnapshots = [] } = await emulatorClients(world.sandbox)
      .rds(region)
      .send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }));
    for (const { DBClusterSnapshotIdentifier: id = '' } of DBClusterSnapshots)
      if (/restore-drill|dr-drill/.test(id)) found.push(`the snapshot ${id}`);
  }
  return found;
}

async function frozenRotations(world: CampaignWorld): Promise<readonly string[]> {
  const giveUpAtMs = performance.now() + THAW_LIMIT_MS;
  for (;;) {
    const reasons: string[] = [];
    for (const region of REGIONS) {
      const client = emulatorClients(world.sandbox).dynamoDb(region);
      const freeze = dynamoDbRotationFreeze({ table: NAMES.failoverTable, client, clock: systemClock });
      const reason = await freeze.reason();
      if (reason !== undefined) reasons.push(`${region}: ${reason}`);
    }
    if (reasons.length === 0 || performance.now() > giveUpAtMs) return reasons;
    await delay(500);
  }
}
