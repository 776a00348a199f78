import { expect, test } from '@jest/globals';
import { chooseTarget, currentWriter } from '../../src/failover/target';
import type { GlobalMember, GlobalStatus } from '../../src/ports/global-database';

function member(region: string, overrides: Partial<GlobalMember> = {}): GlobalMember {
  return {
    region,
    clusterArn: `arn:aws:rds:${region}:123456789012:cluster:c-${region}`,
    clusterId: `c-${region}`,
    isWriter: region === 'us-east-1',
    status: 'available',
    endpoint: `c-${region}.example`,
    readerEndpoint: `c-ro-${region}.example`,
    port: 5432,
    engineVersion: '15.10',
    instances: [
      { id: `i-${region}`, status: 'available', isWriter: true, instanceClass: 'db.r6g.large', availabilityZone: 'a' },
    ],
    ...overrides,
  };
}

function status(
  east: Partial<GlobalMember> = {},
  west: Partial<GlobalMember> = {},
  overrides: Partial<GlobalStatus> = {},
): GlobalStatus {
  return {
    globalClusterId: 'g',
    status: 'available',
    endpoint: 'g.example',
    failoverState: undefined,
    members: [member('us-east-1', east), member('us-west-2', west)],
    ...overrides,
  };
}

test('the healthy member of the other region is the target, in either orientation', () => {
  expect(chooseTarget(status()).region).toBe('us-west-2');
  expect(chooseTarget(status({ isWriter: false }, { isWriter: true })).region).toBe('us-east-1');
});

test('a writer whose region does not answer is no obstacle', () => {
  expect(chooseTarget(status({ status: 'unknown', engineVersion: '', instances: [] })).region).toBe('us-west-2');
});

test.each<[string, Partial<GlobalMember>, RegExp]>([
  ['without an instance', { instances: [] }, /has no available instance/],
  ['that is not available', { status: 'upgrading' }, /its status is upgrading/],
  ['with another engine version', { engineVersion: '15.8' }, /engine version is 15.8, the writer's is 15.10/],
])('a target %s is refused with the reason', (_name, west, message) => {
  expect(() => chooseTarget(status({}, west))).toThrow(message);
});

test('nothing is chosen while a move is under way', () => {
  expect(() => chooseTarget(status({}, {}, { failoverState: { status: 'failing-over' } }))).toThrow(/already moving/);
});

test('nothing is chosen without a second cluster', () => {
  expect(() => chooseTarget(status({}, {}, { members: [member('us-east-1')] }))).toThrow(
    /no cluster outside us-east-1/,
  );
});

test.each([
  ['no', { isWriter: false }, { isWriter: false }],
  ['two', { isWriter: true }, { isWriter: true }],
])('%s writers are an error that says how to look', (_count, east, west) => {
  expect(() => currentWriter(status(east, west))).toThrow(
    /expected exactly one; look at "aws rds describe-global-clusters/,
  );
});
