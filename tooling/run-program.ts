import { execFile } from 'node:child_process';
import { z } from 'zod';

/** How a program ended. */
export interface Ended {
  /** undefined when it did not start, or was stopped. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const failureSchema = z.object({ code: z.unknown(), message: z.string() });

/** Runs a program to its end. A code other than 0 is an answer, not an error. */
export async function runProgram(
  program: string,
  argv: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string; readonly timeoutMs: number },
): Promise<Ended> {
  const { env, cwd, timeoutMs: timeout } = options;
  return new Promise((resolve) => {
    const settings = { env, timeout, maxBuffer: 256 * 1024 * 1024, ...(cwd === undefined ? {} : { cwd }) };
    execFile(program, [...argv], settings, (error, stdout, stderr) => {
      if (error === null) {
        resolve({ code: 0, stdout, stderr });
        return;
      }
      const { code, message } = failureSchema.parse(error);
      const hasEnded = typeof code === 'number';
      resolve({ code: hasEnded ? code : undefined, stdout, stderr: hasEnded ? stderr : `${stderr}${message}\n` });
    });
  });
}

/** The end of what a program said, where the reason of a failure usually is. */
export function lastLines({ stdout, stderr }: Ended, count = 12): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-count).join('\n');
}
