import { describe, expect, test } from '@jest/globals';
import { decideDestroy, type DestroyPolicy } from '../../src/destroy/precheck';
import type { GlobalMember, GlobalStatus } from '../../src/ports/global-database';

const POLICY: DestroyPolicy = {
  environment: 'production',
  homeRegion: 'us-east-1',
  homeCluster: 'aurora-us-east-1-prod',
  switchBack: true,
};

function member(region: string, isWriter: boolean, change: Partial<GlobalMember> = {}): GlobalMember {
  return {
    region,
    clusterArn: `arn:aws:rds:${region}:123456789012:cluster:aurora-${region}-prod`,
    clusterId: `aurora-${region}-prod`,
    isWriter,
    status: 'available',
    endpoint: `writer.${region}`,
    readerEndpoint: `reader.${region}`,
    port: 5432,
    engineVersion: '15.10',
    instances: [
      { id: `i-${region}`, status: 'available', isWriter, instanceClass: 'db.r6g.large', availabilityZone: '' },
    ],
    ...change,
  };
}

const HOME = member('us-east-1', true);
const HOME_REPLICA = member('us-east-1', false);
const AWAY = member('us-west-2', true);
const AWAY_REPLICA = member('us-west-2', false);

function status(members: readonly GlobalMember[], change: Partial<GlobalStatus> = {}): GlobalStatus {
  return {
    globalClusterId: 'aurora-global-prod',
    status: 'available',
    endpoint: 'global.example',
    failoverState: undefined,
    members,
    ...change,
  };
}

describe('goes on', () => {
  test.each<[string, GlobalStatus | undefined, string]>([
    ['without a global database', undefined, 'There is no global database with members.'],
    ['with an empty one', status([]), 'Global cluster aurora-global-prod has no members.'],
    ['with the writer at home', status([HOME, AWAY_REPLICA]), 'The writer was in its home region us-east-1.'],
    ['when the other cluster has gone already', status([HOME]), 'The writer was in its home region us-east-1.'],
    [
      'when the other cluster is being deleted',
      status([HOME, member('us-west-2', false, { status: 'deleting' })]),
      'The writer was in its home region us-east-1.',
    ],
  ])('%s', (_when, given, reason) => {
    expect(decideDestroy(given, POLICY)).toEqual({ kind: 'go-on', reason });
  });
});

describe('with the writer away', () => {
  test('switches back', () => {
    expect(decideDestroy(status([HOME_REPLICA, AWAY]), POLICY)).toMatchObject({
      kind: 'switch-back',
      writer: { region: 'us-west-2' },
      home: { region: 'us-east-1' },
    });
  });

  test('switches back home, and to no third region', () => {
    const decision = decideDestroy(status([member('eu-west-1', false), HOME_REPLICA, AWAY]), POLICY);
    expect(decision).toMatchObject({ kind: 'switch-back', status: { members: [AWAY, HOME_REPLICA] } });
  });
});

describe('refuses', () => {
  const LOOK = 'aws rds describe-global-clusters --global-cluster-identifier aurora-global-prod --region';

  test.each<[string, GlobalStatus, Partial<DestroyPolicy>, readonly string[]]>([
    [
      'a move in progress',
      status([HOME, AWAY_REPLICA], {
        status: 'switching-over',
        failoverState: { status: 'switching-over', from: 'a', to: 'b' },
      }),
      {},
      ['in the middle of a move (switching-over from a to b)', `${LOOK} us-east-1`],
    ],
    [
      'a status that is not available',
      status([HOME, AWAY_REPLICA], { status: 'modifying' }),
      {},
      ['the status of global cluster aurora-global-prod is modifying', `${LOOK} us-east-1`],
    ],
    [
      'no writer at all',
      status([HOME_REPLICA, AWAY_REPLICA]),
      {},
      ['the writer has to be in its home region us-east-1, but global cluster aurora-global-prod reports 0 writers'],
    ],
    [
      'the writer away, when it must not be moved',
      status([HOME_REPLICA, AWAY]),
      { switchBack: false },
      [
        'aws rds switchover-global-cluster --global-cluster-identifier aurora-global-prod --target-db-cluster-identifier ' +
          'arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-prod --region us-west-2',
        'gh workflow run drill.yml -f environment=production -f kind=switchover -f fail-back=false',
        'set input "switch-back" to true',
      ],
    ],
    [
      'a home region that is not rebuilt yet',
      status([member('us-east-1', false, { status: 'resyncing' }), AWAY]),
      {},
      ['aurora-us-east-1-prod (us-east-1): its status is resyncing', 'run this again'],
    ],
    [
      'the same, and gives no command that could not work',
      status([member('us-east-1', false, { instances: [] }), AWAY]),
      { switchBack: false },
      ['aurora-us-east-1-prod (us-east-1): it has no available instance'],
    ],
    [
      'a home region that does not answer',
      status([member('us-east-1', false, { status: 'unknown' }), AWAY]),
      {},
      [
        'cannot be read, while the writer is in us-west-2',
        'aws rds describe-db-clusters --db-cluster-identifier aurora-us-east-1-prod --region us-east-1',
      ],
    ],
    [
      'a home region that was lost with the writer in it',
      status([member('us-east-1', true, { status: 'unknown' }), AWAY_REPLICA]),
      {},
      ['cluster aurora-us-east-1-prod in the home region us-east-1 cannot be read; its region is lost'],
    ],
    [
      'a home region that was never rebuilt',
      status([AWAY]),
      {},
      [
        'cluster aurora-us-east-1-prod in us-east-1 is not a member of global cluster aurora-global-prod',
        `${LOOK} us-west-2`,
        'aws rds remove-from-global-cluster --global-cluster-identifier aurora-global-prod --db-cluster-identifier ' +
          'arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod --region us-west-2',
      ],
    ],
  ])('%s', (_what, given, policy, parts) => {
    const decision = decideDestroy(given, { ...POLICY, ...policy });
    expect(decision.kind).toBe('refuse');
    for (const part of parts) expect(decision).toMatchObject({ sentence: expect.stringContaining(part) });
  });

  test('and does not tell to switch over to a cluster that cannot be promoted', () => {
    const decision = decideDestroy(status([member('us-east-1', false, { instances: [] }), AWAY]), {
      ...POLICY,
      switchBack: false,
    });
    expect(decision).not.toMatchObject({ sentence: expect.stringContaining('switchover-global-cluster') });
  });
});
