import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

// What the local workflow runner does not enforce, and what nobody would notice until it mattered.

const workflowSchema = z.object({
  on: z.unknown().optional(),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      'timeout-minutes': z.number(),
      environment: z.string().optional(),
      concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
      if: z.string().optional(),
      steps: z.array(
        z.object({
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

const NAMES = readdirSync('.github/workflows');
const read = (name: string) => readFileSync(`.github/workflows/${name}`, 'utf8');
const workflow = (name: string) => workflowSchema.parse(parse(read(name)));

describe.each(NAMES)('%s', (name) => {
  const { permissions, jobs } = workflow(name);

  test('grants nothing by default, and each permission of a job has its reason beside it', () => {
    expect(permissions).toEqual({});
    const granted = read(name)
      .split('\n')
      .filter((line) => /^\s+[a-z-]+: (?:read|write)\b/.test(line));
    for (const line of granted) expect(line).toMatch(/: (?:read|write) # to /);
  });

  test('pins every action of others to a commit, with its version', () => {
    const used = read(name)
      .split('\n')
      .filter((line) => line.includes('uses: ') && !line.includes('uses: ./'));
    for (const line of used) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('limits the time of each job', () => {
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(240);
  });

  test('interpolates nothing into a shell script', () => {
    for (const job of Object.values(jobs)) for (const { run } of job.steps) expect(run ?? '').not.toContain('${{');
  });

  test('leaves no token in the checkout', () => {
    for (const { steps } of Object.values(jobs)) {
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true)) {
        expect(step.with?.['persist-credentials']).toBe(false);
      }
    }
  });
});

test('G5: an apply waits for its GitHub environment and is never cancelled', () => {
  const { apply } = workflow('apply.yml').jobs;
  expect(apply?.environment).toBe('${{ matrix.environment }}');
  expect(apply?.concurrency).toEqual({ group: 'dr-${{ matrix.environment }}', 'cancel-in-progress': false });
});

test('G6: the drills run every week, and share the concurrency group of the apply', () => {
  const drill = workflow('drill.yml');
  expect(drill.on).toMatchObject({ schedule: [{ cron: '23 9 * * 0' }] });
  expect(drill.jobs['drill']?.concurrency).toEqual({
    group: 'dr-${{ matrix.environment }}',
    'cancel-in-progress': false,
  });
});

test('a pull request from a fork gets no credentials', () => {
  expect(workflow('plan.yml').jobs['plan']?.if).toContain(
    'github.event.pull_request.head.repo.full_name == github.repository',
  );
});
