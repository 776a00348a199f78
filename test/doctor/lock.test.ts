import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkLocks } from '../../src/doctor/lock';
import type { LeaseHolder } from '../../src/ports/lease';
import type { TerraformLock } from '../../src/ports/terraform-lock';
import type { WorkflowRunSummary } from '../../src/ports/workflow-runs';
import { MemoryRuns, run, RUN_URL } from '../watch/pipeline-signs';
import { lines, NOW, PRODUCTION } from './examined-account';

const LOCK: TerraformLock = {
  id: '0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
  operation: 'OperationTypeApply',
  who: 'runner@fv-az1',
  version: '1.11.4',
  created: new Date('2026-03-10T11:00:00Z'),
};
const HELD = 'the state is locked since 2026-03-10 11:00 UTC by runner@fv-az1 (OperationTypeApply, Terraform 1.11.4)';

let runs: MemoryRuns | undefined;
let lock: TerraformLock | undefined;
let holder: LeaseHolder | undefined;

beforeEach(() => {
  runs = new MemoryRuns();
  lock = LOCK;
  holder = undefined;
});

const look = () =>
  checkLocks(PRODUCTION, NOW, { locks: { read: async () => lock }, lease: { holder: async () => holder }, runs });

/** A run of apply.yml whose job was at work when the lock was taken. */
function applied(facts: Partial<WorkflowRunSummary>, job = 'apply production'): void {
  runs?.add('apply.yml', run(5, { createdAt: new Date('2026-03-10T10:50:00Z'), ...facts }), [
    {
      name: job,
      status: facts.status ?? 'completed',
      conclusion: facts.conclusion,
      startedAt: new Date('2026-03-10T10:55:00Z'),
      completedAt: facts.status === 'in_progress' ? undefined : new Date('2026-03-10T11:05:00Z'),
    },
  ]);
}

test('without lock and lease there is nothing to do', async () => {
  lock = undefined;
  expect(lines(await look())).toEqual([
    'ok lease: nobody holds the lease: no apply, drill or destroy is going on',
    'ok terraform-lock: the state is not locked',
  ]);
});

describe('a lock of Terraform', () => {
  const terraformLock = async () => (await look()).find(({ id }) => id === 'terraform-lock');

  test('of a run that is over: what to look at, and the commands that unlock', async () => {
    applied({ conclusion: 'cancelled' });
    expect(await terraformLock()).toEqual({
      id: 'terraform-lock',
      status: 'problem',
      sentence: `${HELD}; that run is over: ${RUN_URL}5`,
      advice: [
        `before you unlock: look at the end of ${RUN_URL}5: an apply that was killed may have changed things without writing them down`,
        'before you unlock: nobody runs Terraform on this state by hand',
        'then, with credentials that may write the lock table:',
        'TF_DATA_DIR=../.terraform/production terraform -chdir=terraform init -reconfigure -lockfile=readonly -backend-config=bucket=s3-tfstate-prod-123456789012 -backend-config=key=production/terraform.tfstate -backend-config=region=us-west-2 -backend-config=dynamodb_table=dynamodb-tflock-prod',
        'TF_DATA_DIR=../.terraform/production terraform -chdir=terraform force-unlock 0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
        'afterwards, plan before you apply: things that were made but not written down have to be imported or deleted',
      ],
    });
  });

  test('of a run that is going on: wait', async () => {
    applied({ status: 'in_progress', conclusion: undefined });
    expect(await terraformLock()).toEqual({
      id: 'terraform-lock',
      status: 'warning',
      sentence: `${HELD}; still at work: ${RUN_URL}5`,
      advice: ['wait for it; never unlock under a run'],
    });
  });

  test('of a run that waited for its approval before it began', async () => {
    applied({ createdAt: new Date('2026-03-07T08:00:00Z') });
    expect((await terraformLock())?.sentence).toBe(`${HELD}; that run is over: ${RUN_URL}5`);
  });

  test('is not explained by a job of another environment', async () => {
    applied({}, 'apply staging');
    expect(await terraformLock()).toMatchObject({
      status: 'warning',
      sentence: `${HELD}; no run of this repository was at work then, so it was taken by hand`,
    });
  });

  test('is mapped by the lease as well, whatever the job is called', async () => {
    applied({ status: 'in_progress', conclusion: undefined }, 'something else');
    holder = { kind: 'apply', run: `${RUN_URL}5`, since: '2026-03-10T10:58:00Z' };
    expect((await terraformLock())?.sentence).toBe(`${HELD}; still at work: ${RUN_URL}5`);
  });

  test('taken by hand, longer ago than a job lasts: ask, then unlock', async () => {
    lock = { ...LOCK, who: 'kim@laptop', created: new Date('2026-03-10T03:00:00Z') };
    const check = await terraformLock();
    expect(check?.status).toBe('problem');
    expect(check?.advice[0]).toBe('ask kim@laptop whether that Terraform still runs');
    expect(check?.advice).toContain(
      'TF_DATA_DIR=../.terraform/production terraform -chdir=terraform force-unlock 0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
    );
  });

  test('whose id would be a command is quoted', async () => {
    applied({});
    lock = { ...LOCK, id: "x; rm -rf ~ #'" };
    expect((await terraformLock())?.advice).toContain(
      "TF_DATA_DIR=../.terraform/production terraform -chdir=terraform force-unlock 'x; rm -rf ~ #'\\'''",
    );
  });

  test('without GitHub: nobody can say whose it is', async () => {
    runs = undefined;
    expect(await terraformLock()).toMatchObject({
      status: 'warning',
      sentence: `${HELD}; without GitHub nobody can say which run that is`,
    });
  });

  test('that cannot be read is not checked, and the lease is all the same', async () => {
    const checks = await checkLocks(PRODUCTION, NOW, {
      locks: {
        read: async () => {
          throw new Error('access denied');
        },
      },
      lease: { holder: async () => undefined },
      runs,
    });
    expect(lines(checks)).toEqual([
      'ok lease: nobody holds the lease: no apply, drill or destroy is going on',
      'not checked terraform-lock: not checked: access denied',
    ]);
  });
});

describe('a lease', () => {
  const lease = async () => (await look()).find(({ id }) => id === 'lease');

  beforeEach(() => {
    lock = undefined;
    holder = { kind: 'drill', run: `${RUN_URL}5`, since: '2026-03-10T10:58:00Z' };
  });

  test('of a run that is going on', async () => {
    applied({ status: 'in_progress', conclusion: undefined });
    expect(await lease()).toMatchObject({
      status: 'warning',
      sentence: `the lease is held for drill since 2026-03-10 10:58 UTC by ${RUN_URL}5, and that run is going on`,
      advice: [`wait for it: ${RUN_URL}5`],
    });
  });

  test('of a run that is over', async () => {
    applied({});
    expect(await lease()).toMatchObject({
      sentence: `the lease is held for drill since 2026-03-10 10:58 UTC by ${RUN_URL}5, but that run is over: it was killed`,
      advice: [
        'see how far it came',
        'nothing has to be done about the lease: it runs out, and the next apply, drill or destroy takes it over',
      ],
    });
  });

  test('of somebody’s laptop', async () => {
    holder = { kind: 'apply', run: 'kim@laptop', since: '2026-03-10T11:58:00Z' };
    expect((await lease())?.sentence).toMatch(/whether that is going on cannot be seen from here$/);
    holder = { kind: 'apply', run: 'kim@laptop', since: '2026-03-10T01:58:00Z' };
    expect((await lease())?.sentence).toMatch(/longer than any job lasts$/);
  });
});
