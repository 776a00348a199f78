import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lastLines, runProgram } from '../run-program';

/** The version whose findings are expected; another one may know other rules. */
export const TFLINT_VERSION = '0.64.0';

const BUILD_TIMEOUT_MS = 900_000;

/** Where tflint is, or why it is nowhere. */
export type FoundTflint =
  { readonly program: string } | { readonly program: undefined; readonly reason: string; readonly hadGo: boolean };

/**
 * Finds tflint at the pinned version: the one on the PATH, the one that was built before, or a new build by the Go toolchain.
 *
 * @param stateDir where a build is kept.
 * @param onProgress receives a sentence before each slow step.
 */
export async function findTflint(
  stateDir: string,
  onProgress: (message: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<FoundTflint> {
  const directory = resolve(stateDir, `tflint-${TFLINT_VERSION}`);
  const built = join(directory, 'tflint');
  for (const program of ['tflint', built]) if ((await versionOf(program, env)) === TFLINT_VERSION) return { program };

  const wanted = `tflint ${TFLINT_VERSION} is not on the PATH`;
  if ((await runProgram('go', ['version'], { env, timeoutMs: 30_000 })).code !== 0) {
    return { program: undefined, hadGo: false, reason: `${wanted}, and neither is Go, which would build it` };
  }
  onProgress(`Building tflint ${TFLINT_VERSION} with Go (once; two minutes or less) ...`);
  const building = `${directory}.building-${process.pid}`;
  try {
    await mkdir(building, { recursive: true });
    const install = ['install', `github.com/terraform-linters/tflint@v${TFLINT_VERSION}`];
    const settings = { GOBIN: building, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' };
    const ended = await runProgram('go', install, { env: { ...env, ...settings }, timeoutMs: BUILD_TIMEOUT_MS });
    if (ended.code !== 0) {
      return { program: undefined, hadGo: true, reason: `${wanted}, and Go could not build it:\n${lastLines(ended)}` };
    }
    await rm(directory, { recursive: true, force: true });
    await rename(building, directory);
    return { program: built };
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function versionOf(program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { stdout } = await runProgram(program, ['--version'], { env, timeoutMs: 30_000 });
  return /^TFLint version (\S+)/.exec(stdout)?.[1];
}
