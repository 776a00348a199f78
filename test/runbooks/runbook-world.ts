import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RDSClient } from '@aws-sdk/client-rds';
import { parseDocument } from 'yaml';
import { applyGivenThings, describeNetworks } from '../../sandbox/demo/foundation';
import { ACCOUNT, startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { resourceNames, type ResourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { REGIONS, type Environment } from '../../src/environment/schema';
import type { GlobalDatabase } from '../../src/ports/global-database';
import { ensurePythonPackages } from '../../tooling/python-packages';

const run = promisify(execFile);
const ENVIRONMENT_FILE = 'environments/sandbox.yaml';
const AWS_CLI = {
  name: 'aws-cli',
  requirements: fileURLToPath(new URL('../../tooling/aws-cli/requirements.txt', import.meta.url)),
};

/** A sandbox, a checkout, and a shell in which an operator could stand. Nothing of the stack exists yet: the first runbook applies it. */
export interface RunbookWorld {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  readonly names: ResourceNames;
  readonly globalDatabase: GlobalDatabase;
  /** The checkout that the commands are run in. */
  readonly workspace: string;
  /** The variables of the shell. */
  readonly variables: NodeJS.ProcessEnv;
  /** Settings of an AWS client. */
  readonly aws: (region: string) => {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  stop(): Promise<void>;
}

/** The environment of the sandbox, in which a person decides: otherwise the controller would have promoted before the runbook is read. */
function withManualFailover(text: string): string {
  const document = parseDocument(text);
  document.setIn(['failover', 'mode'], 'manual');
  return document.toString();
}

export async function startRunbookWorld(): Promise<RunbookWorld> {
  const scratch = mkdtempSync(join(tmpdir(), 'runbooks-'));
  const python = resolve(await ensurePythonPackages(AWS_CLI, '.sandbox', () => undefined));
  const sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  try {
    const template = withManualFailover(readFileSync(ENVIRONMENT_FILE, 'utf8'));
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
    const environment = parseEnvironment(text, ENVIRONMENT_FILE);
    const workspace = join(scratch, 'workspace');
    await makeCheckout(workspace, text);
    const aws = (region: string) => ({
      region,
      endpoint: sandbox.awsEndpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
    });
    const names = resourceNames(environment);
    const clients = new Map(REGIONS.map((region): [string, RDSClient] => [region, new RDSClient(aws(region))]));
    return {
      sandbox,
      environment,
      names,
      workspace,
      aws,
      globalDatabase: rdsGlobalDatabase({
        globalClusterId: names.globalCluster,
        regions: ['us-west-2', 'us-east-1'],
        clientFor: (region) => clients.get(region) ?? new RDSClient(aws(region)),
      }),
      variables: {
        ...process.env,
        ...sandbox.environment,
        // The way in which jest runs tests is not for these processes.
        NODE_OPTIONS: '',
        // As scripts/front-door.mjs sets it.
        NODE_NO_WARNINGS: '1',
        PATH: [awsCliFolder(scratch, python, sandbox.awsEndpoint), process.env['PATH']].join(delimiter),
        AWS_PAGER: '',
        DATABASE_SOCKS_PROXY: sandbox.dataPlane.socksUrl,
        DATABASE_CA_FILE: sandbox.dataPlane.caFile,
        ENVIRONMENT: environment.name,
        SUFFIX: environment.environmentSuffix,
        ACCOUNT,
        STATE_REGION: environment.state.region,
        STATE_BUCKET: environment.state.bucket,
        LOCK_TABLE: environment.state.lockTable,
        HOME_REGION: environment.homeRegion,
        OTHER_REGION: 'us-west-2',
        LOST: 'us-east-1',
        SAFE: 'us-west-2',
        REGION: 'us-east-1',
      },
      async stop() {
        for (const client of clients.values()) client.destroy();
        await sandbox.stop();
        rmSync(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/**
 * A program `aws`: the package's own names the place where it was built. The endpoint is an argument, because for RDS in us-east-1 this version
 * of the CLI passes over AWS_ENDPOINT_URL, and would ask AWS itself.
 */
function awsCliFolder(scratch: string, python: string, endpoint: string): string {
  const folder = join(scratch, 'bin');
  mkdirSync(folder);
  const program = join(folder, 'aws');
  writeFileSync(
    program,
    `#!/bin/sh\nexec '${python}' '${join(dirname(python), 'aws')}' --endpoint-url '${endpoint}' "$@"\n`,
  );
  chmodSync(program, 0o755);
  return folder;
}

/** A checkout with everything that `npm run dr` needs, in which the sources are those of this repository. */
async function makeCheckout(workspace: string, environmentText: string): Promise<void> {
  cpSync('terraform', join(workspace, 'terraform'), {
    recursive: true,
    filter: (path) => basename(path) !== '.terraform',
  });
  mkdirSync(join(workspace, 'environments'));
  writeFileSync(join(workspace, ENVIRONMENT_FILE), environmentText);
  for (const linked of ['node_modules', 'actions', '.github']) {
    symlinkSync(resolve(linked), join(workspace, linked));
  }
  const start = (script: string) => `node --import tsx '${resolve('scripts', script)}'`;
  // Not by way of scripts/front-door.mjs, which would run them in the repository itself.
  const scripts = { dr: start('dr.ts'), doctor: start('doctor.ts') };
  writeFileSync(join(workspace, 'package.json'), JSON.stringify({ private: true, type: 'module', scripts }));
  writeFileSync(
    join(workspace, '.gitignore'),
    readFileSync('.gitignore', 'utf8').concat('/actions\n/.github\n/node_modules\n'),
  );
  const git = (...args: readonly string[]) =>
    run('git', ['-C', workspace, '-c', 'user.name=Operator', '-c', 'user.email=operator@example.com', ...args]);
  await git('init', '--quiet');
  await git('add', 'terraform', 'environments', 'package.json', '.gitignore');
  await git('commit', '--quiet', '--message', 'The environment as it is');
}
