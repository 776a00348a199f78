import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { buildStack } from './play';
import { startSandbox } from './start-sandbox';

// The sandbox for people who want to play: `npm run sandbox -- up | status | down`.

const root = fileURLToPath(new URL('..', import.meta.url));
const stateDirectory = join(root, '.sandbox');
const runningFile = join(stateDirectory, 'running.json');
const logFile = join(stateDirectory, 'daemon.log');

const clusterSchema = z.looseObject({
  region: z.string(),
  clusterId: z.string(),
  status: z.string(),
  endpoint: z.string(),
  instances: z.array(z.looseObject({ instanceId: z.string(), status: z.string(), isWriter: z.boolean() })),
});
const stateSchema = z.looseObject({
  clusters: z.array(clusterSchema),
  globals: z.array(
    z.looseObject({
      endpoint: z.string(),
      status: z.string(),
      members: z.array(z.looseObject({ clusterId: z.string(), isWriter: z.boolean() })),
    }),
  ),
});

const runningSchema = z.object({
  pid: z.number().int().positive(),
  /** False while the stack is being built. */
  isReady: z.boolean(),
  environment: z.record(z.string(), z.string()),
  control: z.object({ url: z.string(), token: z.string() }),
});

function readRunning(): z.infer<typeof runningSchema> | undefined {
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(runningFile, 'utf8')));
    process.kill(running.pid, 0);
    return running;
  } catch {
    return undefined;
  }
}

/** Starts the daemon and follows its log until the database is there. */
async function up(): Promise<void> {
  if (readRunning() !== undefined) {
    console.log('the sandbox is up already');
    await status();
    return;
  }
  mkdirSync(stateDirectory, { recursive: true });
  rmSync(runningFile, { force: true });
  const log = openSync(logFile, 'w');
  const daemon = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'daemon'], {
    cwd: root,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  // Interrupted before it is ready, the sandbox does not stay behind half-built.
  const stop = (): void => void daemon.kill('SIGTERM');
  process.once('SIGINT', stop);
  let shown = 0;
  for (;;) {
    const text = readFileSync(logFile, 'utf8');
    process.stdout.write(text.slice(shown));
    shown = text.length;
    if (readRunning()?.isReady === true) break;
    if (daemon.exitCode !== null || daemon.signalCode !== null)
      throw new Error(`the sandbox did not come up; see ${relative(process.cwd(), logFile)}`);
    await delay(250);
  }
  process.off('SIGINT', stop);
  daemon.unref();
  await status();
}

async function status(): Promise<void> {
  const running = readRunning();
  if (running === undefined) {
    console.log('the sandbox is down; start it with: npm run sandbox -- up');
    process.exitCode = 3;
    return;
  }
  const response = await fetch(`${running.control.url}/v1/state`, {
    headers: { authorization: `Bearer ${running.control.token}` },
  });
  const { clusters, globals } = stateSchema.parse(await response.json());
  for (const global of globals) console.log(`global database: ${global.status}, writes through ${global.endpoint}`);
  for (const cluster of clusters) {
    const role = globals
      .flatMap(({ members }) => members)
      .some((member) => member.clusterId === cluster.clusterId && member.isWriter);
    console.log(`${cluster.region}: ${cluster.clusterId} is ${cluster.status}${role ? ', the writer' : ''}`);
    for (const instance of cluster.instances)
      console.log(`  ${instance.instanceId}: ${instance.status}${instance.isWriter ? ' (leader)' : ''}`);
  }
  console.log('\nFor the AWS CLI, Terraform and the actions:');
  for (const [name, value] of Object.entries(running.environment)) console.log(`  export ${name}='${value}'`);
  if (!running.isReady) console.log('\nthe stack is still being built');
}

async function down(): Promise<void> {
  const running = readRunning();
  if (running === undefined) {
    console.log('the sandbox is down');
    return;
  }
  process.kill(running.pid, 'SIGTERM');
  while (readRunning() !== undefined) await delay(100);
  console.log('the sandbox is stopped');
}

/** The process that owns everything; ended by SIGTERM. */
async function daemon(): Promise<void> {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      ended.abort();
    });
  const say = (line: string): void => {
    console.log(line);
  };
  const sandbox = await startSandbox({ stateDirectory, onProgress: say });
  const { dataPlane } = sandbox;
  const announce = (isReady: boolean): void => {
    const running: z.infer<typeof runningSchema> = {
      pid: process.pid,
      isReady,
      environment: {
        ...sandbox.environment,
        DATABASE_SOCKS_PROXY: dataPlane.socksUrl,
        DATABASE_CA_FILE: dataPlane.caFile,
      },
      control: dataPlane.api,
    };
    writeFileSync(runningFile, JSON.stringify(running), { mode: 0o600 });
  };
  try {
    announce(false);
    rmSync(join(stateDirectory, 'play'), { recursive: true, force: true });
    await buildStack(sandbox, { root, directory: join(stateDirectory, 'play'), signal: ended.signal }, say);
    announce(true);
    if (!ended.signal.aborted)
      await new Promise((resolve) => {
        ended.signal.addEventListener('abort', resolve);
      });
  } finally {
    await sandbox.stop();
    rmSync(runningFile, { force: true });
  }
}

const program = new Command('sandbox').description(
  'The laptop world: an AWS emulator and real PostgreSQL servers in two regions.',
);
program.command('up').description('start everything and build the database').action(up);
program.command('status').description('show the roles of the servers and how to reach them').action(status);
program.command('down').description('stop everything and remove all data').action(down);
program.command('daemon', { hidden: true }).action(daemon);
await program.parseAsync();
