import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';

const run = promisify(execFile);

const takenSchema = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  memoryMb: z.number(),
  counts: z.record(z.string(), z.number()).optional(),
  text: z.string().optional(),
});
/** What it took to read a plan in one way. */
export type Taken = z.infer<typeof takenSchema>;

export type Way = 'bytes' | 'parse' | 'render';

/** Bundles what is measured as the actions are bundled: a loader of TypeScript would be measured too. @returns its path */
export async function bundleWork(directory: string): Promise<string> {
  const outfile = `${directory}/rendering-work.mjs`;
  await build({
    entryPoints: ['bench/rendering-work.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** Reads a plan in a process of its own. @returns `undefined` when it fails, as `JSON.parse` does on a large one */
export async function read(bundle: string, way: Way, plan: string): Promise<Taken | undefined> {
  try {
    const { stdout } = await run(process.execPath, [bundle, way, plan], { maxBuffer: 64 * 1024 * 1024 });
    return takenSchema.parse(JSON.parse(stdout));
  } catch (error) {
    if (way === 'parse') return undefined;
    throw error;
  }
}
