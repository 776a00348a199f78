import { join } from 'node:path';
import { CampaignWorld } from './campaign-world';
import { runScenario, type RunResult } from './run-scenario';
import { describeScenario, type FaultName, type Scenario } from './scenario';

export interface CampaignOptions {
  readonly scenarios: readonly Scenario[];
  /** `index.js` of the drill action. */
  readonly bundle: string;
  /** Everything that a run leaves is kept here, in a folder for each. */
  readonly directory: string;
  readonly onProgress: (message: string) => void;
}

export interface CampaignSummary {
  readonly results: readonly RunResult[];
  /** Runs in which an invariant did not hold. */
  readonly violated: number;
  /** Runs in which every fault that was drawn struck; the others show nothing of what they were drawn for. */
  readonly counted: number;
  readonly struck: ReadonlySet<FaultName>;
  readonly text: string;
}

/** Runs the scenarios one after the other, in one world that is healed in between; one whose emulator was killed is replaced. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignSummary> {
  const { directory, bundle, onProgress } = options;
  const results: RunResult[] = [];
  let worlds = 0;
  const startWorld = () => CampaignWorld.start(join(directory, `world-${++worlds}`));
  let world: CampaignWorld | undefined;
  try {
    for (const scenario of options.scenarios) {
      world ??= await startWorld();
      try {
        await world.heal();
      } catch (error) {
        // The world is only the stage: a run must not be judged by what the one before it left broken.
        onProgress(`a new world, because ${error instanceof Error ? error.message : String(error)}`);
        await world.stop();
        world = await startWorld();
      }
      onProgress(`run ${scenario.run}: ${describeScenario(scenario)}`);
      const result = await runScenario(scenario, world, bundle, join(directory, `run-${scenario.run}`));
      results.push(result);
      onProgress(describeResult(result));
      if (result.struck.includes('emulator-killed')) {
        await world.stop();
        world = undefined;
      }
    }
  } finally {
    await world?.stop();
  }
  return summarise(results);
}

function isCounted({ scenario, struck }: RunResult): boolean {
  return scenario.faults.every(({ fault }) => struck.includes(fault));
}

function describeResult(result: RunResult): string {
  const { scenario, violations, struck, timeline, verdict, seconds, directory } = result;
  const missed = scenario.faults.map(({ fault }) => fault).filter((fault) => !struck.includes(fault));
  const head = `run ${scenario.run}: ${violations.length === 0 ? 'every invariant held' : 'VIOLATED'}, verdict ${verdict}, ${seconds} s${missed.length === 0 ? '' : `; not counted, ${missed.join(' and ')} never struck`}`;
  if (violations.length === 0) return head;
  return [
    head,
    ...violations.map((violation) => `  - ${violation}`),
    ...timeline.map(({ atMs, what }) => `  ${String(atMs).padStart(7)} ms  ${what}`),
    `  everything that is left of it: ${directory}`,
    `  again: npm run campaign -- --seed ${scenario.seed} --only ${scenario.run}`,
  ].join('\n');
}

/** What the runs come to together. */
export function summarise(results: readonly RunResult[]): CampaignSummary {
  const violated = results.filter(({ violations }) => violations.length > 0);
  const struck = new Map<FaultName, number>();
  const drawn = new Map<FaultName, number>();
  for (const result of results) {
    for (const fault of result.struck) struck.set(fault, (struck.get(fault) ?? 0) + 1);
    for (const { fault } of result.scenario.faults) drawn.set(fault, (drawn.get(fault) ?? 0) + 1);
  }
  const uncounted = results.filter((result) => !isCounted(result));
  const shortened = results.filter(({ isLeaseShortened }) => isLeaseShortened).length;
  const verdicts = new Map<string, number>();
  for (const { verdict } of results) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  const count = (counted: ReadonlyMap<string, number>) =>
    [...counted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `${what} ${times}`)
      .join(', ');
  const lines = [
    `${results.length} runs in ${results.reduce((sum, { seconds }) => sum + seconds, 0)} s, invariants violated in ${violated.length}${violated.length === 0 ? '' : `: ${violated.map(({ scenario }) => scenario.run).join(', ')}`}`,
    `verdicts: ${count(verdicts)}`,
    `counted, because every fault that was drawn struck: ${results.length - uncounted.length}${uncounted.length === 0 ? '' : `; not counted: ${uncounted.map(({ scenario }) => scenario.run).join(', ')}`}`,
    `faults that struck: ${[...drawn]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([fault, times]) => `${fault} ${struck.get(fault) ?? 0} of ${times}`)
      .join(', ')}`,
    `the lease of a killed drill was removed instead of waiting for two minutes: ${shortened} times`,
  ];
  return {
    results,
    violated: violated.length,
    counted: results.length - uncounted.length,
    struck: new Set(struck.keys()),
    text: lines.join('\n'),
  };
}
