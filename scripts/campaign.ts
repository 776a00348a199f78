import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { runCampaign } from '../sandbox/campaign/campaign';
import { drawScenario } from '../sandbox/campaign/scenario';

// The fault campaign: many drills, each with one or two faults that a seed decides, in a sandbox of their own; see docs/calibration.md.
//
//   npm run campaign -- --runs 100 --seed 1
//   npm run campaign -- --seed 1 --only 17

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

function wholes(text: string): readonly number[] {
  return text.split(',').map(whole);
}

const options = new Command('campaign')
  .description('Drills the sandbox while things go wrong, and checks what must hold all the same.')
  .option('--runs <number>', 'so many drills', whole, 10)
  .option('--seed <number>', 'decides what goes wrong, and when', whole, 1)
  .option('--only <runs>', 'these runs of the seed, one after the other in one sandbox, as 31,22', wholes)
  .option('--bundle <file>', 'the bundle of the drill action; made from the present sources unless given')
  .parse()
  .opts<{ runs: number; seed: number; only?: readonly number[]; bundle?: string }>();

const directory = resolve('.sandbox', 'campaign');
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const bundle = options.bundle ?? buildBundle();
const numbers = options.only ?? Array.from({ length: options.runs }, (_, run) => run);
const summary = await runCampaign({
  scenarios: numbers.map((run) => drawScenario(options.seed, run)),
  bundle,
  directory,
  onProgress: (message) => {
    console.log(message);
  },
});
console.log(summary.text);
process.exitCode = summary.violated > 0 ? 1 : 0;

function buildBundle(): string {
  const place = join(directory, 'bundle');
  execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/build-action.ts', 'drill', place], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return join(place, 'index.js');
}
