import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { applyGivenThings, describeNetworks, type Foundation } from '../../sandbox/demo/foundation';
import { Pipeline, type FinishedRun, type OpenedPullRequest } from '../../sandbox/demo/pipeline';
import { ScratchRepository } from '../../sandbox/demo/scratch-repository';
import { ACCOUNT, startSandbox, type Sandbox } from '../../sandbox/start-sandbox';

// The shipped workflow files, run as GitHub would, through everything that goes wrong between a pull request and its apply. One story, in
// order: each test begins where the one before it ended.

const FILE = 'environments/sandbox.yaml';
const scratch = mkdtempSync(join(tmpdir(), 'workflows-'));
const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' };
const never = new AbortController().signal;
let sandbox: Sandbox;
let foundation: Foundation;
let pipeline: Pipeline;
let repository: ScratchRepository;
/** A test that failed leaves the next ones without their beginning. */
let hasFailed = false;

beforeAll(async () => {
  const root = process.cwd();
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  const place = { root, directory: join(scratch, 'terraform'), environment: sandbox.environment, signal: never };
  foundation = await applyGivenThings(place, parseEnvironment(readFileSync(FILE, 'utf8'), FILE));
  repository = await ScratchRepository.create(root, join(scratch, 'repository'));
  pipeline = await Pipeline.start({ sandbox, repository, directory: join(scratch, 'runs'), signal: never });
}, 300_000);

afterAll(async () => {
  await pipeline.stop();
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

function step(name: string, body: () => Promise<void>, timeoutMs = 400_000): void {
  test(
    name,
    async () => {
      if (hasFailed) throw new Error('a test before this one failed');
      hasFailed = true;
      await body();
      hasFailed = false;
    },
    timeoutMs,
  );
}

const log = ({ directory }: FinishedRun): string => readFileSync(join(directory, 'run.log'), 'utf8');
/** For expectations that say more when they fail. */
const outcome = (run: FinishedRun): string =>
  run.succeeded
    ? 'succeeded'
    : log(run)
        .split('\n')
        .filter((line) => /::error|❗|Job failed|Job '/.test(line))
        .join('\n')
        .slice(0, 4_000);
const applyComment = (pull: OpenedPullRequest): string => pipeline.comment(pull, 'apply:sandbox');
/** What Terraform has locked. */
async function locks(): Promise<readonly string[]> {
  const client = new DynamoDBClient({ region: 'us-west-2', endpoint: sandbox.awsEndpoint, credentials: CREDENTIALS });
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'dynamodb-tflock-sbx' }));
    return Items.filter((item) => item['Info'] !== undefined).map((item) => item['LockID']?.S ?? '');
  } finally {
    client.destroy();
  }
}

const edit = (from: string | RegExp, to: string) => (text: string) => {
  if (!(typeof from === 'string' ? text.includes(from) : from.test(text)))
    throw new Error(`there is no ${String(from)}`);
  return text.replace(from, to);
};
const describeNetwork = (text: string): string => describeNetworks(text, foundation);

step('a fork’s pull request is neither planned nor given credentials, and is told why', async () => {
  const pull = await pipeline.openPullRequest('from-a-fork', 'From a fork', { [FILE]: (text) => `${text}# fork\n` });
  const planned = await pipeline.plan(pull, { fromFork: true });
  expect(log(planned)).not.toContain('Main Run ./actions/plan mode: plan');
  expect(pipeline.github.comments(pull.number)).toEqual([]);
  expect(outcome(await pipeline.forkNotice(pull))).toBe('succeeded');
  expect(pipeline.comment(pull, 'fork-notice')).toContain('fork');
});

step('a pull request is planned and merged, and its plan is what is applied', async () => {
  const edits = { [FILE]: describeNetwork };
  const pull = await pipeline.openPullRequest('describe-our-network', 'Describe our network', edits);
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  const [digest] = /\b[0-9a-f]{12}\b/.exec(pipeline.comment(pull, 'plan')) ?? [];
  expect(outcome(await pipeline.apply(await pipeline.merge(pull)))).toBe('succeeded');
  expect(applyComment(pull)).toContain('✅ applied');
  expect(applyComment(pull)).toContain(String(digest));
});

step('a cancelled apply leaves no lock and a comment that says how far it came; run again, it goes on', async () => {
  const topics = (text: string): string =>
    `${text}\nresource "aws_sns_topic" "many" {\n  provider = aws.us_west_2\n  count    = 200\n  name     = "sns-many-\${count.index}-\${var.environment_suffix}"\n}\n`;
  const pull = await pipeline.openPullRequest('topics', 'Many topics', { 'terraform/notifications.tf': topics });
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  const cancel = new AbortController();
  const push = await pipeline.merge(pull);
  const run = await pipeline.apply(push, {
    cancel: cancel.signal,
    onLine: (line) => {
      if (/aws_sns_topic\.many.*create done/.test(line)) cancel.abort();
    },
  });
  expect(run.succeeded).toBe(false);
  expect(await locks()).toEqual([]);
  expect(applyComment(pull)).toContain('half-way');
  expect(outcome(await pipeline.apply(push))).toBe('succeeded');
  expect(applyComment(pull)).toContain('✅ applied');
});

step(
  'two pull requests race: the first is applied as sealed, the second waits for it and is applied as reviewed',
  async () => {
    const rotation = await pipeline.openPullRequest('rotate-earlier', 'Rotate earlier', {
      [FILE]: edit('rotationDays: 30', 'rotationDays: 25'),
    });
    const glacier = await pipeline.openPullRequest('glacier', 'Glacier earlier', {
      [FILE]: edit('glacierAfterDays: 30', 'glacierAfterDays: 20'),
    });
    expect(outcome(await pipeline.plan(rotation))).toBe('succeeded');
    expect(outcome(await pipeline.plan(glacier))).toBe('succeeded');
    const firstPush = await pipeline.merge(rotation);
    const secondPush = await pipeline.merge(glacier);
    let second: Promise<FinishedRun> | undefined;
    const one = await pipeline.apply(firstPush, {
      onLine: (line) => {
        if (line.includes('this run holds the lease')) second ??= pipeline.apply(secondPush);
      },
    });
    expect(outcome(one)).toBe('succeeded');
    if (second === undefined) throw new Error('the first apply never had the lease');
    expect(outcome(await second)).toBe('succeeded');
    expect(applyComment(rotation)).toContain('applied');
    expect(applyComment(glacier)).toContain('applied');
  },
);

step(
  'the base moved so that the plan does something else: nothing is applied, and the difference is told',
  async () => {
    const pull = await pipeline.openPullRequest('rotation', 'Rotate earlier', {
      [FILE]: edit('rotationDays: 25', 'rotationDays: 20'),
    });
    expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
    // Somebody merges something else in between, and its apply has not run.
    const other = await pipeline.openPullRequest('expire', 'Expire later', {
      [FILE]: edit('expireAfterDays: 365', 'expireAfterDays: 400'),
    });
    expect(outcome(await pipeline.plan(other))).toBe('succeeded');
    const otherPush = await pipeline.merge(other);
    const run = await pipeline.apply(await pipeline.merge(pull));
    expect(run.succeeded).toBe(false);
    expect(applyComment(pull)).toMatch(/tree/);
    expect(applyComment(pull)).toContain('aws_s3_bucket_lifecycle_configuration');
    // The other one's turn: its own change is applied, and only that.
    expect(outcome(await pipeline.apply(otherPush))).toBe('succeeded');
  },
);

step('a risky change waits for a drill; breaking the glass applies it, and leaves an issue', async () => {
  const pull = await pipeline.openPullRequest('logs', 'Keep logs longer', {
    [FILE]: (text) =>
      edit('retentionDays: 7', 'retentionDays: 14')(edit('blockRiskyChanges: false', 'blockRiskyChanges: true')(text)),
  });
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  expect(pipeline.comment(pull, 'plan')).toContain('no switchover drill has ever run');
  const push = await pipeline.merge(pull);
  expect((await pipeline.apply(push)).succeeded).toBe(false);
  expect(applyComment(pull)).toContain('no switchover drill has ever run');
  const inputs = { environment: 'sandbox', commit: push.after, reason: 'The auditors need two weeks of logs today' };
  expect(outcome(await pipeline.dispatch('break-glass.yml', inputs))).toBe('succeeded');
  expect(applyComment(pull)).toContain('applied');
  expect(
    pipeline.github
      .issues()
      .map(({ body }) => body)
      .join(),
  ).toContain('The auditors need two weeks of logs today');
});

step('a failed apply tells what was done, what failed and what is left', async () => {
  const pull = await pipeline.openPullRequest('fails', 'Fails half-way', {
    [FILE]: edit('rotationDays: 20', 'rotationDays: 21'),
    'terraform/notifications.tf': (text) =>
      `${text}\nresource "aws_sns_topic" "extra" {\n  provider = aws.us_west_2\n  name     = "sns-extra-\${var.environment_suffix}"\n}\n\n` +
      'resource "aws_s3_object" "fails" {\n  provider = aws.us_west_2\n  bucket   = "s3-no-such-bucket-anywhere"\n  key      = "k"\n  content  = "c"\n\n' +
      '  depends_on = [aws_sns_topic.extra]\n}\n',
  });
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  const run = await pipeline.apply(await pipeline.merge(pull));
  expect(run.succeeded).toBe(false);
  const comment = applyComment(pull);
  expect(comment).toContain('aws_sns_topic.extra');
  expect(comment).toContain('aws_s3_object.fails');
  expect(await locks()).toEqual([]);
});

step('a comment above the limit goes on in numbered ones, and a shorter text takes the surplus away', async () => {
  const many = (count: number) => (text: string) =>
    `${text.split('# many')[0] ?? ''}# many\nresource "terraform_data" "many" {\n  count = ${count}\n  input = "\${join("", [for n in range(40) : "word-\${n}-"])}\${count.index}"\n}\n`;
  const pull = await pipeline.openPullRequest('many', 'Many', { 'terraform/locals.tf': many(400) });
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  const before = pipeline.github.comments(pull.number);
  expect(before.length).toBeGreaterThan(1);
  for (const { body } of before) expect(body.length).toBeLessThanOrEqual(65_536);
  await repository.branch('many', 'Fewer', { 'terraform/locals.tf': many(2) });
  pipeline.github.updatePullRequest(pull.number, await repository.commitOf('many'));
  expect(outcome(await pipeline.plan(pull))).toBe('succeeded');
  expect(pipeline.github.comments(pull.number)).toHaveLength(1);
});

step('the schedules notice what is not as it should be: drift and watchdog keep an issue each', async () => {
  const issue = (title: RegExp) => pipeline.github.issues().find((candidate) => title.test(candidate.title));
  expect(outcome(await pipeline.dispatch('drift.yml', {}, { event: 'schedule' }))).toBe('succeeded');
  expect(issue(/is not as its configuration says/)?.body).toContain('aws_s3_object.fails');
  const watched = await pipeline.dispatch('watchdog.yml', {}, { event: 'schedule' });
  expect(outcome(watched)).toContain('drill-overdue: no switchover drill has ever run');
  expect(issue(/needs attention/)?.body).toContain('no switchover drill has ever run');
});

step('no request was made that GitHub would refuse', () => {
  expect(pipeline.github.violations()).toEqual([]);
  return Promise.resolve();
});
