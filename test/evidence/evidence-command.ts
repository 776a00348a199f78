import { spawnSync } from 'node:child_process';

/** Runs `npm run evidence` as a process, without npm. */
export function evidenceCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/evidence.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...environment },
  });
  return { status, output: stdout + stderr };
}
