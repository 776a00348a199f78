import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensurePythonEnvironment, PythonEnvironmentError } from '../../sandbox/emulator/python-environment';

const run = promisify(execFile);
const silent = () => undefined;

describe('ensurePythonEnvironment', () => {
  let directory = '';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'python-environment-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  test('installs once, also when asked twice at a time, and then finds it', async () => {
    const first = await ensurePythonEnvironment('.sandbox', silent);
    const madeAt = (await stat(dirname(first.python))).ctimeMs;
    const again = await Promise.all([1, 2].map(() => ensurePythonEnvironment('.sandbox', silent)));
    expect(again).toEqual([first, first]);
    expect((await stat(dirname(first.python))).ctimeMs).toBe(madeAt);
    expect((await run(first.act, ['--version'])).stdout).toMatch(/^act version 0\.2\.89/);
  });

  test('removes what an interrupted installation left, and keeps nothing of a failed one', async () => {
    const pid = 2 ** 22 + 1; // greater than any process id of Linux
    await mkdir(join(directory, `python-0123456789ab.building-${pid}`));
    const python = await fakePython(directory, 'echo "ERROR: no index at this address" >&2; exit 1');
    const failure = ensurePythonEnvironment(directory, silent, { ...process.env, SANDBOX_PYTHON: python });
    await expect(failure).rejects.toThrow(PythonEnvironmentError);
    await expect(failure).rejects.toThrow(/no index at this address/);
    expect(await readdir(directory)).toEqual(['python']);
  });

  test.each([
    ['{"major": 3, "minor": 9, "venv": true, "path": "old-python"}', /old-python is Python 3\.9.*apt install python3/s],
    [
      '{"major": 3, "minor": 12, "venv": false, "path": "slim-python"}',
      /slim-python .* has no venv module.*python3-venv/s,
    ],
  ])('says what is wrong with the Python that was found: %s', async (described, message) => {
    const python = await fakePython(directory, 'exit 1', described);
    const failure = ensurePythonEnvironment(directory, silent, { ...process.env, SANDBOX_PYTHON: python });
    await expect(failure).rejects.toThrow(message);
  });

  test('says how to get Python when there is none', async () => {
    const failure = ensurePythonEnvironment(directory, silent, { PATH: directory });
    await expect(failure).rejects.toThrow(/No Python was found on the PATH\. Install Python 3\.10/);
  });
});

/** A program that describes itself as Python and then does what `script` says. */
async function fakePython(
  directory: string,
  script: string,
  described = '{"major": 3, "minor": 12, "venv": true, "path": "SELF"}',
): Promise<string> {
  const path = join(directory, 'python');
  const answer = described.replace('SELF', path);
  await writeFile(path, `#!/bin/sh\nif [ "$1" = -c ]; then echo '${answer}'; exit 0; fi\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
