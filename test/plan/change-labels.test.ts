import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { labelChange, labelDrift, labelling } from '../../src/plan/change-labels';
import type { LiveWriter } from '../../src/plan/environment-plan';
import { parsePlanJson, type ResourceChange } from '../../src/plan/plan-json';

const EAST = 'us-east-1';
const AT_HOME: LiveWriter = { state: 'known', region: EAST };
const AWAY: LiveWriter = { state: 'known', region: 'us-west-2' };
const MOVING: LiveWriter = { state: 'moving', from: EAST, to: 'us-west-2' };
const UNKNOWN: LiveWriter = { state: 'unknown', reason: 'no region answers' };
const NONE: LiveWriter = { state: 'none' };
const WEST_ARN = 'arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod';

function change(given: Partial<ResourceChange>): ResourceChange {
  return {
    address: 'aws_rds_cluster.this',
    previousAddress: undefined,
    mode: 'managed',
    type: 'aws_rds_cluster',
    reason: undefined,
    deposed: undefined,
    action: 'update',
    actions: ['update'],
    before: {},
    after: {},
    afterUnknown: {},
    beforeSensitive: {},
    afterSensitive: {},
    replacePaths: [],
    isImport: false,
    importId: undefined,
    ...given,
  };
}

const label = (planned: ResourceChange, drift: readonly ResourceChange[] = [], writer: LiveWriter = AT_HOME) =>
  labelChange(planned, drift, writer, EAST);

describe('what was changed outside Terraform', () => {
  const drift = change({
    before: { backup_retention_period: 14, port: 5432 },
    after: { backup_retention_period: 7, port: 5432 },
  });

  test('and is put back is drift', () => {
    const back = change({
      before: { backup_retention_period: 7, port: 5432 },
      after: { backup_retention_period: 14, port: 5432 },
    });
    expect(label(back, [drift])).toBe('drift');
    expect(label(back, [drift], AWAY)).toBe('drift');
  });

  test.each<[string, Partial<ResourceChange>, readonly ResourceChange[]]>([
    ['nothing of it drifted', { before: { backup_retention_period: 7 }, after: { backup_retention_period: 14 } }, []],
    [
      'another resource drifted',
      { before: { backup_retention_period: 7 }, after: { backup_retention_period: 14 } },
      [{ ...drift, address: 'aws_rds_cluster.other' }],
    ],
    [
      'only what was left behind by a replacement drifted',
      { before: { backup_retention_period: 7 }, after: { backup_retention_period: 14 } },
      [{ ...drift, deposed: '8a1b2c3d' }],
    ],
    [
      'it gets another value than it had',
      { before: { backup_retention_period: 7 }, after: { backup_retention_period: 21 } },
      [drift],
    ],
    [
      'something else changes beside it',
      { before: { backup_retention_period: 7, port: 5432 }, after: { backup_retention_period: 14, port: 5433 } },
      [drift],
    ],
    [
      'something else is only known after the apply',
      {
        before: { backup_retention_period: 7, arn: 'a' },
        after: { backup_retention_period: 14 },
        afterUnknown: { arn: true },
      },
      [drift],
    ],
    [
      'a part of it is only known after the apply',
      {
        before: { backup_retention_period: 7, tags: { a: '1' } },
        after: { backup_retention_period: 14, tags: {} },
        afterUnknown: { tags: { a: true } },
      },
      [drift],
    ],
  ])('is a real change when %s', (_case, planned, drifts) => {
    expect(label(change(planned), drifts)).toBe('real');
  });

  test('and forces a replacement is drift, whatever becomes unknown by it', () => {
    const moved = change({ before: { availability_zone: 'a' }, after: { availability_zone: 'b' } });
    const replacement = change({
      action: 'replace',
      before: { availability_zone: 'b', id: '1' },
      after: { availability_zone: 'a' },
      afterUnknown: { id: true },
      replacePaths: [['availability_zone']],
    });
    expect(label(replacement, [moved])).toBe('drift');
    expect(label({ ...replacement, replacePaths: [['subnet']] }, [moved])).toBe('real');
  });

  test('and deleted is made again as it was, or differently', () => {
    const gone = change({ action: 'delete', before: { port: 5432, name: '', id: '1' }, after: null });
    const again = change({
      action: 'create',
      before: null,
      after: { port: 5432, name: null },
      afterUnknown: { id: true },
    });
    expect(label(again, [gone])).toBe('drift');
    expect(label({ ...again, after: { port: 5433, name: null } }, [gone])).toBe('real');
    expect(label(again, [])).toBe('real');
  });

  test('and is removed for good is a real change', () => {
    expect(label(change({ action: 'delete', before: { backup_retention_period: 7 }, after: null }), [drift])).toBe(
      'real',
    );
    expect(label(change({ action: 'forget', before: { backup_retention_period: 7 }, after: null }), [drift])).toBe(
      'real',
    );
  });
});

describe('while the writer is away from home', () => {
  const detach = change({
    before: { replication_source_identifier: WEST_ARN },
    after: { replication_source_identifier: null },
  });

  test.each<[string, string, unknown, unknown]>([
    ['aws_rds_cluster', 'replication_source_identifier', WEST_ARN, null],
    ['aws_rds_cluster', 'global_cluster_identifier', '', 'aurora-global-prod'],
    ['aws_rds_cluster', 'cluster_members', ['i-1'], ['i-1', 'i-2']],
    ['aws_rds_cluster', 'endpoint', 'a', 'b'],
    ['aws_rds_cluster', 'reader_endpoint', 'a', 'b'],
    ['aws_rds_global_cluster', 'global_cluster_members', [{ is_writer: false }], [{ is_writer: true }]],
    ['aws_rds_global_cluster', 'source_db_cluster_identifier', WEST_ARN, 'other'],
    ['aws_rds_cluster_instance', 'writer', true, false],
  ])('%s.%s: setting it back is a role change, its difference from the state is expected', (type, name, now, back) => {
    const undo = change({ type, before: { [name]: now }, after: { [name]: back } });
    const drift = change({ type, before: { [name]: back }, after: { [name]: now } });
    for (const writer of [AWAY, MOVING]) {
      expect(label(undo, [], writer)).toBe('role change');
      expect(label(undo, [drift], writer)).toBe('role change');
      expect(labelDrift(drift, writer, EAST)).toBe('expected after failover');
    }
    for (const writer of [AT_HOME, UNKNOWN, NONE]) {
      expect(label(undo, [], writer)).toBe('real');
      expect(label(undo, [drift], writer)).toBe('drift');
      expect(labelDrift(drift, writer, EAST)).toBe('drift');
    }
  });

  test('a role change is not hidden by what else a change holds', () => {
    const both = change({
      before: { replication_source_identifier: WEST_ARN, port: 5432 },
      after: { replication_source_identifier: null, port: 5433 },
    });
    expect(label(both, [], AWAY)).toBe('role change');
    expect(label({ ...detach, action: 'replace' }, [], AWAY)).toBe('role change');
  });

  test('an attribute of a role that is only known after the apply undoes nothing', () => {
    const update = change({
      before: { endpoint: 'a', port: 5432 },
      after: { port: 5433 },
      afterUnknown: { endpoint: true },
    });
    expect(label(update, [], AWAY)).toBe('real');
  });

  test('the same name in another type is not a role', () => {
    const other = change({ type: 'aws_sns_topic_subscription', before: { endpoint: 'a' }, after: { endpoint: 'b' } });
    expect(label(other, [], AWAY)).toBe('real');
    expect(labelDrift(other, AWAY, EAST)).toBe('drift');
  });

  test('what else differs beside the roles is not expected, nor is a version that has changed, nor what is gone', () => {
    const drift = change({
      before: { writer: false, port: 5432, tags: null },
      after: { writer: true, port: 5433, tags: {} },
      type: 'aws_rds_cluster_instance',
    });
    expect(labelDrift(drift, AWAY, EAST)).toBe('drift');
    // An empty map in the place of nothing is how a refresh writes it.
    expect(labelDrift({ ...drift, after: { writer: true, port: 5432, tags: {} } }, AWAY, EAST)).toBe(
      'expected after failover',
    );
    // The first apply wrote these before what fills them was there.
    const filled = change({
      before: { replication_source_identifier: '', iam_roles: [], cluster_members: [] },
      after: { replication_source_identifier: WEST_ARN, iam_roles: ['r'], cluster_members: ['i'] },
    });
    expect(labelDrift(filled, AWAY, EAST)).toBe('expected after failover');
    expect(labelDrift(change({ before: { iam_roles: [] }, after: { iam_roles: ['r'] } }), AWAY, EAST)).toBe('drift');
    const version = change({ before: { engine_version: '15.10' }, after: { engine_version: '15.12' } });
    expect(labelDrift(version, AWAY, EAST)).toBe('drift');
    expect(labelDrift({ ...detach, action: 'delete' }, AWAY, EAST)).toBe('drift');
  });
});

test('the drift that real Terraform finds: put back, made again, and left alone', () => {
  const plan = parsePlanJson(readFileSync('test/fixtures/plans/drift/plan.json', 'utf8'));
  const labels = labelling(AT_HOME, EAST)(plan);
  expect(plan.resourceChanges.map((each) => [each.address, each.action, labels.labelOf(each)])).toEqual([
    ['aws_cloudwatch_log_group.gone', 'create', 'drift'],
    ['aws_cloudwatch_log_group.ignored', 'no-op', 'real'],
    ['aws_cloudwatch_log_group.put_back', 'update', 'drift'],
  ]);
  expect(plan.resourceDrift.map((each) => labels.driftLabelOf(each))).toEqual(['drift', 'drift', 'drift']);
});

test.each(['update', 'replace', 'create', 'mixed'])(
  'what real Terraform plans for a configuration that changed is real: %s',
  (name) => {
    const plan = parsePlanJson(readFileSync(`test/fixtures/plans/${name}/plan.json`, 'utf8'));
    for (const writer of [AT_HOME, AWAY]) {
      const labels = labelling(writer, EAST)(plan);
      const doing = plan.resourceChanges.filter(({ mode }) => mode === 'managed');
      expect(doing.length).toBeGreaterThan(0);
      expect(new Set(doing.map((each) => labels.labelOf(each)))).toEqual(new Set(['real']));
    }
  },
);
