import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { terraformCli } from '../src/adapters/terraform-cli';
import { readPlan } from '../src/plan/make-plan';
import { startPlanWorld, timedProcess, type PlanPlace, type Took } from './plan-place';
import { printRatios, type Ratio } from './ratios';

// What the plan job costs beside what Terraform itself costs: the real stack, planned from nothing against the emulator, by the bundle as a
// process and by Terraform alone, in pairs that change their order. `npm run bench:plan -- --pairs 5`

const PAIRS = pairsOf(process.argv.slice(2));
const AT_ONCE = 4;
/** Each of these takes as long as eight others. */
const PAIRS_AT_ONCE = Math.ceil(PAIRS / 2);

console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1) ?? ''}`,
);
if ((loadavg()[0] ?? 0) > cpus().length / 2) console.log('the machine is busy: these figures say little');

// Whatever ends the bench, what it started ends before it.
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) return;
    console.error(`${signal}: what runs is ended and the emulator stopped; nothing was decided`);
    interruption.abort(new Error(`interrupted by ${signal}`));
  });
}
const began = performance.now();
const world = await startPlanWorld(AT_ONCE, interruption.signal).catch(ending);
try {
  const bundle = bundleOf('plan');
  const { place } = world;
  const planFile = join(world.scratch, 'raw.tfplan');

  const whole: number[] = [];
  const peaks: number[] = [];
  part('the plan action over raw commands');
  await alternating(
    () => raw(place, planFile),
    async () => {
      const took = await action(bundle, place);
      peaks.push(took.peakMb);
      return took;
    },
    whole,
  );

  const reader: number[] = [];
  part('our reader over show -json');
  await alternating(
    () => terraform(place, ['show', '-json', planFile]),
    () => timed(() => readPlan(planFile, place.environment, { terraform: ours(place) })),
    reader,
  );

  const init: number[] = [];
  const packed = packedMirror(place);
  if (packed !== undefined) {
    part('init from an unpacked mirror over a packed one');
    await alternating(
      () => freshInit({ ...place, variables: { ...place.variables, TF_CLI_CONFIG_FILE: packed } }),
      () => freshInit(place),
      init,
    );
  }

  const atOnce: number[] = [];
  part(`${AT_ONCE} environments at once over one after the other`);
  for (const other of world.others) await freshInit(other);
  await alternating(
    () =>
      timed(async () => {
        for (const other of world.others) await action(bundle, other, true);
      }),
    () => timed(() => together(world.others.map((other) => action(bundle, other, true)))),
    atOnce,
    PAIRS_AT_ONCE,
  );

  const starts: number[] = [];
  part('the start of the bundle over an empty script');
  const empty = join(world.scratch, 'empty.mjs');
  writeFileSync(empty, '');
  for (let time = 0; time < 3; time++) {
    await alternating(
      () => timedProcess(process.execPath, [empty], { signal: interruption.signal }),
      // It loads everything, and refuses its first input.
      () =>
        timedProcess(process.execPath, [bundle], {
          env: { PATH: process.env['PATH'], INPUT_MODE: 'none' },
          code: 1,
          signal: interruption.signal,
        }),
      starts,
    );
  }

  const ratios: readonly Ratio[] = [
    { what: 'plan action, over raw init, plan -out and show -json', values: whole, limit: 1.05 },
    { what: 'show -json through our reader, over show -json to nowhere', values: reader, limit: 1.1 },
    {
      what: 'init from an unpacked mirror, over init from a packed one',
      values: init,
      limit: 0.35,
      ...(packed === undefined ? { missing: 'not measured: the provider is in no mirror' } : {}),
    },
    { what: `${AT_ONCE} environments at once, over one after the other`, values: atOnce, limit: 0.8 },
    { what: 'start of the bundle, over an empty script', values: starts, limit: 2 },
    {
      what: 'peak memory of the action’s own process',
      values: peaks.filter((peak) => peak > 0),
      limit: 160,
      unit: 'MB',
    },
  ];
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s in all, load ${loadavg()[0]?.toFixed(1) ?? ''}`);
  process.exitCode = printRatios(ratios) ? 1 : 0;
} catch (error) {
  await world.stop();
  ending(error);
} finally {
  await world.stop();
}

/** Who interrupted the bench knows why it ends, and needs no stack. */
function ending(error: unknown): never {
  if (interruption.signal.aborted) process.exit(130);
  throw error;
}

function pairsOf(args: readonly string[]): number {
  const { pairs } = parseArgs({ args: [...args], options: { pairs: { type: 'string', default: '5' } } }).values;
  if (/^[1-9]\d?$/.test(pairs)) return Number(pairs);
  console.error(`--pairs is "${pairs}"; it takes a number from 1 to 99`);
  process.exit(2);
}

function part(title: string): void {
  interruption.signal.throwIfAborted();
  console.log(`${title} (${Math.round((performance.now() - began) / 1000)} s)`);
}

/** All of them, to the end: none may run on behind the failure of another. */
async function together(runs: readonly Promise<Took>[]): Promise<void> {
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Adds the ratio of each pair: the second over the first. */
async function alternating(
  first: () => Promise<Took>,
  second: () => Promise<Took>,
  ratios: number[],
  pairs = PAIRS,
): Promise<void> {
  for (let pair = 0; pair < pairs; pair++) {
    interruption.signal.throwIfAborted();
    // What comes second finds more in the caches, so each comes second as often as the other.
    const [a, b] = pair % 2 === 0 ? [first, second] : [second, first];
    const took = [(await a()).ms, (await b()).ms] as const;
    const [below, above] = pair % 2 === 0 ? took : [took[1], took[0]];
    ratios.push(above / below);
    console.log(`  ${(above / 1000).toFixed(2)} s over ${(below / 1000).toFixed(2)} s: ${(above / below).toFixed(2)}`);
  }
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const began = performance.now();
  await work();
  return { ms: performance.now() - began, peakMb: 0 };
}

function terraform({ workspace, variables, dataDirectory }: PlanPlace, args: readonly string[]): Promise<Took> {
  return timedProcess('terraform', [`-chdir=${join(workspace, 'terraform')}`, ...args], {
    env: { ...variables, TF_DATA_DIR: dataDirectory, TF_IN_AUTOMATION: 'true' },
    signal: interruption.signal,
  });
}

function ours({ workspace, variables, dataDirectory }: PlanPlace) {
  const ignore = (): void => undefined;
  return terraformCli({
    path: 'terraform',
    directory: join(workspace, 'terraform'),
    dataDirectory,
    environment: variables,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore, group: (_title, work) => work() },
  });
}

async function freshInit(place: PlanPlace): Promise<Took> {
  rmSync(place.dataDirectory, { recursive: true, force: true });
  return terraform(place, [
    'init',
    '-input=false',
    '-no-color',
    '-reconfigure',
    '-lockfile=readonly',
    ...place.backend,
  ]);
}

/** The three commands, as anyone would write them. */
function raw(place: PlanPlace, planFile: string): Promise<Took> {
  return timed(async () => {
    await freshInit(place);
    await terraform(place, ['plan', '-input=false', '-no-color', `-var-file=${place.varFile}`, `-out=${planFile}`]);
    await terraform(place, ['show', '-json', '-no-color', planFile]);
  });
}

/** The action, as GitHub runs it. */
function action(bundle: string, place: PlanPlace, isInitialised = false): Promise<Took> {
  const { workspace, environment, variables, dataDirectory } = place;
  if (!isInitialised) rmSync(dataDirectory, { recursive: true, force: true });
  const results = join(workspace, 'results');
  mkdirSync(results, { recursive: true });
  const file = (name: string) => {
    writeFileSync(join(results, name), '');
    return join(results, name);
  };
  const inputs = {
    mode: 'plan',
    environment: environment.name,
    target: 'sandbox',
    'result-directory': results,
  };
  return timedProcess(process.execPath, [bundle], {
    env: {
      ...variables,
      GITHUB_EVENT_NAME: 'workflow_dispatch',
      GITHUB_REPOSITORY: 'acme/database',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary.md'),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
    signal: interruption.signal,
  });
}

/** A bundle of the present sources, made as the committed ones are. */
function bundleOf(name: string): string {
  const directory = join(world.scratch, 'bundle');
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build-action.ts', name, directory], { stdio: 'inherit' });
  return join(directory, 'index.js');
}

/** Packs the provider as registries hand it out. @returns the settings that name the mirror, unless the provider was not found unpacked */
function packedMirror({ dataDirectory, workspace }: PlanPlace): string | undefined {
  const [version] = readdirSync(join(dataDirectory, 'providers', 'registry.terraform.io', 'hashicorp', 'aws'));
  if (version === undefined) return undefined;
  const versions = join(dataDirectory, 'providers', 'registry.terraform.io', 'hashicorp', 'aws', version);
  const [platform] = readdirSync(versions);
  if (platform === undefined) return undefined;
  const unpacked = realpathSync(join(versions, platform));
  const mirror = join(world.scratch, 'packed');
  const zip = join(
    mirror,
    'registry.terraform.io',
    'hashicorp',
    'aws',
    `terraform-provider-aws_${version}_${platform}.zip`,
  );
  mkdirSync(dirname(zip), { recursive: true });
  const files = readdirSync(unpacked).map((name) => join(unpacked, name));
  const script =
    'import sys, zipfile, os\nz = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=6)\nfor f in sys.argv[2:]: z.write(f, os.path.basename(f))\nz.close()\n';
  execFileSync(world.python, ['-c', script, zip, ...files]);
  const settings = join(world.scratch, 'packed.rc');
  writeFileSync(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  console.log(`packed ${basename(zip)} for ${basename(workspace)}`);
  return settings;
}
