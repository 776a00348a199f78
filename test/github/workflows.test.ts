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
      concurrency: z
        .object({ group: z.string(), 'cancel-in-progress': z.boolean(), queue: z.string().optional() })
        .optional(),
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

/** Everything that changes an environment. */
const CHANGING: [name: string, job: string, environment: string][] = [
  ['apply.yml', 'apply', '${{ matrix.environment }}'],
  ['break-glass.yml', 'apply', '${{ matrix.environment }}-break-glass'],
  ['drill.yml', 'drill', '${{ matrix.environment }}-drill'],
];

describe.each(CHANGING)('%s', (name, job, environment) => {
  const changing = workflow(name).jobs[job];

  test('waits for its GitHub environment, on whose approval and branch rule the role rests', () => {
    expect(changing?.environment).toBe(environment);
  });

  test('G5: is never cancelled, and waits its turn behind the others that change the environment; none that waits is dropped', () => {
    expect(changing?.concurrency).toEqual({
      group: 'dr-${{ matrix.environment }}',
      'cancel-in-progress': false,
      queue: 'max',
    });
  });

  test('restores no cache, which a pull request may have filled', () => {
    const used = changing?.steps.map(({ uses }) => uses ?? '') ?? [];
    expect(used.filter((action) => /cache|setup-node/.test(action))).toEqual([]);
  });
});

test('destroy waits its turn too', () => {
  const [destroy] = Object.values(workflow('destroy.yml').jobs).filter(({ concurrency }) => concurrency !== undefined);
  expect(destroy?.concurrency).toMatchObject({ 'cancel-in-progress': false, queue: 'max' });
});

test('G6: the drills run every week, drift is looked for every day, and the watchdog looks after both', () => {
  expect(workflow('drill.yml').on).toMatchObject({ schedule: [{ cron: '23 9 * * 0' }] });
  expect(workflow('drift.yml').on).toMatchObject({ schedule: [{ cron: '41 5 * * *' }] });
  expect(workflow('watchdog.yml').on).toMatchObject({ schedule: [{ cron: '17 1,7,13,19 * * *' }] });
});

describe('a pull request from a fork', () => {
  const { jobs } = workflow('plan.yml');

  test('gets no credentials', () => {
    const ours = 'github.event.pull_request.head.repo.full_name == github.repository';
    for (const name of ['plan', 'comment']) expect(jobs[name]?.if).toContain(ours);
    for (const job of Object.values(jobs)) {
      // Without the condition, only jobs that can do nothing.
      if (job.if?.includes(ours) !== true) expect(Object.keys(job.permissions)).not.toContain('id-token');
    }
  });

  test('is told why by code of the default branch: the event that may write never checks out what it is about', () => {
    const notice = workflow('fork-notice.yml');
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(notice.on))).toEqual(['pull_request_target']);
    for (const { steps, permissions } of Object.values(notice.jobs)) {
      expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
      for (const step of steps) expect(step.with ?? {}).not.toHaveProperty('ref');
      expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
    }
    expect(NAMES.filter((name) => read(name).includes('pull_request_target:'))).toEqual(['fork-notice.yml']);
  });
});

test('the job that plans cannot write to the pull request, and the one that comments has no credentials of AWS', () => {
  const { jobs } = workflow('plan.yml');
  expect(jobs['plan']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(jobs['comment']?.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
});

test('what only looks has the role that cannot change anything', () => {
  for (const name of ['plan.yml', 'drift.yml', 'watchdog.yml']) {
    expect(read(name)).toContain('role-to-assume: ${{ matrix.plan-role }}');
    expect(read(name)).not.toContain('apply-role');
  }
});
