import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCampaign } from '../../sandbox/campaign/campaign';
import { drawScenario, FAULTS } from '../../sandbox/campaign/scenario';

// Eleven drills of the committed bundle, each with faults; the hundred of every night are `npm run campaign` (campaign.yml).

/** Of seed 1; chosen so that together they hold every fault and every kind of drill, one that is killed when it is over, and are cheap. The last one kills the emulator, which ends the world. */
const RUNS = [59, 390, 31, 22, 233, 44, 56, 417, 28, 459, 5];
/** What strikes late on a busy machine may miss its drill twice; so many kinds have to strike. */
const LEAST_STRUCK = 14;

test('together they hold every fault and every kind of drill', () => {
  const scenarios = RUNS.map((run) => drawScenario(1, run));
  const drawn = new Set(scenarios.flatMap(({ faults }) => faults.map(({ fault }) => fault)));
  expect(FAULTS.filter((fault) => !drawn.has(fault))).toEqual([]);
  expect(new Set(scenarios.map(({ kind }) => kind))).toEqual(new Set(['switchover', 'failover', 'restore']));
});

test('whatever goes wrong in a drill, what must hold holds', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-'));
  const said: string[] = [];
  const campaign = (runs: readonly number[], name: string) =>
    runCampaign({
      scenarios: runs.map((run) => drawScenario(1, run)),
      bundle: process.env['DRILL_BUNDLE'] ?? 'actions/drill/dist/index.js',
      directory: join(directory, name),
      onProgress: (message) => said.push(message),
    });
  const first = await campaign(RUNS, 'first');
  // A fault that was drawn and came too late shows nothing; on a busy machine a drill may end before it, so it has another chance.
  const late = first.results
    .filter(({ scenario, struck }) => scenario.faults.some(({ fault }) => !struck.includes(fault)))
    .map(({ scenario }) => scenario.run);
  const all = late.length === 0 ? [first] : [first, await campaign(late, 'again')];
  const text = all.map((each) => each.text).join('\n');

  expect(all.some(({ violated }) => violated > 0) ? [...said, text] : []).toEqual([]);
  const struck = FAULTS.filter((fault) => all.some((each) => each.struck.has(fault)));
  expect({ isEnough: struck.length >= LEAST_STRUCK, struck, text }).toEqual({ isEnough: true, struck, text });
  // Only of a campaign in which everything held is nothing of interest left.
  rmSync(directory, { recursive: true, force: true });
}, 1_200_000);
