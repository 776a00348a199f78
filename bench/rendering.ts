import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { secretOf, writePlan } from './generated-plan';
import { bundleWork, read, type Taken, type Way } from './reading';

// How quickly a plan becomes a comment, and in how much memory: plans of 100 to 50,000 changes, and one of more than 537 MB, each read by
// processes of their own in turn: the bytes alone, JSON.parse of the whole, ours, and tf-summarize where it can be had. Ratios of medians of the
// same run, of the time that passes and of CPU time (user and system, all threads, both without the start of the process): of ours, a good part is V8
// compiling on another thread. The exit status is 1 when a target is missed. `-- quick` leaves out what is larger than 10,500 changes, and
// `-- only=10500,50000` measures those sizes alone.

const run = promisify(execFile);
const isQuick = process.argv.includes('quick');
const only = process.argv
  .find((argument) => argument.startsWith('only='))
  ?.slice('only='.length)
  .split(',')
  .map(Number);
const ALL_SIZES: readonly { readonly changes: number; readonly rounds: number }[] = [
  { changes: 100, rounds: 5 },
  { changes: 1_000, rounds: 5 },
  { changes: 10_000, rounds: 5 },
  // The first size above 50 MB, from which on the targets hold.
  { changes: 10_500, rounds: 9 },
  ...(isQuick
    ? []
    : [
        { changes: 50_000, rounds: 5 },
        { changes: 115_000, rounds: 1 },
      ]),
];
const SIZES = ALL_SIZES.filter(({ changes }) => only?.includes(changes) ?? true);
const TF_SUMMARIZE = 'github.com/dineshba/tf-summarize@v0.3.20';
const MOST_MEMORY_MB = 160;

interface Measured {
  readonly changes: number;
  readonly megabytes: number;
  readonly bytes: readonly Taken[];
  readonly parse: readonly Taken[];
  readonly render: readonly Taken[];
  readonly peer: readonly number[];
}

const directory = mkdtempSync(join(tmpdir(), 'bench-rendering-'));
try {
  const bundle = await bundleWork(directory);
  const peer = await installPeer();
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, load ${load()}`,
  );
  console.log(`tf-summarize: ${peer === undefined ? 'cannot be installed here, left out' : TF_SUMMARIZE}\n`);
  const measured: Measured[] = [];
  for (const { changes, rounds } of SIZES) measured.push(await measure(bundle, peer, changes, rounds));
  console.log(`load at the end ${load()}\n`);
  print(measured);
  process.exitCode = judge(measured) ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function measure(bundle: string, peer: string | undefined, changes: number, rounds: number): Promise<Measured> {
  const plan = join(directory, `${changes}.json`);
  await writePlan(plan, changes);
  const taken: Record<Way, Taken[]> = { bytes: [], parse: [], render: [] };
  const peerTimes: number[] = [];
  // In turn, so that whatever else this machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ['bytes', 'parse', 'render'] as const) {
      const one = await read(bundle, way, plan);
      if (one !== undefined) taken[way].push(one);
    }
    if (peer !== undefined && changes <= 50_000) {
      const start = performance.now();
      await run(peer, [plan], { maxBuffer: 256 * 1024 * 1024 });
      peerTimes.push(performance.now() - start);
    }
  }
  const megabytes = statSync(plan).size / 1e6;
  rmSync(plan);
  return { changes, megabytes, ...taken, peer: peerTimes };
}

function load(): string {
  return String(loadavg()[0]?.toFixed(1));
}

async function installPeer(): Promise<string | undefined> {
  try {
    await run('go', ['install', TF_SUMMARIZE], { env: { ...process.env, GOBIN: directory, GOFLAGS: '-mod=mod' } });
    return join(directory, 'tf-summarize');
  } catch {
    return undefined;
  }
}

function print(measured: readonly Measured[]): void {
  const row = (cells: readonly string[]): void => {
    console.log(cells.map((cell) => cell.padStart(12)).join(''));
  };
  row([
    'changes',
    'MB',
    'bytes CPU',
    'parse CPU',
    'ours CPU',
    'CPU ratio',
    'parse wall',
    'ours wall',
    'wall ratio',
    'parse MB',
    'ours MB',
    'ours/peer',
  ]);
  for (const { changes, megabytes, bytes, parse, render, peer } of measured) {
    const hasParsed = parse.length > 0;
    row([
      String(changes),
      megabytes.toFixed(1),
      cpu(bytes).toFixed(0),
      hasParsed ? cpu(parse).toFixed(0) : 'fails',
      cpu(render).toFixed(0),
      ratio(cpu(render), cpu(parse)),
      hasParsed ? wall(parse).toFixed(0) : '',
      wall(render).toFixed(0),
      ratio(wall(render), wall(parse)),
      hasParsed ? memory(parse).toFixed(0) : '',
      memory(render).toFixed(0),
      ratio(wall(render), median(peer)),
    ]);
  }
  console.log('\nTimes in ms; the ratios are ours to JSON.parse of the whole.');
}

/** Says of each target whether it is met. @returns whether all are */
function judge(measured: readonly Measured[]): boolean {
  const verdicts: boolean[] = [];
  const check = (isMet: boolean, what: string): void => {
    verdicts.push(isMet);
    console.log(`${isMet ? 'PASS' : 'FAIL'} ${what}`);
  };
  console.log();
  const of = (changes: number) => measured.find((each) => each.changes === changes);
  for (const { changes, megabytes, render, parse, peer } of measured) {
    if (megabytes >= 50 && parse.length > 0) {
      const share = wall(render) / wall(parse);
      check(
        share <= 1,
        `${changes} changes: ${share.toFixed(2)} of the time of JSON.parse (at most 1.00; better 0.75), ${ratio(cpu(render), cpu(parse))} of its CPU`,
      );
    }
    if (peer.length > 0 && changes >= 10_000) {
      const limit = changes >= 50_000 ? 1 / 3 : 1 / 2;
      const share = wall(render) / median(peer);
      check(share <= limit, `${changes} changes: ${share.toFixed(2)} of tf-summarize (at most ${limit.toFixed(2)})`);
    }
    const peak = Math.max(...render.map(({ memoryMb }) => memoryMb));
    check(peak <= MOST_MEMORY_MB, `${changes} changes: ${peak.toFixed(0)} MB (at most ${MOST_MEMORY_MB})`);
    check(
      isRight(changes, render),
      `${changes} changes: the counts are right, omissions are told, nothing marked is in the comment`,
    );
  }
  const [small, large] = [of(1_000), of(10_000)];
  if (small !== undefined && large !== undefined) {
    const growth = cpu(large.render) / cpu(small.render);
    check(growth <= 11, `10,000 changes take ${growth.toFixed(1)} times the CPU of 1,000 (at most 11)`);
  }
  return verdicts.every((isMet) => isMet);
}

function isRight(changes: number, render: readonly Taken[]): boolean {
  return render.every(({ counts = {}, text = '' }) => {
    const isCounted =
      counts['create'] === changes * 0.5 && counts['update'] === changes * 0.3 && counts['delete'] === changes * 0.2;
    const isTold = counts['omitted'] === Math.max(0, changes - 2_000);
    return isCounted && isTold && text.length <= 65_536 && !text.includes(secretOf(1).slice(0, 'secret-word'.length));
  });
}

function wall(taken: readonly Taken[]): number {
  return median(taken.map(({ wallMs }) => wallMs));
}

function cpu(taken: readonly Taken[]): number {
  return median(taken.map(({ cpuMs }) => cpuMs));
}

function memory(taken: readonly Taken[]): number {
  return median(taken.map(({ memoryMb }) => memoryMb));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ratio(one: number, other: number): string {
  return Number.isNaN(one / other) ? '' : (one / other).toFixed(2);
}
