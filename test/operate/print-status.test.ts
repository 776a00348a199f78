import { expect, test } from '@jest/globals';
import { printStatus } from '../../src/operate/print-status';
import { readStatus, type StatusPorts } from '../../src/operate/status';
import { FIRST_RECORD } from '../../src/ports/failover-record';
import { MemoryObjectStore } from '../fakes/memory-object-store';
import { VirtualClock } from '../fakes/virtual-clock';

const ARN = 'arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-prod';
const never = () => new Promise<never>(() => undefined);

/** All is well, but for what a test says. */
async function screen(changes: (clock: VirtualClock) => Partial<StatusPorts>): Promise<readonly string[]> {
  const clock = new VirtualClock();
  const member = (region: string, isWriter: boolean) => ({
    region,
    clusterArn: `arn:aws:rds:${region}:123456789012:cluster:aurora-${region}-prod`,
    clusterId: `aurora-${region}-prod`,
    isWriter,
    status: 'available',
    endpoint: 'e',
    readerEndpoint: 'r',
    port: 5432,
    engineVersion: '15.10',
    instances: [{ id: 'i', status: 'available', isWriter, instanceClass: 'db.r6g.large', availabilityZone: 'a' }],
  });
  const records = new MemoryObjectStore(clock);
  records.objects.set(
    'drills/production/switchover.json',
    JSON.stringify({ kind: 'switchover', verdict: 'passed', finishedAt: '2025-12-31T06:00:00.000Z' }),
  );
  const ports: StatusPorts = {
    regions: ['us-east-1', 'us-west-2'],
    globalDatabase: {
      describe: () =>
        Promise.resolve({
          globalClusterId: 'aurora-global-prod',
          status: 'available',
          endpoint: 'global.example',
          failoverState: undefined,
          members: [member('us-east-1', true), member('us-west-2', false)],
        }),
    },
    controllers: {
      of: (region) =>
        Promise.resolve(
          region === 'us-east-1'
            ? FIRST_RECORD
            : { ...FIRST_RECORD, armed: { writerArn: ARN, lagMs: 420, at: '2026-01-01T00:00:00.000Z' } },
        ),
    },
    lease: { holder: () => Promise.resolve(undefined) },
    records,
    drillState: { read: () => Promise.resolve({ kind: 'none' }) },
    freezeIn: () => ({ reason: () => Promise.resolve(undefined) }),
    lagMs: () => Promise.resolve(380),
    alarms: () => Promise.resolve([]),
    clock,
    ...changes(clock),
  };
  const work = (async () => {
    const status = await readStatus('production', ports);
    return printStatus({ name: 'production', account: '123456789012' }, 'arn:me', status, clock.now());
  })();
  return (await clock.run(work)).split('\n');
}

test('one screen, and nothing to look at while all is well', async () => {
  const [head, ...lines] = await screen(() => ({}));
  expect(head).toMatch(/^production, account 123456789012, looked at 2026-01-01T00:00:01\.\d{3}Z by arn:me$/);
  expect(lines).toEqual([
    '  writer       us-east-1, no move under way, global database available, writes through global.example',
    '  us-east-1    writes; aurora-us-east-1-prod is available, 1 of 1 instances available, version 15.10',
    '    controller stands down, because its region writes',
    '    rotation   free',
    '    alarms     none',
    '  us-west-2    follows, 0.4 s behind; aurora-us-west-2-prod is available, 1 of 1 instances available, version 15.10',
    '    controller armed at 2026-01-01T00:00:00.000Z, 0.4 s behind aurora-us-east-1-prod',
    '    rotation   free',
    '    alarms     none',
    '  lease        free',
    '  last drill   no drill has been recorded yet',
    '  drill        switchover passed, 18 h ago',
  ]);
});

test('a region that swallows everything is said after seconds, and hides nothing of the other', async () => {
  const lines = await screen(() => ({
    alarms: (region) => (region === 'us-east-1' ? never() : Promise.resolve(['alarm-nobody-writes-prod'])),
    freezeIn: (region) => ({
      reason: () => (region === 'us-east-1' ? never() : Promise.resolve('us-west-2 is being promoted')),
    }),
    lease: { holder: never },
  }));
  expect(lines.filter((line) => line.startsWith('!'))).toEqual([
    '!   rotation   DOES NOT ANSWER: no answer within 8000 ms',
    '!   alarms     DOES NOT ANSWER: no answer within 8000 ms',
    '!   rotation   frozen: us-west-2 is being promoted',
    '!   alarms     alarm-nobody-writes-prod',
    '! lease        DOES NOT ANSWER: no answer within 8000 ms',
  ]);
  expect(lines[0]).toMatch(/00:00:09\.\d{3}Z/);
});

test('an open episode says why nothing is promoted; a drill that waits for a person says where to begin', async () => {
  const lines = await screen(() => ({
    controllers: {
      of: () =>
        Promise.resolve({
          ...FIRST_RECORD,
          episode: {
            id: 'e',
            lostRegion: 'us-east-1',
            targetRegion: 'us-west-2',
            stage: 'declared',
            outcome: undefined,
            reasons: [],
            armedAgeMs: 0,
            downForMs: 0,
            refusals: ['the mode is manual: a human decides'],
            attempts: 0,
            told: [],
            steps: [{ stage: 'declared', at: '2026-01-01T00:00:00.500Z' }],
          },
        }),
    },
    drillState: { read: () => Promise.resolve({ kind: 'unreadable', why: 'it is not JSON', text: undefined }) },
  }));
  expect(lines).toContain(
    '!   controller not armed; EPISODE: us-east-1 is lost, stage declared since 2026-01-01T00:00:00.500Z; NOT PROMOTED: the mode is manual: a human decides',
  );
  expect(lines).toContain('! last drill   it is not JSON. Begin with docs/recovery.md#a-record-that-cannot-be-read');
});
