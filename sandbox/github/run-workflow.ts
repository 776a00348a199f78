import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { cancelSteps, killOrphans, signal } from './cancel-run';
import { runnableWorkflow } from './runnable-workflow';

export interface WorkflowRun {
  /** The workflow runner's program. */
  readonly act: string;
  /** A checkout of the repository; the runner works in it. */
  readonly workspace: string;
  /** File name below .github/workflows. */
  readonly workflow: string;
  readonly event: 'pull_request' | 'pull_request_target' | 'push' | 'workflow_dispatch' | 'schedule';
  readonly payload: Readonly<Record<string, unknown>>;
  /** Environment of every job. Not for secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Repository variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** A directory of this run alone, for its files and logs. */
  readonly directory: string;
  /** Where artifacts are copied to. */
  readonly artifacts: string;
  /** Told each line that a step prints. */
  readonly onLine: (line: string) => void;
  /** Cancels the run as GitHub would. */
  readonly signal: AbortSignal;
}

export interface WorkflowOutcome {
  readonly succeeded: boolean;
  /** Everything that the jobs printed. */
  readonly log: string;
}

/** So long GitHub waits for the steps that run in spite of a cancellation, such as those under `always()`. */
const CANCELLATION_MS = 300_000;
const WORKFLOWS = '.github/workflows';
const SHIMS = fileURLToPath(new URL('shims', import.meta.url));

const lineSchema = z.object({
  msg: z.string().default(''),
  job: z.string().optional(),
  raw_output: z.boolean().optional(),
});

/**
 * Runs one of the shipped workflow files on this machine with act, in host mode: the jobs are processes of the present user. Actions of
 * others are replaced by the stand-ins in `shims`, as nothing is fetched.
 */
export async function runWorkflow(run: WorkflowRun): Promise<WorkflowOutcome> {
  mkdirSync(run.directory, { recursive: true });
  mkdirSync(run.artifacts, { recursive: true });
  const file = (name: string, text: string): string => {
    const path = join(run.directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const secrets = file('secrets', keyValues(run.secrets));
  const lines: string[] = [];
  const child = spawn(
    run.act,
    [
      run.event,
      '--directory',
      run.workspace,
      '--workflows',
      file(run.workflow, runnableWorkflow(readFileSync(join(run.workspace, WORKFLOWS, run.workflow), 'utf8'))),
      '--eventpath',
      file('event.json', JSON.stringify(run.payload)),
      '--platform',
      'ubuntu-latest=-self-hosted',
      // In files rather than arguments, which every user of the machine can read.
      '--env-file',
      file('environment', keyValues(environmentOf(run))),
      '--var-file',
      file('variables', keyValues(run.variables)),
      '--secret-file',
      secrets,
      '--no-cache-server',
      '--json',
      ...localRepositories(run.workspace),
    ],
    {
      cwd: run.workspace,
      env: { ...process.env, XDG_CACHE_HOME: join(run.directory, 'cache'), HOME: run.directory },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that the jobs can be ended together with the runner.
      detached: true,
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const { text, isOutput } = printed(line);
      lines.push(text);
      if (isOutput) run.onLine(text);
    });
  }
  let isOver = false;
  let deadline: NodeJS.Timeout | undefined;
  const cancel = async (): Promise<void> => {
    const { pid } = child;
    if (pid === undefined) return;
    await cancelSteps(pid);
    // Now the runner goes on to the steps that run always.
    if (!isOver) signal(pid, 'SIGINT');
    deadline = setTimeout(() => {
      if (!isOver) signal(pid, 'SIGKILL');
    }, CANCELLATION_MS);
  };
  let cancelling: Promise<void> = Promise.resolve();
  const abort = (): void => {
    cancelling = cancel();
  };
  run.signal.addEventListener('abort', abort, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
      if (run.signal.aborted) abort();
    });
    const log = lines.join('\n');
    writeFileSync(join(run.directory, 'run.log'), log, { mode: 0o600 });
    return { succeeded: code === 0, log };
  } finally {
    isOver = true;
    run.signal.removeEventListener('abort', abort);
    await cancelling;
    clearTimeout(deadline);
    await killOrphans(run.directory);
    rmSync(secrets, { force: true });
  }
}

/** What GitHub's runner says in the environment of every job, and this one does not. */
function environmentOf({ environment, artifacts, workspace, workflow }: WorkflowRun): Readonly<Record<string, string>> {
  const repository = environment['GITHUB_REPOSITORY'] ?? 'local/repository';
  return {
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW_REF: `${repository}/${WORKFLOWS}/${workflow}@refs/heads/main`,
    ...environment,
    LOCAL_ARTIFACT_DIR: artifacts,
    LOCAL_REPOSITORY_DIR: workspace,
  };
}

/** A line of the runner's JSON log as text; `isOutput` when a step printed it, rather than the runner itself. */
function printed(line: string): { readonly text: string; readonly isOutput: boolean } {
  try {
    const { msg, job, raw_output: isOutput } = lineSchema.parse(JSON.parse(line));
    return { text: `${job === undefined ? '' : `[${job.trim()}] `}${msg.trimEnd()}`, isOutput: isOutput === true };
  } catch {
    return { text: line, isOutput: false };
  }
}

function keyValues(values: Readonly<Record<string, string>>): string {
  for (const [key, value] of Object.entries(values)) {
    if (value.includes('\n'))
      throw new RangeError(`the value of ${key} has a line break, which the runner's files cannot hold`);
  }
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

const workflowSchema = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ uses: z.string().optional() })).default([]) })),
});

/** Replaces each action of others that the workflows name, at the commit that they name, by its stand-in. */
function localRepositories(workspace: string): readonly string[] {
  const directory = join(workspace, WORKFLOWS);
  const used = readdirSync(directory).flatMap((name) => {
    const { jobs } = workflowSchema.parse(parse(readFileSync(join(directory, name), 'utf8')));
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  });
  const shims = readdirSync(SHIMS);
  return [...new Set(used)].flatMap((action) => {
    const [repository, ref] = action.split('@');
    const shim = shims.find((name) => repository?.endsWith(`/${name}`));
    return shim === undefined || ref === undefined ? [] : ['--local-repository', `${action}=${join(SHIMS, shim)}`];
  });
}
