import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const POLL_MS = 25;
/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation */
const AFTER_INTERRUPT_MS = 7_500;
const AFTER_TERMINATE_MS = 2_500;

/**
 * Cancels the steps that are running, as GitHub does: an interrupt to the process of each step, after 7.5 s the order to end, and 2.5 s
 * after that the whole tree of processes is killed. The runner itself would kill a step at once, and leave Terraform behind.
 *
 * @param runner pid of the runner, whose children the steps are
 */
export async function cancelSteps(runner: number): Promise<void> {
  const table = await processTable();
  const steps = table.filter(({ parent }) => parent === runner).map(({ pid }) => pid);
  steps.forEach((pid) => {
    signal(pid, 'SIGINT');
  });
  if (await haveEnded(steps, AFTER_INTERRUPT_MS)) return;
  steps.forEach((pid) => {
    signal(pid, 'SIGTERM');
  });
  if (await haveEnded(steps, AFTER_TERMINATE_MS)) return;
  for (const pid of descendants(steps.filter(isRunning), await processTable())) signal(pid, 'SIGKILL');
}

/** Kills what the steps of a run left behind, as GitHub does at the end of a job. All of it has `directory` in its command line. */
export async function killOrphans(directory: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const { stdout } = await execute('pgrep', ['-f', directory]).catch(() => ({ stdout: '' }));
    const pids = stdout.split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));
    const orphans = pids.filter((pid) => pid !== process.pid);
    if (orphans.length === 0) return;
    orphans.forEach((pid) => {
      signal(pid, 'SIGKILL');
    });
    await delay(POLL_MS);
  }
}

/** Sends a signal to a process, which may have ended by itself. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

async function processTable(): Promise<readonly Process[]> {
  const { stdout } = await execute('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return { pid: pid ?? 0, parent: parent ?? 0 };
    });
}

/** The processes themselves, and everything that they started. */
function descendants(roots: readonly number[], table: readonly Process[]): readonly number[] {
  const children = table.filter(({ parent }) => roots.includes(parent)).map(({ pid }) => pid);
  return children.length === 0 ? roots : [...roots, ...descendants(children, table)];
}

async function haveEnded(pids: readonly number[], withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (pids.some(isRunning)) {
    if (performance.now() > until) return false;
    await delay(POLL_MS);
  }
  return true;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
