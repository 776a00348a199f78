import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

// What the workflow that destroys must never lose. What holds for every workflow is in test/github.

const { on, jobs } = z
  .object({
    on: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.object({ required: z.boolean() })) })),
    jobs: z.object({
      select: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }),
      destroy: z.object({
        environment: z.string(),
        needs: z.string(),
        permissions: z.record(z.string(), z.string()),
        concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }),
        steps: z.array(z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() })),
      }),
    }),
  })
  .parse(parse(readFileSync('.github/workflows/destroy.yml', 'utf8')));

test('T3: destroying is only ever dispatched by hand, with the environment and its confirmation', () => {
  expect(on).toEqual({
    workflow_dispatch: { inputs: { environment: { required: true }, confirmation: { required: true } } },
  });
});

test('it waits for its GitHub environment, shares the group of apply and drill, and is never cancelled', () => {
  expect(jobs.destroy.environment).toBe('${{ matrix.environment }}');
  expect(jobs.destroy.concurrency).toEqual({ group: 'dr-${{ matrix.environment }}', 'cancel-in-progress': false });
  expect(jobs.destroy.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
});

test('the confirmation is checked before anybody is asked to approve, and again by the action', () => {
  expect(jobs.destroy.needs).toBe('select');
  expect(jobs.select.steps[0]?.run).toContain('[ "$CONFIRMATION" != "destroy $ENVIRONMENT" ]');
  const action = jobs.destroy.steps.find(({ uses }) => uses === './actions/apply');
  expect(action?.with).toMatchObject({ mode: 'destroy', confirmation: '${{ inputs.confirmation }}' });
});
