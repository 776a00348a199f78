import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { Region } from '../../src/environment/schema';
import { createDatabase, createStatePlace, emulatorClients } from '../aws-cluster';
import type { Cluster } from '../data-plane/cluster';
import { startSocksGate, type SocksGate } from '../data-plane/socks-gate';
import { startSandbox, type Sandbox } from '../start-sandbox';
import { AwsGate } from './aws-gate';
import { CampaignController } from './campaign-controller';
import { createDrillPlace } from './drill-place';
import { FaultyLine } from './faulty-line';
import { PresentNames } from './present-names';
import type { SandboxRegion } from './scripted-hook';
import { Supervisor } from './supervisor';

const run = promisify(execFile);

export const ENVIRONMENT = parseEnvironment(
  readFileSync('environments/sandbox.yaml', 'utf8'),
  'environments/sandbox.yaml',
);
export const NAMES = resourceNames(ENVIRONMENT);
const ORDINARY_WAN_DELAY_MS = 20;
const HEAL_LIMIT_MS = 60_000;

/** One sandbox for many runs: two regions of PostgreSQL, the emulator, and between them and the drill everything that can go wrong. */
export class CampaignWorld {
  readonly database = ENVIRONMENT.database.name;
  private constructor(
    readonly sandbox: Sandbox,
    readonly gate: AwsGate,
    readonly line: FaultyLine,
    readonly controller: CampaignController,
    private readonly names: SocksGate,
    private readonly supervisor: Supervisor,
    readonly login: { readonly user: string; readonly password: string; readonly database: string },
  ) {}

  static async start(stateDirectory: string): Promise<CampaignWorld> {
    const sandbox = await startSandbox({
      stateDirectory,
      pythonDirectory: resolve('.sandbox'),
      onProgress: () => undefined,
    });
    const secretArn = await createDatabase(sandbox, ENVIRONMENT, ENVIRONMENT.database.readersPerRegion + 1);
    await createStatePlace(sandbox, ENVIRONMENT);
    await createDrillPlace(sandbox, ENVIRONMENT);
    const gate = await AwsGate.start(sandbox.awsEndpoint);
    const names = await startSocksGate(new PresentNames(sandbox.dataPlane), () => undefined);
    const line = await FaultyLine.start(Number(new URL(names.url).port));
    const { world } = sandbox.dataPlane;
    const { credentials } = world.cluster('us-east-1', NAMES.clusters['us-east-1']);
    if (credentials === undefined) throw new Error('the first cluster has no master user');
    const login = {
      user: credentials.username,
      password: credentials.password,
      database: credentials.databaseName,
    };
    const controller = new CampaignController(sandbox, secretArn);
    return new CampaignWorld(sandbox, gate, line, controller, names, Supervisor.start(world), login);
  }

  async stop(): Promise<void> {
    await this.supervisor.stop();
    await this.controller.kill();
    await Promise.all([this.gate.stop(), this.line.stop(), this.names.stop()]);
    await this.sandbox.stop();
  }

  writer(): SandboxRegion {
    return this.sandbox.dataPlane.world.globals.writerOf(NAMES.globalCluster)?.region === 'us-west-2'
      ? 'us-west-2'
      : 'us-east-1';
  }

  cluster(region: Region): Cluster {
    return this.sandbox.dataPlane.world.cluster(region, NAMES.clusters[region]);
  }

  get writerName(): string {
    return this.sandbox.dataPlane.state().globals[0]?.endpoint ?? '';
  }

  /** The process of the emulator of AWS. */
  async emulatorPid(): Promise<number> {
    const { stdout } = await run('pgrep', ['-P', String(process.pid), '-f', 'launcher.py']);
    return Number(stdout.trim().split('\n')[0]);
  }

  /** The network and AWS are well again. A lost region stays lost: bringing it back is the business of whoever asked for it. */
  calm(): void {
    this.line.setFault('none');
    this.gate.setFate(() => 'pass');
    this.sandbox.dataPlane.world.wanDelayMs = ORDINARY_WAN_DELAY_MS;
  }

  /** Ends whatever is broken. What was written stays as it is. */
  async mend(): Promise<void> {
    const { dataPlane } = this.sandbox;
    this.calm();
    for (const region of [...dataPlane.world.lostRegions]) dataPlane.recoverRegion(region);
    for (const cluster of dataPlane.world.clusters.values()) {
      for (const proxy of [...cluster.endpoints, ...cluster.lines]) proxy.restore();
    }
    dataPlane.world.globals.leaveOldWriterUnfenced = false;
    await dataPlane.world.idle();
  }

  /** Makes the world what it is before a run: the writer at home, every server a replica that is level, nothing held, nothing under way. */
  async heal(): Promise<void> {
    await this.controller.kill();
    await this.controller.forget();
    await this.mend();
    const { world } = this.sandbox.dataPlane;
    // Whatever it has become: it is seeded anew from the one that writes.
    const other = this.writer() === 'us-east-1' ? 'us-west-2' : 'us-east-1';
    if (!(await this.isLevel())) await this.rebuild(other);
    await this.bringHome();
    for (const cluster of [...world.clusters.values()]) {
      if (cluster !== this.cluster('us-east-1') && cluster !== this.cluster('us-west-2'))
        await world.operations.deleteCluster({ region: cluster.region, clusterId: cluster.id });
    }
    await world.idle();
    await this.forgetDrill('lease');
    await this.forgetDrill('drill');
    const giveUpAtMs = performance.now() + HEAL_LIMIT_MS;
    for (let tries = 1; !(await this.isLevel()); tries++) {
      // A reader beside the writer may have been left on a timeline that nobody else is on.
      if (tries === 3) await this.seedReaders();
      if (performance.now() > giveUpAtMs) throw new Error('the sandbox could not be healed after a run');
      await delay(250);
    }
  }

  /** The lease of a drill that was killed runs out after two minutes; nobody wants to wait for that a hundred times. */
  async forgetDrill(what: 'lease' | 'drill'): Promise<void> {
    await emulatorClients(this.sandbox)
      .dynamoDb(ENVIRONMENT.state.region)
      .send(
        new DeleteItemCommand({
          TableName: ENVIRONMENT.state.lockTable,
          Key: { LockID: { S: `${what}/${ENVIRONMENT.name}` } },
        }),
      );
  }

  /**
   * A switchover that the data plane gives up leaves the roles as they are; a drill that then began away from home would fail back to there.
   *
   * @throws Error when the writer will not move
   */
  private async bringHome(): Promise<void> {
    const { world } = this.sandbox.dataPlane;
    const giveUpAtMs = performance.now() + HEAL_LIMIT_MS;
    while (this.writer() !== ENVIRONMENT.homeRegion) {
      if (performance.now() > giveUpAtMs) throw new Error('the writer could not be brought home after a run');
      await world.operations.switchoverGlobal({
        globalClusterId: NAMES.globalCluster,
        region: ENVIRONMENT.homeRegion,
        clusterId: NAMES.clusters[ENVIRONMENT.homeRegion],
      });
      await world.idle();
    }
  }

  private async seedReaders(): Promise<void> {
    const { world } = this.sandbox.dataPlane;
    for (const cluster of [this.cluster('us-east-1'), this.cluster('us-west-2')]) {
      for (const instance of cluster.instances.values()) {
        if (instance !== cluster.leader)
          world.inBackground(`seed ${instance.id} anew`, () =>
            cluster.startFollower(instance, cluster.requireLeader()),
          );
      }
    }
    await world.idle();
  }

  private async rebuild(region: SandboxRegion): Promise<void> {
    const { dataPlane } = this.sandbox;
    await dataPlane.killRegion(region);
    dataPlane.recoverRegion(region);
    await dataPlane.world.idle();
  }

  /** Every server of both regions has replayed what the writer has written. */
  private async isLevel(): Promise<boolean> {
    try {
      const writer = this.cluster(this.writer());
      const other = this.cluster(this.writer() === 'us-east-1' ? 'us-west-2' : 'us-east-1');
      const [row] = await writer.requireLeader().query('SELECT pg_current_wal_lsn()::text AS level');
      const level = row?.['level'];
      const followers = [...writer.instances.values(), ...other.instances.values()].filter(
        (instance) => instance !== writer.leader,
      );
      for (let tries = 0; tries < 20; tries++) {
        const answers = await Promise.all(
          followers.map(({ server }) =>
            server.query(
              "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AND EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') AS level",
              [level],
            ),
          ),
        );
        if (answers.every(([answer]) => answer?.['level'] === true)) return true;
        await delay(100);
      }
      return false;
    } catch {
      // A server is down or starting.
      return false;
    }
  }
}
