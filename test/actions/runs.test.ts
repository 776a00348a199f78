import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BlockedError, runApply } from '../../actions/apply/src/run';
import { runPlan, runSelect } from '../../actions/plan/src/run';
import { TerraformError } from '../../src/ports/terraform';
import { MemoryLogger } from '../fakes/logger';
import { FakePullRequest, FakeTerraform, memoryDirectory } from '../fakes/pipeline';

const CONTEXT = { environment: 'production', commit: 'a'.repeat(40), runUrl: undefined };
const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));

function setUp(terraform: FakeTerraform, files: readonly { file: string; text: string }[] = FILES) {
  const pullRequest = new FakePullRequest();
  const { files: written, directory } = memoryDirectory();
  const ports = {
    environmentFiles: { readAll: () => Promise.resolve(files) },
    terraform,
    privateDirectory: directory,
    pullRequest,
    logger: new MemoryLogger(),
  };
  return { ports, pullRequest, written };
}

/** A plan that deletes a cluster. */
const DESTRUCTIVE = JSON.stringify({
  format_version: '1.2',
  resource_changes: [
    {
      address: 'module.database_us_east_1.aws_rds_cluster.this',
      mode: 'managed',
      type: 'aws_rds_cluster',
      change: { actions: ['delete'], before: { id: 'c' }, after: null },
    },
  ],
});

describe('plan', () => {
  test('G4: comments the plan and says what it counted', async () => {
    const { ports, pullRequest, written } = setUp(FakeTerraform.withFixture('update'));
    const result = await runPlan('aws', CONTEXT, ports);
    expect(result).toMatchObject({ hasChanges: true, counts: { update: 1 }, violations: [] });
    expect(pullRequest.comments.get('plan:production')).toContain('## Plan for `production`: 📝 changes');
    expect(JSON.parse(written.get('environment.tfvars.json') ?? '')).toMatchObject({ environment_suffix: 'prod' });
  });

  test('T4: initialises the backend of the environment', async () => {
    const terraform = FakeTerraform.withFixture('create');
    await runPlan('aws', CONTEXT, setUp(terraform).ports);
    expect(terraform.backend).toMatchObject({
      bucket: 's3-tfstate-prod-123456789012',
      dynamodb_table: 'dynamodb-tflock-prod',
    });
  });

  test('comments a failure too, and fails', async () => {
    const terraform = FakeTerraform.withFixture('create');
    terraform.failure = { command: 'plan', error: new TerraformError('plan', 1, 'Error: no valid credential sources') };
    const { ports, pullRequest } = setUp(terraform);
    await expect(runPlan('aws', CONTEXT, ports)).rejects.toThrow(TerraformError);
    expect(pullRequest.comments.get('plan:production')).toContain('no valid credential sources');
  });

  test('comments every mistake of the environment files', async () => {
    const broken = FILES.map(({ file, text }) => ({
      file,
      text: text.replace('readersPerRegion: 2', 'readersPerRegion: 1'),
    }));
    const { ports, pullRequest } = setUp(FakeTerraform.withFixture('create'), broken);
    await expect(runPlan('aws', CONTEXT, ports)).rejects.toThrow(/^2 problems/);
    expect(pullRequest.comments.get('plan:production')).toContain('environments/production.yaml');
  });

  test('tells the first error when the comment fails as well', async () => {
    const terraform = FakeTerraform.withFixture('create');
    terraform.failure = { command: 'init', error: new Error('the first') };
    const { ports, pullRequest } = setUp(terraform);
    pullRequest.refusal = new Error('GitHub is down');
    await expect(runPlan('aws', CONTEXT, ports)).rejects.toThrow('the first');
    expect(ports.logger.lines.join()).toContain('GitHub is down');
  });

  test('works without a pull request', async () => {
    const { ports } = setUp(FakeTerraform.withFixture('create'));
    expect((await runPlan('aws', CONTEXT, { ...ports, pullRequest: undefined })).commentUrl).toBeUndefined();
  });

  test.each([
    ['staging', 'there is no environment "staging"; known: production'],
    ['sandbox', 'environment "sandbox" is for target sandbox, but this run is for aws'],
  ])('refuses %s', async (environment, message) => {
    const { ports } = setUp(FakeTerraform.withFixture('create'));
    await expect(runPlan('aws', { ...CONTEXT, environment }, ports)).rejects.toThrow(message);
  });
});

describe('apply', () => {
  test('G5: applies exactly the plan that it made, and says so', async () => {
    const terraform = FakeTerraform.withFixture('update');
    const { ports, pullRequest } = setUp(terraform);
    expect(await runApply('aws', CONTEXT, ports)).toMatchObject({ applied: true, counts: { update: 1 } });
    expect(terraform.calls).toEqual(['init', 'plan /private/plan.tfplan', 'apply /private/plan.tfplan']);
    expect(pullRequest.comments.get('apply:production')).toContain('## Apply for `production`: ✅ applied');
  });

  test('applies nothing when there is nothing to apply', async () => {
    const terraform = FakeTerraform.withFixture('no-changes');
    expect(await runApply('aws', CONTEXT, setUp(terraform).ports)).toMatchObject({ applied: false });
    expect(terraform.calls.some((call) => call.startsWith('apply'))).toBe(false);
  });

  test('applies nothing that breaks a rule of disaster recovery, and says which', async () => {
    const terraform = new FakeTerraform(DESTRUCTIVE);
    const { ports, pullRequest } = setUp(terraform);
    await expect(runApply('aws', CONTEXT, ports)).rejects.toThrow(BlockedError);
    expect(terraform.calls.some((call) => call.startsWith('apply'))).toBe(false);
    expect(pullRequest.comments.get('apply:production')).toMatch(/⛔ Blocked.*DR001/s);
  });

  test('says on the pull request when it failed half-way', async () => {
    const terraform = FakeTerraform.withFixture('update');
    terraform.failure = { command: 'apply', error: new TerraformError('apply', 1, 'Error: throttled') };
    const { ports, pullRequest } = setUp(terraform);
    await expect(runApply('aws', CONTEXT, ports)).rejects.toThrow(/throttled/);
    expect(pullRequest.comments.get('apply:production')).toMatch(/❌ failed.*throttled/s);
  });

  test('shows no secret of the plan in the error of the apply', async () => {
    const terraform = FakeTerraform.withFixture('sensitive');
    terraform.failure = { command: 'apply', error: new Error('refused: new-staple-of-secrets is too weak') };
    const { ports, pullRequest } = setUp(terraform);
    // The message of the thrown error goes to the log of the run.
    await expect(runApply('aws', CONTEXT, ports)).rejects.toThrow('refused: (redacted) is too weak');
    expect(pullRequest.comments.get('apply:production')).toContain('refused: (redacted) is too weak');
  });

  test('is applied even if that cannot be commented', async () => {
    const { ports, pullRequest } = setUp(FakeTerraform.withFixture('update'));
    pullRequest.refusal = new Error('GitHub is down');
    expect(await runApply('aws', CONTEXT, ports)).toMatchObject({ applied: true, commentUrl: undefined });
    expect(ports.logger.lines.join()).toContain('applied, but not commented: GitHub is down');
  });
});

describe('select', () => {
  const ports = (changed: readonly string[] | undefined) => ({
    environmentFiles: { readAll: () => Promise.resolve(FILES) },
    changedFiles: { since: () => Promise.resolve(changed) },
    logger: new MemoryLogger(),
  });
  const names = async (changed: readonly string[] | undefined, base: string | undefined = 'b'.repeat(40)) =>
    (await runSelect({ target: 'aws', base, only: undefined }, ports(changed))).map(({ environment }) => environment);

  test.each<[string, readonly string[] | undefined, readonly string[]]>([
    ['a change of its file', ['environments/production.yaml'], ['production']],
    ['a change of the texts only', ['README.md'], []],
    ['a change that git does not know', undefined, ['production']],
  ])('%s', async (_name, changed, expected) => {
    expect(await names(changed)).toEqual(expected);
  });

  test('only the one that was asked for; an unknown one is an error', async () => {
    const only = (name: string) => runSelect({ target: 'aws', base: undefined, only: name }, ports(undefined));
    expect(await only('production')).toHaveLength(1);
    await expect(only('nowhere')).rejects.toThrow('there is no environment "nowhere"');
  });
});
