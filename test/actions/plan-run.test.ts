import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { runComment } from '../../actions/plan/src/run-comment';
import { runPlan, type PlanPorts, type PlanRequest } from '../../actions/plan/src/run-plan';
import { runSelect } from '../../actions/plan/src/run-select';
import type { LiveWriter } from '../../src/plan/environment-plan';
import { systemClock } from '../../src/adapters/system-clock';
import { TerraformError } from '../../src/ports/terraform';
import { rememberDrill } from '../../src/records/drill-record';
import type { Circumstances } from '../../src/seal/check-seal';
import type { Seal } from '../../src/seal/seal';
import { MemoryLogger } from '../fakes/logger';
import { MemoryObjectStore } from '../fakes/memory-object-store';
import { FakePullRequest, FakeTerraform, memoryDirectory } from '../fakes/pipeline';

const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));
const NOW = new Date('2026-11-25T12:00:00Z');
const REVIEW = { repositoryId: '2', pullRequest: 7, head: 'a'.repeat(40), base: 'b'.repeat(40) };
const CIRCUMSTANCES: Circumstances = {
  ...REVIEW,
  environment: 'production',
  tree: 'c'.repeat(40),
  lockFileDigest: 'd'.repeat(64),
  terraformVersion: '1.11.4',
  platform: 'linux-x64',
  policyDigest: 'e'.repeat(64),
  state: { lineage: 'l', serial: 3 },
};
const REQUEST: PlanRequest = {
  environment: 'production',
  target: 'aws',
  commit: 'a'.repeat(40),
  runUrl: 'https://github.com/acme/database/actions/runs/1',
  review: REVIEW,
};

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

class World {
  files: readonly { file: string; text: string }[] = FILES;
  writer: LiveWriter = { state: 'known', region: 'us-west-2' };
  guard: () => Promise<void> = () => Promise.resolve();
  sealFailure: Error | undefined;
  planRefusal: Error | undefined;
  readonly records = new MemoryObjectStore(systemClock);
  readonly sealed: { readonly planFile: string; readonly seal: Seal }[] = [];
  readonly order: string[] = [];
  readonly privateFiles = memoryDirectory();

  constructor(readonly terraform: FakeTerraform) {}

  ports(): PlanPorts {
    return {
      environmentFiles: { readAll: () => Promise.resolve(this.files) },
      privateDirectory: this.privateFiles.directory,
      clock: { now: () => NOW },
      logger: new MemoryLogger(),
      digest: (content) => createHash('sha256').update(content).digest('hex'),
      of: () => ({
        guard: () => {
          this.order.push('guard');
          return this.guard();
        },
        guardPlan: () => {
          if (this.planRefusal !== undefined) throw this.planRefusal;
        },
        terraform: this.terraform,
        writer: () => {
          this.order.push('writer');
          return Promise.resolve(this.writer);
        },
        records: this.records,
        sealedPlans: {
          put: (planFile, seal) => {
            if (this.sealFailure !== undefined) return Promise.reject(this.sealFailure);
            this.sealed.push({ planFile: Buffer.from(planFile).toString('latin1'), seal });
            return Promise.resolve();
          },
        },
        circumstances: () => {
          this.order.push('circumstances');
          return Promise.resolve(CIRCUMSTANCES);
        },
      }),
    };
  }
}

describe('plan', () => {
  let world: World;
  beforeEach(() => {
    world = new World(FakeTerraform.withFixture('update'));
  });
  const planned = async (request: PlanRequest = REQUEST) => runPlan(request, world.ports());

  test('G4: hands over what the plan does, who writes, and which plan it is', async () => {
    const { result, hasChanges, failure } = await planned();
    expect({ hasChanges, failure }).toEqual({ hasChanges: true, failure: undefined });
    expect(result).toMatchObject({
      status: 'planned',
      environment: 'production',
      homeRegion: 'us-east-1',
      writer: { state: 'known', region: 'us-west-2' },
      violations: [],
      planDigest: createHash('sha256').update('/private/plan.tfplan').digest('hex'),
      sealedUntil: '2026-12-02T12:00:00.000Z',
    });
    expect(result.status === 'planned' && result.summary.counts.update).toBe(1);
    const variables = world.privateFiles.files.get('environment.tfvars.json') ?? '';
    expect(JSON.parse(variables)).toMatchObject({ environment_suffix: 'prod' });
  });

  test('T4: initialises the backend of the environment', async () => {
    await planned();
    expect(world.terraform.backend).toMatchObject({
      bucket: 's3-tfstate-prod-123456789012',
      dynamodb_table: 'dynamodb-tflock-prod',
    });
  });

  test('seals exactly the plan file, bound to what was true before it was made', async () => {
    await planned();
    expect(world.sealed).toEqual([
      {
        planFile: '/private/plan.tfplan',
        seal: {
          ...CIRCUMSTANCES,
          planDigest: createHash('sha256').update('/private/plan.tfplan').digest('hex'),
          createdAt: '2026-11-25T12:00:00.000Z',
          expiresAt: '2026-12-02T12:00:00.000Z',
        },
      },
    ]);
    expect(world.order).toEqual(['guard', 'writer', 'circumstances']);
  });

  test('seals nothing where there is no pull request whose merge would apply it', async () => {
    const { result } = await planned({ ...REQUEST, review: undefined });
    expect(world.sealed).toEqual([]);
    expect(result).not.toHaveProperty('sealedUntil');
  });

  test('a plan that cannot be sealed is a failure, because nothing could apply it', async () => {
    world.sealFailure = new Error('AccessDenied: no kms:GenerateDataKey');
    const { result, failure } = await planned();
    expect(failure).toContain('no kms:GenerateDataKey');
    expect(result).toMatchObject({ status: 'failed', environment: 'production' });
  });

  test('the guards come first: nothing is initialised, and nobody asked, when one refuses', async () => {
    world.guard = () => Promise.reject(new Error('the credentials are of account 999999999999'));
    const { result, failure } = await planned();
    expect(failure).toContain('999999999999');
    expect(result.status).toBe('failed');
    expect(world.order).toEqual(['guard']);
    expect(world.terraform.calls).toEqual([]);
  });

  test('a plan of a configuration from elsewhere is neither sealed nor shown', async () => {
    world.planRefusal = new Error('the plan, terraform_data.x: it has provisioners');
    const { result, failure } = await planned();
    expect(failure).toContain('it has provisioners');
    expect(result.status).toBe('failed');
    expect(world.sealed).toEqual([]);
  });

  test('a broken rule fails the job, and the plan is handed over all the same', async () => {
    world = new World(new FakeTerraform(DESTRUCTIVE));
    const { result, failure } = await planned();
    expect(failure).toMatch(/rules of disaster recovery are broken, first DR001/);
    expect(result).toMatchObject({ status: 'planned', summary: { counts: { delete: 1 } } });
  });

  test('the last drills are in it', async () => {
    await rememberDrill(world.records, 'production', {
      kind: 'switchover',
      verdict: 'passed',
      finishedAt: '2026-11-22T12:00:00Z',
      rtoSeconds: 41,
    });
    const { result } = await planned();
    expect(result.status === 'planned' && result.drillGate.drills).toEqual([
      { kind: 'switchover', verdict: 'passed', ageDays: 3, rtoSeconds: 41 },
    ]);
  });

  test('a failed plan is a result with the error, without what looks like a secret', async () => {
    const secret = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    world.terraform.failure = {
      command: 'plan',
      error: new TerraformError('plan', 1, `Error: token ${secret} refused`),
    };
    const { result, failure } = await planned();
    expect(result).toMatchObject({ status: 'failed', environment: 'production', commit: 'a'.repeat(40) });
    expect(failure).toContain('terraform plan failed with exit code 1');
    expect(JSON.stringify({ result, failure })).not.toContain(secret);
  });

  test('every mistake of the environment files is told', async () => {
    world.files = FILES.map(({ file, text }) => ({
      file,
      text: text.replace('readersPerRegion: 2', 'readersPerRegion: 1'),
    }));
    const { failure } = await planned();
    expect(failure).toMatch(/^2 problems/);
    expect(failure).toContain('environments/production.yaml');
  });

  test.each([
    ['staging', 'there is no environment "staging"; known: production'],
    ['sandbox', 'environment "sandbox" is for target sandbox, but this run is for aws'],
  ])('refuses %s', async (environment, message) => {
    expect((await planned({ ...REQUEST, environment })).failure).toContain(message);
  });
});

describe('comment', () => {
  const request = { expected: ['production'], origin: { commit: undefined, runUrl: undefined }, generation: 1_001 };

  test('tells of a plan job that left nothing, and writes the summary even where GitHub refuses the comment', async () => {
    const pullRequest = new FakePullRequest();
    pullRequest.refusal = new Error('GitHub is down');
    const summaries: string[] = [];
    const ports = {
      results: () => Promise.resolve(new Map<string, string>()),
      pullRequest,
      summary: {
        write: (text: string) => {
          summaries.push(text);
          return Promise.resolve();
        },
      },
      logger: new MemoryLogger(),
    };
    await expect(runComment(request, ports)).rejects.toThrow('GitHub is down');
    expect(summaries.join()).toContain('production');
    pullRequest.refusal = undefined;
    await runComment(request, ports);
    expect(pullRequest.comments.get('plan')).toContain('production');
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
