import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Account } from './terraform-support/account';
import { Deliveries } from './terraform-support/deliveries';
import { takeInventory, type Inventory } from './terraform-support/inventory';
import { leftovers, unanswered, unseenTypes } from './terraform-support/leftovers';
import {
  everyAlarmArrives,
  everyDatabaseEventArrives,
  refusedIsSetAside,
  threeFailuresAreSetAside,
} from './terraform-support/shown-deliveries';
import { startStack, type Planned, type Stack } from './terraform-support/stack';

// One stack, from nothing to nothing: what is made here is looked for afterwards through the APIs, because a state that is empty only
// says what Terraform believes. The destruction from home is at the end of the story (test/e2e/story.itest.ts).

/** AWS makes these by itself, and the emulator does not: they are asked for all the same. */
const MADE_BY_AWS = ['RDS cluster snapshots', 'network interfaces'];
/** One dashboard shows both regions; the stack's policies are inline, and those of the pipeline's roles were there before. */
const NOTHING_NEW = ['IAM policies', 'CloudWatch dashboards of us-east-1'];

const NOTHING: Planned = { changes: [], drift: [] };
/** What a swap of the roles changes, and nothing else. */
const AWAY: Planned = {
  changes: [],
  drift: [
    'expected after failover: module.database_us_east_1.aws_rds_cluster.this',
    'expected after failover: module.database_us_west_2.aws_rds_cluster.this',
    'expected after failover: module.global_database.aws_rds_global_cluster.this',
  ],
};

let stack: Stack;
let account: Account;
let before: Inventory;
/** Each test builds on the one before it. */
let isBroken = false;

beforeAll(async () => {
  stack = await startStack();
  account = new Account(stack.sandbox.awsEndpoint);
  before = await takeInventory(account);
}, 300_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

function step(name: string, work: () => Promise<void>): void {
  test(
    name,
    async () => {
      if (isBroken) throw new Error('a step before this one failed');
      isBroken = true;
      await work();
      isBroken = false;
    },
    600_000,
  );
}

const left = async () => leftovers(before, await takeInventory(account));

step('the whole stack is applied', async () => {
  await stack.apply();
});

step('a plan right after it is empty, and tells no drift that nobody caused', async () => {
  expect(await stack.planned()).toEqual(NOTHING);
});

step('the search for leftovers sees every type of resource, and something of each service in each region', async () => {
  expect(unseenTypes(typesInTheConfiguration())).toEqual([]);
  const missing = unanswered(before, await takeInventory(account));
  expect(missing.filter((what) => !MADE_BY_AWS.some((name) => what.startsWith(name)))).toEqual(NOTHING_NEW);
  expect(before.get('IAM policies')).not.toEqual([]);
});

step(
  'a plan is empty when the writer was failed over, and when it has failed back (P6 of the other region, T3)',
  async () => {
    await move('failover', 'us-west-2');
    expect(await stack.planned()).toEqual(AWAY);
    await move('switchover', 'us-east-1');
    expect(await stack.planned()).toEqual(NOTHING);
  },
);

step('N1, N3: every alarm and every RDS event arrives in the queue of its region', async () => {
  await withDeliveries(async (regions) => {
    await everyDatabaseEventArrives(regions);
    await everyAlarmArrives(regions);
  });
});

step('N2: what a consumer fails on three times, and what cannot be delivered, is set aside and not lost', async () => {
  await withDeliveries(async (regions) => {
    for (const deliveries of regions) {
      await threeFailuresAreSetAside(deliveries);
      await refusedIsSetAside(deliveries);
    }
  });
});

step(
  'with the writer away from home a destroy is refused with the command that brings it back, and nothing is lost',
  async () => {
    await move('switchover', 'us-west-2');
    const { code, output } = await stack.run({
      mode: 'destroy',
      confirmation: 'destroy sandbox',
      'switch-back': 'false',
    });
    expect(code).toBe(1);
    expect(output).toMatch(
      /aws rds switchover-global-cluster --global-cluster-identifier aurora-global-sbx --target-db-cluster-identifier \S+:us-east-1:\S+ --region us-west-2/,
    );
    const { changes, drift } = await stack.planned();
    expect(changes).toEqual([]);
    expect(drift).toEqual(expect.arrayContaining([...AWAY.drift]));
    // Which instance writes in a region may have changed with each move.
    expect(drift.filter((entry) => !/^expected after failover: \S+\.aws_rds_/.test(entry))).toEqual([]);
  },
);

step(
  'a destroy that may switch back does so; interrupted half-way it says so and keeps what it has not reached',
  async () => {
    const { code, output } = await stack.run(
      { mode: 'destroy', confirmation: 'destroy sandbox' },
      /aws_rds_cluster_instance\.this\S*: delete started/,
    );
    expect(output).toContain('switchover from us-west-2 to us-east-1');
    expect(code).not.toBe(0);
    expect(await left()).toContain('RDS clusters of us-east-1: aurora-us-east-1-sbx');
  },
);

step('T3: the next run goes on, and nothing of ours is left in any service of either region', async () => {
  const { code, output } = await stack.run({ mode: 'destroy', confirmation: 'destroy sandbox' });
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  expect(await left()).toEqual([]);
});

/** Moves the writer and waits until both clusters serve again. */
async function move(kind: 'failover' | 'switchover', region: string): Promise<void> {
  const { members } = await stack.globalDatabase.describe();
  const target = members.find((member) => member.region === region);
  const writer = members.find((member) => member.isWriter);
  if (target === undefined || writer === undefined) throw new Error('the global database is not whole');
  await (kind === 'failover' ? stack.globalDatabase.failover(target) : stack.globalDatabase.switchover(target, writer));
  const deadline = Date.now() + 120_000;
  for (;;) {
    const status = await stack.globalDatabase.describe();
    const isThere = status.members.some((member) => member.isWriter && member.region === region);
    const isSettled = status.status === 'available' && status.members.every((member) => member.status === 'available');
    if (isThere && isSettled && status.failoverState === undefined) return;
    if (Date.now() > deadline) throw new Error(`the writer is not in ${region} after two minutes`);
    await delay(500);
  }
}

async function withDeliveries(work: (regions: readonly Deliveries[]) => Promise<void>): Promise<void> {
  const of = (region: string) => Deliveries.of(account, stack.sandbox.awsEndpoint, region, 'sbx');
  const regions = [await of('us-east-1'), await of('us-west-2')];
  try {
    await work(regions);
  } finally {
    for (const deliveries of regions) deliveries.stop();
  }
}

function typesInTheConfiguration(): readonly string[] {
  return readdirSync('terraform', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf') && !file.startsWith('bootstrap') && !file.includes('pipeline_roles'))
    .flatMap((file) => [...readFileSync(`terraform/${file}`, 'utf8').matchAll(/^resource "([^"]+)"/gm)])
    .map(([, type]) => type ?? '');
}
