import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { RDSClient, DescribeDBClusterSnapshotsCommand, DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { dynamoDbFailoverRecords } from '../../src/adapters/dynamodb-failover-records';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { systemClock } from '../../src/adapters/system-clock';
import { OperatorShell } from './operator-shell';
import { commandsOf, isExecuted, pages, type Block, type Page } from './runbook-pages';
import { startRunbookWorld, type RunbookWorld } from './runbook-world';

// Every command of docs/runbooks is typed into one shell for each page, in the order of the page, in a sandbox that is in the trouble that the page is
// about. The pages build on each other: the first one applies the stack.

const run = promisify(execFile);

let world: RunbookWorld;
/** What was there before a page, for the look afterwards. */
const before = { applicationVersion: '', stateVersion: '' };
let isBroken = false;

beforeAll(async () => {
  world = await startRunbookWorld();
}, 300_000);

afterAll(async () => {
  await world.stop();
}, 60_000);

/** How the world is brought into the trouble of a page, and what has to be true when its last command has run. */
interface Scene {
  readonly page: string;
  readonly prepare: () => Promise<void>;
  /** Further preparations, each before the first block below a heading. */
  readonly beforeHeading?: Readonly<Record<string, () => Promise<void>>>;
  readonly look: (outputs: ReadonlyMap<string, string>) => Promise<void>;
}

const SCENES: readonly Scene[] = [
  {
    page: 'github-down.md',
    // Nothing was ever applied: what has to change is everything.
    prepare: async () => undefined,
    look: async (outputs) => {
      expect(outputs.get('plan')).toContain('## Plan');
      expect(outputs.get('see-that-it-worked')).toMatch(/"applies\/sandbox\/[0-9a-f]{40}\.json"/);
      expect(outputs.get('see-that-it-worked')).toMatch(/ writer +us-east-1, no move under way/);
    },
  },
  {
    page: 'README.md',
    prepare: async () => undefined,
    look: async (outputs) => {
      expect(outputs.get('first-look')).toContain('"Account": "123456789012"');
      expect(outputs.get('first-look')).toContain('us-west-2    follows');
    },
  },
  {
    page: 'rotation-stuck.md',
    // A rotation that was broken off after its first step, and a freeze that somebody left behind.
    prepare: async () => {
      const SecretId = 'secret-application-sbx';
      const { SecretString, VersionId = '' } = await secrets().send(new GetSecretValueCommand({ SecretId }));
      before.applicationVersion = VersionId;
      await secrets().send(
        new PutSecretValueCommand({
          SecretId,
          SecretString,
          ClientRequestToken: randomUUID(),
          VersionStages: ['AWSPENDING'],
        }),
      );
      await dynamoDb('us-west-2').send(
        new PutItemCommand({
          TableName: world.names.failoverTable,
          Item: {
            id: { S: 'rotation-freeze' },
            reason: { S: 'left behind' },
            expiresAt: { N: String(Math.ceil(Date.now() / 1000) + 3_000) },
          },
        }),
      );
    },
    look: async (outputs) => {
      expect(outputs.get('look-first')).toContain('AWSPENDING');
      expect(outputs.get('look-first')).toContain('!   rotation   frozen: left behind');
      const freeze = dynamoDbRotationFreeze({
        table: world.names.failoverTable,
        client: dynamoDb('us-west-2'),
        clock: systemClock,
      });
      expect(await freeze.reason()).toBeUndefined();
      const { VersionIdsToStages = {} } = await secrets().send(
        new DescribeSecretCommand({ SecretId: 'secret-application-sbx' }),
      );
      expect(Object.values(VersionIdsToStages).flat()).not.toContain('AWSPENDING');
      // The last block gave the label back to the version before the rotation.
      expect(VersionIdsToStages[before.applicationVersion]).toContain('AWSCURRENT');
    },
  },
  {
    page: 'lost-controller.md',
    prepare: async () => {
      await aws('events', 'disable-rule', '--region', 'us-west-2', '--name', 'rule-failover-controller-us-west-2-sbx');
    },
    look: async (outputs) => {
      expect(outputs.get('look-first')).toContain('"DISABLED"');
      expect(outputs.get('look-first')).toContain('"state": "Active"');
      expect(outputs.get('see-that-it-worked')).toContain('"alarm-failover-controller-unguarded-us-west-2-sbx"');
    },
  },
  {
    page: 'state-bucket-lost.md',
    prepare: async () => {
      await s3().send(
        new DeleteObjectCommand({ Bucket: world.environment.state.bucket, Key: 'sandbox/terraform.tfstate' }),
      );
    },
    look: async (outputs) => {
      expect(outputs.get('look-first')).toContain('"deleted"');
      expect(outputs.get('see-that-it-worked')).toContain('no changes: the configuration matches what is there');
      const { Body } = await s3().send(
        new GetObjectCommand({ Bucket: world.environment.state.bucket, Key: 'sandbox/terraform.tfstate' }),
      );
      expect(await Body?.transformToString()).toContain('aws_rds_global_cluster');
    },
  },
  {
    page: 'restore-after-corruption.md',
    prepare: async () => undefined,
    look: async (outputs) => {
      expect(outputs.get('see-that-it-worked')).toMatch(/"endpoint": "restored-us-east-1-sbx\.cluster-/);
      expect(await snapshots('us-east-1')).toContain('before-repair-us-east-1-sbx');
      await until(
        'the restored cluster is gone',
        async () => !(await clusters('us-east-1')).includes('restored-us-east-1-sbx'),
      );
    },
  },
  {
    page: 'failover-by-hand.md',
    prepare: async () => {
      await world.sandbox.dataPlane.killRegion('us-east-1');
    },
    beforeHeading: {
      // The region comes back and fails back, so that the bare command has something to do.
      'without-this-repository': async () => {
        expect(await record('us-west-2')).toMatchObject({
          stage: 'closed',
          outcome: 'failed-over',
          lostRegion: 'us-east-1',
        });
        world.sandbox.dataPlane.recoverRegion('us-east-1');
        await calm();
        const { members } = await world.globalDatabase.describe();
        const [east, west] = ['us-east-1', 'us-west-2'].map((region) => members.find((one) => one.region === region));
        if (east === undefined || west === undefined) throw new Error('a member is missing');
        await world.globalDatabase.switchover(east, west);
        await calm();
        // And then nobody fences the old writer: the trouble of the next page.
        world.sandbox.dataPlane.world.globals.leaveOldWriterUnfenced = true;
      },
    },
    look: async (outputs) => {
      expect(outputs.get('look-first')).toMatch(/! us-east-1 +writes; .*0 of 3 instances available/);
      expect(outputs.get('fail-over')).toContain('a write through writer.db.sandbox.internal reached us-west-2');
      expect(outputs.get('see-that-it-worked')).toMatch(/ writer +us-west-2, no move under way/);
      expect(outputs.get('see-that-it-worked')).toContain('decided by hand by arn:aws:iam::123456789012:root');
      expect(await writer()).toBe('us-west-2');
    },
  },
  {
    page: 'split-brain.md',
    prepare: async () => undefined,
    look: async (outputs) => {
      expect(outputs.get('isolate-the-old-writer')).toContain('"Return": true');
      expect(await snapshots('us-east-1')).toContain('split-brain-us-east-1-sbx');
      expect(outputs.get('how-to-go-back')).toContain('applied to sandbox');
      const rules = await aws(
        ...['ec2', 'describe-security-group-rules', '--region', 'us-east-1', '--query'],
        "SecurityGroupRules[?Description=='Application subnet' && !IsEgress].CidrIpv4",
      );
      expect(rules).toContain('10.10.0.0/18');
    },
  },
  {
    page: 'fail-back.md',
    prepare: async () => {
      // The old writer is made a replica, as AWS does once its region is well.
      const { dataPlane } = world.sandbox;
      dataPlane.world.globals.leaveOldWriterUnfenced = false;
      await dataPlane.killRegion('us-east-1');
      dataPlane.recoverRegion('us-east-1');
      await calm();
    },
    look: async (outputs) => {
      expect(outputs.get('move-the-writer')).toContain('us-east-1 takes writes');
      expect(await writer()).toBe('us-east-1');
      expect(outputs.get('see-that-it-worked')).toMatch(/ writer +us-east-1, no move under way/);
    },
  },
];

test('every page has its scene', () => {
  expect(SCENES.map(({ page }) => page).sort()).toEqual(pages().map(({ name }) => name));
});

describe('what cannot run in the sandbox', () => {
  test.each(pages().flatMap(({ blocks }) => blocks.filter(({ info }) => info === 'sh not-in-the-sandbox')))(
    '$page, line $line: its arguments are known',
    async (block) => {
      for (const command of commandsOf(block)) await checkArguments(command);
    },
    120_000,
  );
});

test.each(SCENES)(
  '$page',
  async (scene) => {
    if (isBroken) throw new Error('a page before this one failed');
    isBroken = true;
    const page = pages().find(({ name }) => name === scene.page);
    if (page === undefined) throw new Error(`there is no page ${scene.page}`);
    await scene.prepare();
    await scene.look(await perform(page, scene));
    isBroken = false;
  },
  900_000,
);

// After the pages, because the environment of another account or none is refused in any state.
test('a call that must not be carried out ends with 2, says why, and does nothing', async () => {
  const status = ['status', 'sandbox'];
  const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, HOME: world.workspace };
  const calls: readonly [argv: readonly string[], variables: NodeJS.ProcessEnv, says: string][] = [
    [['failover', 'sandbox', '--to', 'us-west-2'], {}, 'add --i-accept-data-loss'],
    [
      ['switchover', 'sandbox', '--to', 'eu-west-1'],
      {},
      '"eu-west-1" is no region of the database; its regions: us-east-1',
    ],
    [['drill', 'sandbox', 'switchovr'], {}, '"switchovr" is no kind of drill'],
    [['apply', 'sandbox'], {}, 'nobody is at a terminal to read the plan'],
    [status, { AWS_ACCESS_KEY_ID: '999999999999' }, 'the credentials are of account 999999999999'],
    [status, nobody, 'there are no AWS credentials in this shell'],
    [status, { AWS_ENDPOINT_URL: '' }, 'sandbox is an environment of the sandbox, and AWS_ENDPOINT_URL is not set'],
  ];
  const ends = await Promise.all(
    calls.map(([argv, variables]) =>
      run('npm', ['run', '--silent', 'dr', '--', ...argv], {
        cwd: world.workspace,
        env: { ...world.variables, ...variables },
      }).then(
        () => ({ code: 0, stderr: '' }),
        (error: unknown) => z.object({ code: z.number(), stderr: z.string() }).parse(error),
      ),
    ),
  );
  expect(ends).toEqual(calls.map(([, , says]) => ({ code: 2, stderr: expect.stringContaining(says) })));
  expect(await writer()).toBe('us-east-1');
}, 180_000);

/** @returns what was printed below each heading */
async function perform({ blocks }: Page, { beforeHeading = {} }: Scene): Promise<ReadonlyMap<string, string>> {
  const outputs = new Map<string, string>();
  const shell = new OperatorShell(world.workspace, world.variables);
  try {
    for (const block of blocks.filter(isExecuted)) {
      if (!outputs.has(block.heading)) await beforeHeading[block.heading]?.();
      outputs.set(block.heading, `${outputs.get(block.heading) ?? ''}${await shell.run(block)}`);
    }
  } finally {
    await shell.close();
  }
  return outputs;
}

/** By the program's own reading of them, and as far from any effect as it allows. */
async function checkArguments(command: string): Promise<void> {
  const check = async (text: string, variables: NodeJS.ProcessEnv = {}): Promise<string> => {
    const block: Block = { page: 'arguments', heading: '', line: 0, info: 'sh', text };
    const shell = new OperatorShell(world.workspace, { ...world.variables, ...variables });
    try {
      return await shell.run(block);
    } finally {
      await shell.close();
    }
  };
  if (command.startsWith('aws ')) {
    expect(await check(`${command} --generate-cli-skeleton`)).toContain('{');
  } else if (command.startsWith('npm run dr -- ')) {
    // Everything is read before the environment is looked for.
    const output = await check(`${command} || true`, { ENVIRONMENT: 'no-such-environment' });
    expect(output).toContain('there is no environment "no-such-environment"');
  } else {
    const [, directory, subcommand] = /^terraform -chdir=(\S+) (\w+)/.exec(command) ?? [];
    expect(await check(`test -d '${directory ?? 'nothing'}' && terraform ${subcommand ?? 'nothing'} -help`)).toContain(
      'Usage: terraform',
    );
  }
}

async function aws(...argv: readonly string[]): Promise<string> {
  return (await run('aws', argv, { env: world.variables })).stdout;
}

const dynamoDb = (region: string) => new DynamoDBClient(world.aws(region));
const secrets = () => new SecretsManagerClient(world.aws('us-east-1'));
const s3 = () => new S3Client({ ...world.aws(world.environment.state.region), forcePathStyle: true });

async function snapshots(region: string): Promise<readonly (string | undefined)[]> {
  const { DBClusterSnapshots = [] } = await new RDSClient(world.aws(region)).send(
    new DescribeDBClusterSnapshotsCommand({}),
  );
  return DBClusterSnapshots.map(({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier);
}

async function clusters(region: string): Promise<readonly (string | undefined)[]> {
  const { DBClusters = [] } = await new RDSClient(world.aws(region)).send(new DescribeDBClustersCommand({}));
  return DBClusters.map(({ DBClusterIdentifier }) => DBClusterIdentifier);
}

async function writer(): Promise<string | undefined> {
  return (await world.globalDatabase.describe()).members.find(({ isWriter }) => isWriter)?.region;
}

async function record(region: string) {
  const { failoverTable: table, globalCluster: globalClusterId } = world.names;
  return (await dynamoDbFailoverRecords({ table, globalClusterId, client: dynamoDb(region) }).read()).episode;
}

/** Until both regions serve again and nothing moves. */
async function calm(): Promise<void> {
  await until('both regions serve', async () => {
    const { failoverState, members } = await world.globalDatabase.describe();
    return (
      failoverState === undefined &&
      members.every(
        ({ status, instances }) => status === 'available' && instances.every((one) => one.status === 'available'),
      )
    );
  });
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not after two minutes: ${what}`);
    await delay(250);
  }
}
