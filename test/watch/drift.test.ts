import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { findEnvironment, loadEnvironments } from '../../src/environment/load-environments';
import type { KnownRoles } from '../../src/ports/global-roles';
import type { LeaseHolder } from '../../src/ports/lease';
import { TerraformError } from '../../src/ports/terraform';
import { DriftError, runDrift } from '../../src/watch/drift';
import { MemoryLogger } from '../fakes/logger';
import { FakeTerraform, memoryDirectory } from '../fakes/pipeline';
import { MemoryIssues, MemoryRuns, run, RUN_URL } from './pipeline-signs';

const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));
const PRODUCTION = findEnvironment(loadEnvironments(FILES), 'production', 'aws');
const NOW = new Date('2026-03-10T12:00:00Z');
const MARKER = 'drift:production';

/** A topic whose display name somebody changed: the plan puts it back. */
const CHANGED_BY_HAND = planOf({
  resource_drift: [topic(['update'], { display_name: 'ours' }, { display_name: 'theirs' })],
  resource_changes: [topic(['update'], { display_name: 'theirs' }, { display_name: 'ours' })],
});
/** A topic whose display name a merged commit changed: it was not applied. */
const NOT_APPLIED = planOf({
  resource_changes: [topic(['update'], { display_name: 'old' }, { display_name: 'new' })],
});
/** AWS filled something in; the configuration does not care. */
const FILLED_IN = planOf({
  resource_drift: [topic(['update'], { owner: '' }, { owner: '123456789012' })],
  resource_changes: [topic(['no-op'], { owner: '123456789012' }, { owner: '123456789012' })],
});
const CLEAN = planOf({});

function topic(actions: readonly string[], before: unknown, after: unknown) {
  return {
    address: 'aws_sns_topic.alarms',
    mode: 'managed',
    type: 'aws_sns_topic',
    name: 'alarms',
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
  };
}

function planOf(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: [], ...parts });
}

/** Terraform that also remembers whether it was told to take the lock. */
class WatchedTerraform extends FakeTerraform {
  readonly locks: (boolean | undefined)[] = [];
  /** Called while the plan is made. */
  meanwhile: () => void = () => undefined;

  override plan(options: { readonly planFile: string; readonly lock?: boolean }) {
    this.locks.push(options.lock);
    this.meanwhile();
    return super.plan(options);
  }
}

let issues: MemoryIssues;
let runs: MemoryRuns;
let holder: LeaseHolder | undefined;
let roles: KnownRoles;
let isSilent: boolean;

beforeEach(() => {
  issues = new MemoryIssues();
  runs = new MemoryRuns();
  holder = undefined;
  isSilent = false;
  roles = {
    members: [
      { region: 'us-east-1', isWriter: true },
      { region: 'us-west-2', isWriter: false },
    ],
    move: undefined,
  };
});

function look(terraform: FakeTerraform | string) {
  return runDrift(
    { environment: PRODUCTION, commit: 'c'.repeat(40), runUrl: `${RUN_URL}1` },
    {
      terraform: typeof terraform === 'string' ? new WatchedTerraform(terraform) : terraform,
      privateDirectory: memoryDirectory().directory,
      roles: {
        ask: async () => [{ region: 'us-east-1', said: isSilent ? { failure: 'it is lost' } : roles }],
      },
      lease: { holder: async () => holder },
      runs,
      issues,
      clock: { now: () => NOW },
      logger: new MemoryLogger(),
    },
  );
}

describe('an environment', () => {
  test('that is as its configuration says has no issue', async () => {
    expect(await look(CLEAN)).toMatchObject({ outcome: 'clean', issue: undefined });
    expect(issues.done).toEqual([]);
  });

  test('that was changed outside Terraform gets one issue, which is edited only when it differs in another way', async () => {
    expect(await look(CHANGED_BY_HAND)).toMatchObject({
      outcome: 'differs',
      counts: { drift: 1, real: 0, roleChange: 0, expected: 0, ignored: 0 },
    });
    await look(CHANGED_BY_HAND);
    await look(NOT_APPLIED);
    expect(issues.done).toEqual([`opened ${MARKER}`, `unchanged ${MARKER}`, `updated ${MARKER}`]);
  });

  test('whose merged change was not applied gets one', async () => {
    expect(await look(NOT_APPLIED)).toMatchObject({ outcome: 'differs', counts: { drift: 0, real: 1 } });
    expect(issues.open_.get(MARKER)?.body).toContain('aws_sns_topic.alarms');
  });

  test('that is well again has its issue closed, and opened again when it is not', async () => {
    await look(CHANGED_BY_HAND);
    expect(await look(CLEAN)).toMatchObject({ outcome: 'clean', issue: { outcome: 'closed' } });
    await look(CHANGED_BY_HAND);
    expect(issues.done).toEqual([`opened ${MARKER}`, `closed ${MARKER}`, `reopened ${MARKER}`]);
  });

  test('that only differs from the state, in what no plan would change, gets none', async () => {
    expect(await look(FILLED_IN)).toMatchObject({ outcome: 'clean', counts: { drift: 0, ignored: 1 } });
    expect(issues.done).toEqual([]);
  });

  test('is looked at without a lock', async () => {
    const terraform = new WatchedTerraform(CLEAN);
    await look(terraform);
    expect(terraform.locks).toEqual([false]);
    expect(terraform.calls.map((call) => call.split(' ')[0])).toEqual(['init', 'plan']);
  });
});

describe('after a failover', () => {
  const CLUSTER = 'module.database_us_east_1.aws_rds_cluster.this';
  const cluster = (actions: readonly string[], before: unknown, after: unknown) => ({
    ...topic(actions, before, after),
    address: CLUSTER,
    type: 'aws_rds_cluster',
  });

  beforeEach(() => {
    roles = {
      members: [
        { region: 'us-east-1', isWriter: false },
        { region: 'us-west-2', isWriter: true },
      ],
      move: undefined,
    };
  });

  test('what the swap of the roles explains opens no issue', async () => {
    const source = 'arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod';
    const plan = planOf({
      resource_drift: [
        cluster(['update'], { replication_source_identifier: '' }, { replication_source_identifier: source }),
      ],
    });
    expect(await look(plan)).toMatchObject({ outcome: 'clean', counts: { expected: 1, drift: 0, real: 0 } });
    expect(issues.done).toEqual([]);
  });

  test('what would undo the swap does', async () => {
    const source = 'arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod';
    const plan = planOf({
      resource_changes: [
        cluster(['update'], { replication_source_identifier: source }, { replication_source_identifier: '' }),
      ],
    });
    expect(await look(plan)).toMatchObject({ outcome: 'differs', counts: { roleChange: 1, real: 0 } });
    expect(issues.done).toEqual([`opened ${MARKER}`]);
  });
});

describe('while the environment is being changed nothing is judged', () => {
  const APPLY: LeaseHolder = { kind: 'apply', run: `${RUN_URL}5`, since: '2026-03-10T11:50:00Z' };
  const going = { status: 'in_progress', conclusion: undefined, createdAt: new Date('2026-03-10T11:45:00Z') };

  /** An issue is there, and must stay as it is. */
  beforeEach(async () => {
    await look(CHANGED_BY_HAND);
  });

  test.each([
    ['changed', NOT_APPLIED],
    ['clean', CLEAN],
  ])('by an apply that holds the lease (%s)', async (_what, plan) => {
    runs.add('apply.yml', run(5, going));
    holder = APPLY;
    expect(await look(plan)).toMatchObject({
      outcome: 'not-judged',
      reason: `apply has held the lease since 2026-03-10 11:50 UTC (${RUN_URL}5)`,
    });
    expect(issues.done).toEqual([`opened ${MARKER}`]);
  });

  test('by an apply that began while the plan was made', async () => {
    const terraform = new WatchedTerraform(CLEAN);
    terraform.meanwhile = () => {
      holder = APPLY;
    };
    expect(await look(terraform)).toMatchObject({ outcome: 'not-judged' });
    expect(issues.done).toEqual([`opened ${MARKER}`]);
  });

  test('by a merge whose apply waits for its approval, for a day', async () => {
    runs.add('apply.yml', run(5, { ...going, status: 'waiting' }));
    expect(await look(CLEAN)).toMatchObject({ reason: `a run of apply.yml is waiting (${RUN_URL}5)` });
    runs.byWorkflow.clear();
    runs.add('apply.yml', run(5, { ...going, status: 'waiting', createdAt: new Date('2026-03-09T11:00:00Z') }));
    expect(await look(CLEAN)).toMatchObject({ outcome: 'clean' });
  });

  test('but by an apply of another environment it is', async () => {
    runs.add('apply.yml', run(5, going), [
      {
        name: 'apply staging',
        status: 'in_progress',
        conclusion: undefined,
        startedAt: going.createdAt,
        completedAt: undefined,
      },
    ]);
    expect(await look(CLEAN)).toMatchObject({ outcome: 'clean' });
  });

  test('but with a lease that a killed run left behind it is', async () => {
    runs.add('apply.yml', run(5));
    holder = APPLY;
    expect(await look(CLEAN)).toMatchObject({ outcome: 'clean' });
  });

  test('while the writer moves', async () => {
    roles = { ...roles, move: { status: 'switching-over' } };
    expect(await look(CLEAN)).toMatchObject({ outcome: 'not-judged', reason: 'the writer is moving' });
    expect(issues.done).toEqual([`opened ${MARKER}`]);
  });
});

describe('an error is not drift: it is thrown, and the issue stays as it is', () => {
  beforeEach(async () => {
    await look(CHANGED_BY_HAND);
    issues.done.length = 0;
  });

  test.each(['init', 'plan'])('of terraform %s', async (command) => {
    const terraform = new WatchedTerraform(CLEAN);
    terraform.failure = { command, error: new TerraformError(command, 1, 'no valid credential sources') };
    await expect(look(terraform)).rejects.toThrow('no valid credential sources');
    expect(issues.done).toEqual([]);
  });

  test('of a plan that cannot be read', async () => {
    await expect(look('{"format_version": "9.0"}')).rejects.toThrow(/format/);
    expect(issues.done).toEqual([]);
  });

  test('of AWS', async () => {
    isSilent = true;
    await expect(look(CLEAN)).rejects.toThrow(DriftError);
    expect(issues.done).toEqual([]);
  });

  test('of GitHub', async () => {
    runs.failure = new Error('GitHub answered 503');
    await expect(look(CLEAN)).rejects.toThrow('GitHub answered 503');
    runs.failure = undefined;
    issues.failure = new Error('GitHub answered 502');
    await expect(look(CLEAN)).rejects.toThrow('GitHub answered 502');
    expect(issues.done).toEqual([]);
  });
});
