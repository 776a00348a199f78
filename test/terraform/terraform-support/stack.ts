import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { RDSClient } from '@aws-sdk/client-rds';
import { applyGivenThings, describeNetworks } from '../../../sandbox/demo/foundation';
import { ensurePythonEnvironment } from '../../../sandbox/emulator/python-environment';
import { ACCOUNT, startSandbox, type Sandbox } from '../../../sandbox/start-sandbox';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { rdsGlobalRoles } from '../../../src/adapters/rds-global-roles';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import { resourceNames } from '../../../src/environment/names';
import { parseEnvironment } from '../../../src/environment/parse-environment';
import { REGIONS } from '../../../src/environment/schema';
import { labelling } from '../../../src/plan/change-labels';
import { liveWriter } from '../../../src/plan/live-writer';
import { makePlan } from '../../../src/plan/make-plan';
import type { GlobalDatabase } from '../../../src/ports/global-database';
import { MemoryLogger } from '../../fakes/logger';

const ENVIRONMENT_FILE = 'environments/sandbox.yaml';

/** How a run of the action ended. */
export interface ActionRun {
  readonly code: number | null;
  readonly output: string;
}

/** What a plan tells. */
export interface Planned {
  /** The addresses that it would change, with what it would do; empty when there is nothing to change. */
  readonly changes: readonly string[];
  /** The addresses of what else differs from the state, with the reason. */
  readonly drift: readonly string[];
}

/** The whole stack in a sandbox of its own, driven by the product's own action, with its state in S3 as in real life. */
export interface Stack {
  readonly sandbox: Sandbox;
  readonly globalDatabase: GlobalDatabase;
  /** Applies whatever a plan would change, with Terraform alone: the action applies nothing that was not reviewed. */
  apply(): Promise<void>;
  planned(): Promise<Planned>;
  /**
   * Runs actions/apply as its own process.
   *
   * @param interruptAt the process is interrupted, as by a cancelled job, when a line of its output matches
   */
  run(inputs: Readonly<Record<string, string>>, interruptAt?: RegExp): Promise<ActionRun>;
  stop(): Promise<void>;
}

/** Starts the sandbox and makes what a customer brings along: networks, zone, state bucket. */
export async function startStack(): Promise<Stack> {
  const scratch = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  const workspace = join(scratch, 'workspace');
  // A copy, so that no provider and no lock is left in the repository.
  cpSync('terraform', join(workspace, 'terraform'), {
    recursive: true,
    filter: (path) => basename(path) !== '.terraform',
  });
  // Installed once for all tests, and not in each of them.
  const installed = resolve((await ensurePythonEnvironment('.sandbox', () => undefined)).python, '..', '..');
  symlinkSync(installed, join(scratch, basename(installed)));
  const sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  const environment = { ...process.env, ...sandbox.environment };
  const template = readFileSync(ENVIRONMENT_FILE, 'utf8');
  const foundation = await applyGivenThings(
    {
      root: process.cwd(),
      directory: join(scratch, 'given'),
      environment: sandbox.environment,
      signal: new AbortController().signal,
    },
    parseEnvironment(template, ENVIRONMENT_FILE),
  );
  const text = describeNetworks(template, foundation);
  const described = parseEnvironment(text, ENVIRONMENT_FILE);
  mkdirSync(join(workspace, 'environments'));
  writeFileSync(join(workspace, ENVIRONMENT_FILE), text);

  const clients = new Map<string, RDSClient>(
    REGIONS.map((region) => [
      region,
      new RDSClient({
        region,
        endpoint: sandbox.awsEndpoint,
        credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
      }),
    ]),
  );
  const logger = new MemoryLogger();
  const terraform = terraformCli({
    path: 'terraform',
    directory: join(workspace, 'terraform'),
    dataDirectory: join(workspace, '.terraform', described.name),
    environment,
    logger,
  });

  const database = {
    globalClusterId: resourceNames(described).globalCluster,
    regions: REGIONS,
    clientFor: (region: string) => {
      const client = clients.get(region);
      if (client === undefined) throw new Error(`there is no client for ${region}`);
      return client;
    },
  };

  return {
    sandbox,
    globalDatabase: rdsGlobalDatabase(database),
    apply: () =>
      temporaryDirectory.use(async (files) => {
        const { planFile } = await makePlan(described, files, { terraform, logger });
        await terraform.apply(planFile);
      }),
    planned: () =>
      temporaryDirectory.use(async (files) => {
        const labels = labelling(await liveWriter(rdsGlobalRoles(database)), described.homeRegion);
        const { hasChanges, summary } = await makePlan(described, files, { terraform, logger }, labels);
        const changes = [
          ...summary.changes.map(({ action, address }) => `${action} ${address}`),
          ...summary.outputs.map(({ action, name }) => `${action} output ${name}`),
        ];
        return {
          changes: hasChanges && changes.length === 0 ? ['something without a name'] : changes,
          drift: summary.drift.map(({ label, address }) => `${label}: ${address}`),
        };
      }),
    run: (inputs, interruptAt) => runAction(inputs, { workspace, environment, sandbox, interruptAt }),
    async stop() {
      for (const client of clients.values()) client.destroy();
      await sandbox.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

interface ActionPlace {
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly sandbox: Sandbox;
  readonly interruptAt: RegExp | undefined;
}

/** The source and not the bundle: the bundle is tested where it is built, and this tests what is written. */
async function runAction(
  inputs: Readonly<Record<string, string>>,
  { workspace, environment, sandbox, interruptAt }: ActionPlace,
): Promise<ActionRun> {
  const all = {
    environment: 'sandbox',
    target: 'sandbox',
    'github-token': 'not-a-token',
    'database-ca-file': sandbox.dataPlane.caFile,
    'socks-proxy': sandbox.dataPlane.socksUrl,
    ...inputs,
  };
  const summary = join(workspace, 'summary.md');
  writeFileSync(summary, '');
  const child = spawn(process.execPath, ['--import', 'tsx', resolve('actions/apply/src/index.ts')], {
    env: {
      ...environment,
      // The way in which jest runs tests is not for this process.
      NODE_OPTIONS: '',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
      GITHUB_REPOSITORY: 'acme/database',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: '',
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (interruptAt?.test(line) === true) child.kill('SIGINT');
    });
  }
  const code = await new Promise<number | null>((ended, failed) => {
    child.once('error', failed);
    child.once('close', ended);
  });
  return { code, output: lines.join('\n') };
}
