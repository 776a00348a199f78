import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';

interface Run {
  /** Kill this process (or, negative, this group) with SIGINT once this note is there. */
  readonly interruptAt?: { readonly note: string; readonly wholeGroup: boolean };
  readonly variables: Readonly<Record<string, string>>;
}

async function run({
  interruptAt,
  variables,
}: Run): Promise<{ readonly notes: readonly string[]; readonly output: string }> {
  const scratch = mkdtempSync(join(tmpdir(), 'dr-terraform-'));
  const notesFile = join(scratch, 'notes');
  writeFileSync(notesFile, '');
  const notes = () =>
    readFileSync(notesFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/adapters/terraform-caller.ts', resolve('test/adapters/slow-terraform.mjs')],
    {
      env: { PATH: process.env['PATH'], NOTES: notesFile, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  );
  const group = -(child.pid ?? Number.NaN);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const closed = new Promise((settle) => child.once('close', settle));
  try {
    if (interruptAt !== undefined) {
      for (let tries = 0; tries < 300 && !notes().includes(interruptAt.note); tries++) await wait(50);
      await wait(100);
      process.kill(interruptAt.wholeGroup ? group : -group, 'SIGINT');
    }
    const ended = await Promise.race([closed.then(() => true), wait(15_000, false, { ref: false })]);
    return { notes: notes(), output: ended ? output : 'still running' };
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  }
}

test('Ctrl-C reaches Terraform once: at the second interrupt it would give up without writing its state', async () => {
  const { notes } = await run({
    interruptAt: { note: 'apply started', wholeGroup: true },
    variables: { SLOW: 'apply' },
  });
  expect(notes.filter((note) => note === 'apply interrupted')).toHaveLength(1);
  expect(notes).toContain('apply ended');
});

test('nothing is applied after an interrupt, even when the interrupted command succeeds', async () => {
  const { notes, output } = await run({
    interruptAt: { note: 'show started', wholeGroup: false },
    variables: { SLOW: 'show' },
  });
  expect(notes).toEqual(['plan started', 'plan ended', 'show started', 'show interrupted', 'show ended']);
  expect(output).toContain('terraform apply failed: not started: the run was interrupted by SIGINT');
});

test('Terraform is stopped when nobody reads its output any more', async () => {
  const { output } = await run({ variables: { ENDLESS: 'show' } });
  expect(output).toContain('the plan is too long');
});
