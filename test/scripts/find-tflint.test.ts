import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findTflint, TFLINT_VERSION } from '../../tooling/tflint/find-tflint';
import { runTflint } from '../../tooling/tflint/tflint';

const silent = () => undefined;

describe('findTflint', () => {
  let path = '';
  let state = '';

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'path-'));
    state = mkdtempSync(join(tmpdir(), 'state-'));
  });

  afterEach(() => {
    rmSync(path, { recursive: true, force: true });
    rmSync(state, { recursive: true, force: true });
  });

  function put(name: string, script: string): void {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }

  const find = async () => findTflint(state, silent, { PATH: path });
  const tflint = (version: string) => `echo "TFLint version ${version}"`;

  test('takes the one on the PATH when it is the pinned version', async () => {
    put('tflint', tflint(TFLINT_VERSION));
    expect(await find()).toEqual({ program: 'tflint' });
  });

  test('another version is no substitute, because it may find other things', async () => {
    put('tflint', tflint('0.50.0'));
    expect(await find()).toEqual({
      program: undefined,
      hadGo: false,
      reason: `tflint ${TFLINT_VERSION} is not on the PATH, and neither is Go, which would build it`,
    });
  });

  test('builds it once where Go is', async () => {
    put(
      'go',
      `[ "$1" = version ] && exit 0
      printf '#!/bin/sh\\n%s\\n' '${tflint(TFLINT_VERSION)}' > "$GOBIN/tflint"
      /bin/chmod 755 "$GOBIN/tflint"`,
    );
    const found = await find();
    expect(found).toEqual({ program: join(state, `tflint-${TFLINT_VERSION}`, 'tflint') });
    rmSync(join(path, 'go'));
    expect(await find()).toEqual(found);
  });

  test('says why Go could not build it, and keeps nothing half-made', async () => {
    put('go', `[ "$1" = version ] && exit 0\necho "no such module" >&2\nexit 1`);
    expect(await find()).toEqual({
      program: undefined,
      hadGo: true,
      reason: `tflint ${TFLINT_VERSION} is not on the PATH, and Go could not build it:\nno such module`,
    });
    expect(readdirSync(state)).toEqual([]);
  });

  test.each([
    ['neither tflint nor Go', false, true, 'skipped'],
    ['Go that cannot build it, on a laptop', true, false, 'skipped'],
    ['Go that cannot build it, in CI', true, true, 'failed'],
  ])('%s', async (_situation, hasGo, mustRun, verdict) => {
    if (hasGo) put('go', '[ "$1" = version ] && exit 0\nexit 1');
    expect((await runTflint('.', state, silent, mustRun, { PATH: path })).verdict).toBe(verdict);
  });
});
