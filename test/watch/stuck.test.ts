import { describe, expect, test } from '@jest/globals';
import type { LeaseHolder } from '../../src/ports/lease';
import type { TerraformLock } from '../../src/ports/terraform-lock';
import { stuckLease, stuckLock } from '../../src/watch/stuck';
import { MemoryRuns, run, RUN_URL } from './pipeline-signs';

const NOW = new Date('2026-03-10T12:00:00Z');
const LEASE: LeaseHolder = { kind: 'apply', run: `${RUN_URL}5`, since: '2026-03-10T11:00:00Z' };
const LOCK: TerraformLock = {
  id: '0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
  operation: 'OperationTypeApply',
  who: 'runner@fv-az1',
  version: '1.11.4',
  created: new Date('2026-03-10T03:00:00Z'),
};

const lease = (holder: LeaseHolder | undefined, runs: MemoryRuns) =>
  stuckLease('production', NOW, { lease: { holder: async () => holder }, runs });
const lock = (held: TerraformLock | undefined, runs: MemoryRuns) =>
  stuckLock('production', NOW, { locks: { read: async () => held }, runs });

describe('a lease', () => {
  test('that nobody holds, or whose run is going on, is fine', async () => {
    const runs = new MemoryRuns();
    runs.add('apply.yml', run(5, { status: 'in_progress', conclusion: undefined }));
    expect(await lease(undefined, runs)).toBeUndefined();
    expect(await lease(LEASE, runs)).toBeUndefined();
  });

  test('whose run is over was left behind', async () => {
    const runs = new MemoryRuns();
    runs.add('apply.yml', run(5));
    expect(await lease(LEASE, runs)).toMatchObject({
      id: 'lease-stuck',
      sentence: `the lease of production was taken for apply on 2026-03-10 11:00 UTC and not given back, but whoever took it (${RUN_URL}5) is over`,
      link: `${RUN_URL}5`,
    });
  });

  test('of somebody’s laptop is left alone for as long as a job may last', async () => {
    const ofLaptop = { ...LEASE, run: 'kim@laptop' };
    expect(await lease(ofLaptop, new MemoryRuns())).toBeUndefined();
    expect(await lease({ ...ofLaptop, since: '2026-03-10T05:00:00Z' }, new MemoryRuns())).toMatchObject({
      id: 'lease-stuck',
    });
  });
});

describe('a lock of Terraform', () => {
  test('that is young is fine', async () => {
    expect(await lock(undefined, new MemoryRuns())).toBeUndefined();
    expect(await lock({ ...LOCK, created: new Date('2026-03-10T06:30:00Z') }, new MemoryRuns())).toBeUndefined();
  });

  test('that is older than any job, without anybody at work, was left behind', async () => {
    const runs = new MemoryRuns();
    runs.add('apply.yml', run(5, { createdAt: new Date('2026-03-10T02:50:00Z') }), [
      {
        name: 'apply production',
        status: 'completed',
        conclusion: 'cancelled',
        startedAt: new Date('2026-03-10T02:55:00Z'),
        completedAt: new Date('2026-03-10T03:05:00Z'),
      },
    ]);
    expect(await lock(LOCK, runs)).toMatchObject({
      id: 'lock-stuck',
      sentence:
        'the state of production has been locked since 2026-03-10 03:00 UTC by runner@fv-az1 (OperationTypeApply), and no run is at work on it',
      link: `${RUN_URL}5`,
    });
  });

  test('is left alone while the job that took it is at work', async () => {
    const runs = new MemoryRuns();
    runs.add(
      'apply.yml',
      run(5, { createdAt: new Date('2026-03-08T02:50:00Z'), status: 'in_progress', conclusion: undefined }),
      [
        {
          name: 'apply production',
          status: 'in_progress',
          conclusion: undefined,
          startedAt: new Date('2026-03-10T02:55:00Z'),
          completedAt: undefined,
        },
      ],
    );
    expect(await lock(LOCK, runs)).toBeUndefined();
  });
});
