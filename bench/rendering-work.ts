import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { readPlanStream } from '../src/plan/plan-stream/read-plan-stream';
import { summarizePlan } from '../src/plan/summarize';
import { renderPlanComment } from '../src/report/plans-comment';
import { peakMemoryMb } from './peak-memory';

// What is measured, in a process of its own: one way to read a plan. It prints what that took, and what came of it.

/** What a pipe holds. */
const PIECE_BYTES = 64 * 1024;
const [way, path = ''] = process.argv.slice(2);
const start = performance.now();
// Without the start of the process, which is the same for each way.
const atStart = process.cpuUsage();
const result = await work();
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(atStart);
console.log(
  JSON.stringify({
    wallMs,
    cpuMs: (user + system) / 1_000,
    memoryMb: peakMemoryMb(process.pid) || process.resourceUsage().maxRSS / 1_024,
    ...result,
  }),
);

async function work(): Promise<{ readonly counts?: object; readonly text?: string }> {
  switch (way) {
    case 'bytes': {
      let length = 0;
      for await (const piece of pieces()) length += piece.length;
      return { text: String(length) };
    }
    case 'parse':
      return { text: typeof JSON.parse(readFileSync(path, 'utf8')) };
    case 'render': {
      const { plan, secrets } = await readPlanStream(pieces());
      const summary = summarizePlan(plan, secrets);
      const [comment = ''] = renderPlanComment({
        missing: [],
        plans: [
          {
            status: 'planned',
            environment: 'production',
            homeRegion: 'us-east-1',
            writer: { state: 'known', region: 'us-east-1' },
            summary,
            violations: [],
            drillGate: { drills: [], concerns: [], risky: [], blocks: false },
            terraformVersion: plan.terraformVersion ?? '',
            planDigest: '0'.repeat(64),
          },
        ],
      });
      return { counts: { ...summary.counts, omitted: summary.omittedChanges }, text: comment };
    }
    case undefined:
    default:
      throw new Error(`no way of reading a plan: ${String(way)}`);
  }
}

/**
 * In pieces as a pipe gives them. Each is waited for like the whole by `JSON.parse`: a stream over a file would leave every piece to another thread, and mostly
 * that would be measured. The memory is the same for each, because no reader keeps any.
 */
async function* pieces(): AsyncIterable<Buffer> {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (;;) {
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
