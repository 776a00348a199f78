import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensurePythonPackages } from '../../tooling/python-packages';

/** Describes itself as a usable Python, makes environments of itself, and takes every other step from `then`. */
const fakePython = (path: string, then: string) => `#!/bin/sh
case "$1$2" in
  -c?*) echo '{"major": 3, "minor": 12, "venv": true, "path": "${path}"}' ;;
  -mvenv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  -c) ;;
  *) ${then} ;;
esac
`;

describe('ensurePythonPackages', () => {
  let directory = '';
  let state = '';
  const said: string[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'python-packages-'));
    state = join(directory, 'state');
    mkdirSync(state);
    said.length = 0;
    writeFileSync(join(directory, 'requirements.txt'), 'tool==1.0\n');
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function ensure(then: string): Promise<string> {
    const python = join(directory, 'python');
    writeFileSync(python, fakePython(python, then));
    chmodSync(python, 0o755);
    const packages = { name: 'tool', requirements: join(directory, 'requirements.txt') };
    const say = (message: string) => said.push(message);
    return ensurePythonPackages(packages, state, say, { ...process.env, SANDBOX_PYTHON: python });
  }

  test('installs once, and again when the requirements change; the old environment goes', async () => {
    const first = await ensure('exit 0');
    expect(await ensure('exit 1')).toBe(first);
    expect(said).toHaveLength(1);

    writeFileSync(join(directory, 'requirements.txt'), 'tool==1.1\n');
    const second = await ensure('exit 0');
    expect(second).not.toBe(first);
    expect(readdirSync(state).map((name) => join(state, name, 'bin', 'python'))).toEqual([second]);
  });

  test('says why pip failed, and keeps nothing of it, nor of what was interrupted', async () => {
    const pid = 2 ** 22 + 1; // greater than any process id of Linux
    mkdirSync(join(state, `tool-0123456789ab.building-${pid}`));
    mkdirSync(join(state, 'python-0123456789ab'));
    await expect(ensure('echo "ERROR: no index at this address" >&2; exit 1')).rejects.toThrow(
      /pip install.*failed:\nERROR: no index at this address\nCheck the network and the settings of pip/s,
    );
    expect(readdirSync(state)).toEqual(['python-0123456789ab']);
  });
});
