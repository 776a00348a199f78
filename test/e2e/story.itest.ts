import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { finalRows } from '../../sandbox/demo/final-table';
import { storySteps, type Story } from '../../sandbox/demo/story';
import { ACCOUNT, startSandbox } from '../../sandbox/start-sandbox';
import { Account } from '../terraform/terraform-support/account';
import { takeInventory, type Inventory } from '../terraform/terraform-support/inventory';
import { leftovers } from '../terraform/terraform-support/leftovers';
import { emulatorClients } from '../../sandbox/aws-cluster';

// The very steps of `npm run demo`, and then a search for every secret that was made on the way.

const scratch = mkdtempSync(join(tmpdir(), 'story-'));
const story: Story = {};
let hasFailed = false;
/** What the account held before the stack was built. */
let before: Inventory | undefined;

afterAll(async () => {
  await story.pipeline?.stop();
  await story.sandbox?.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const steps = storySteps({
  root: process.cwd(),
  directory: join(scratch, 'demo'),
  start: (onProgress) => startSandbox({ stateDirectory: scratch, onProgress }),
  signal: new AbortController().signal,
});

test.each(steps.map((step) => [step.title, step] as const))(
  '%s',
  async (_title, step) => {
    if (hasFailed) throw new Error('a step before this one failed');
    hasFailed = true;
    await step.run(story, () => undefined);
    // The networks, the zone and the state bucket are given; everything after them is ours.
    if (before === undefined && story.foundation !== undefined && story.sandbox !== undefined) {
      before = await takeInventory(new Account(story.sandbox.awsEndpoint));
    }
    hasFailed = false;
  },
  400_000,
);

test('O5, H6: the deployed controller detected and promoted, and the drill only looked on', () => {
  expect(story.failover?.document.moves[0]?.promotedBy).toBe('controller');
});

test('O1, O2, O3: the final table shows every objective as met', () => {
  const rows = finalRows(story);
  expect(rows.map(([question, , , verdict]) => [question, verdict])).toEqual([
    ['failover: RPO', 'met'],
    ['failover: RTO', 'met'],
    ['failover: detection', 'met'],
    ['failover: redundancy gap', 'reported'],
    ['fail back: writes lost', 'met'],
    ['fail back: RTO (planned)', 'met'],
    ['restore: point in time', 'met'],
    ['restore: snapshot, in us-west-2', 'met'],
  ]);
});

test('the evidence of the three drills is a site, and one issue follows them', () => {
  const pages = readdirSync(join(story.site ?? '', 'drills', 'sandbox'));
  expect(pages.sort()).toEqual(['00000001.html', '00000002.html', '00000003.html', 'index.html']);
  const issues = story.pipeline?.github.issues().filter(({ title }) => title.startsWith('Drills of sandbox'));
  expect(issues).toHaveLength(1);
  expect(issues?.[0]?.title).toBe('Drills of sandbox: the last of each kind passed');
});

test('no request was made that GitHub would refuse', () => {
  expect(story.pipeline?.github.violations()).toEqual([]);
});

test('K5: no generated password and no token is in any log, comment, report, state or file that was left', async () => {
  const { sandbox } = story;
  if (sandbox === undefined) throw new Error('there is no sandbox');
  const secrets = new Set<string>([sandbox.dataPlane.faultHook.token, sandbox.dataPlane.api.token]);
  for (const region of ['us-east-1', 'us-west-2']) {
    for (const SecretId of ['secret-database-sbx', 'secret-application-sbx']) {
      const { SecretString } = await emulatorClients(sandbox)
        .secrets(region)
        .send(new GetSecretValueCommand({ SecretId }));
      const { password } = z.object({ password: z.string() }).parse(JSON.parse(SecretString ?? ''));
      // K4
      expect(password.length).toBeGreaterThanOrEqual(16);
      expect(password).toMatch(/[^A-Za-z0-9]/);
      secrets.add(password);
    }
  }
  const s3 = new S3Client({
    region: 'us-west-2',
    endpoint: sandbox.awsEndpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
  });
  const state = await s3.send(
    new GetObjectCommand({ Bucket: 's3-tfstate-sbx-123456789012', Key: 'sandbox/terraform.tfstate' }),
  );
  const texts = [['the state', (await state.Body?.transformToString()) ?? ''] as const, ...filesBelow(scratch)];
  expect(texts[0]?.[1]).toContain('aurora-global-sbx');
  const found: string[] = [];
  for (const [name, text] of texts) {
    for (const secret of secrets) {
      // As it is, and as JSON would write it.
      if (text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))) found.push(name);
    }
  }
  expect(found).toEqual([]);
});

test('T3: destroy.yml takes everything away, from the home region, and no service of either region has anything left', async () => {
  const { sandbox, pipeline } = story;
  if (sandbox === undefined || pipeline === undefined || before === undefined) throw new Error('there is no stack');
  const account = new Account(sandbox.awsEndpoint);
  expect(leftovers(before, await takeInventory(account))).toContain(
    'RDS global clusters of us-east-1: aurora-global-sbx',
  );
  await pipeline.destroy(() => undefined);
  expect(leftovers(before, await takeInventory(account))).toEqual([]);
}, 600_000);

test('nothing runs and nothing is left when it is over', async () => {
  const { sandbox } = story;
  if (sandbox === undefined) throw new Error('there is no sandbox');
  // Other tests may have sandboxes of their own on this machine.
  const servers = dirname(sandbox.dataPlane.caFile);
  expect(servers).toMatch(/dr-sandbox-\w+$/);
  await story.pipeline?.stop();
  await sandbox.stop();
  expect(runningIn(scratch)).toEqual([]);
  expect(runningIn(servers)).toEqual([]);
  expect(existsSync(servers)).toBe(false);
});

function runningIn(directory: string): readonly string[] {
  const processes = execFileSync('ps', ['-eo', 'args']).toString().split('\n');
  return processes.filter((line) => line.includes(directory));
}

/** Every file that a run leaves, but for installed programs. */
function* filesBelow(directory: string): Iterable<readonly [string, string]> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isSymbolicLink() || ['.git', 'providers'].includes(entry.name) || entry.name.startsWith('python-'))
      continue;
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield [path, readFileSync(path, 'utf8')];
  }
}
