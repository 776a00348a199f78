import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DRILL_KINDS, type DrillKind } from '../../../src/drill/kinds';
import { GUARDS, refusalOf, type GuardName, type GuardResult } from '../../../src/drill/preflight/guard';
import { guardsOf } from '../../../src/drill/preflight/guards-of-kinds';
import type { PreflightPorts } from '../../../src/drill/preflight/ports';
import type { PreflightRequest } from '../../../src/drill/preflight/request';
import { runPreflight } from '../../../src/drill/preflight/run-preflight';
import { FIRST_RECORD } from '../../../src/ports/failover-record';
import { EAST, PreflightWorld, WEST } from './preflight-world';

interface Changes {
  readonly request?: Partial<PreflightRequest>;
  readonly ports?: (world: PreflightWorld) => Partial<PreflightPorts>;
  readonly kind?: DrillKind;
}

async function preflight(
  arrange: (world: PreflightWorld) => void = () => undefined,
  { request, ports, kind = 'switchover' }: Changes = {},
): Promise<readonly GuardResult[]> {
  const world = new PreflightWorld();
  arrange(world);
  return world.clock.run(runPreflight(kind, world.request(request), world.ports(ports?.(world))));
}

function resultOf(results: readonly GuardResult[], guard: GuardName): GuardResult | undefined {
  return results.find((result) => result.guard === guard);
}

const stopped = (results: readonly GuardResult[]) =>
  results.filter(({ outcome }) => outcome !== 'passed').map(({ guard, outcome }) => `${guard} ${outcome}`);

test('when all is well, every guard passes, with its value and what it was held against', async () => {
  expect(await preflight()).toEqual([
    {
      guard: 'lease',
      outcome: 'passed',
      value: 'https://github.com/acme/database/actions/runs/7',
      limit: 'held by this drill',
    },
    {
      guard: 'window',
      outcome: 'passed',
      value: 'thu 2026-01-01T00:00Z, inside the window',
      limit: 'inside thu:00:00-thu:04:00 UTC, outside 0 freezes',
    },
    { guard: 'global-status', outcome: 'passed', value: 'available', limit: 'available' },
    {
      guard: 'move-in-progress',
      outcome: 'passed',
      value: 'none, by Aurora and the controllers of us-east-1 and us-west-2',
      limit: 'none, by Aurora and by the controllers',
    },
    {
      guard: 'instances',
      outcome: 'passed',
      value: '3 in us-east-1, 3 in us-west-2, all available',
      limit: 'all available: 3 in us-east-1, 3 in us-west-2',
    },
    {
      guard: 'engine-parity',
      outcome: 'passed',
      value: '15.10 everywhere, no maintenance',
      limit: 'one version, nothing that waits to be changed, no maintenance that is due',
    },
    {
      guard: 'target-capacity',
      outcome: 'passed',
      value: '3 × db.r6g.large in 3 zones of us-west-2, the writer is a db.r6g.large',
      limit: "an available instance of at least the writer's class, instances in 3 availability zones",
    },
    {
      guard: 'parameter-parity',
      outcome: 'passed',
      value: '2 parameters set, the same in us-east-1 and us-west-2, all in effect',
      limit: 'the same in both regions, and in effect',
    },
    {
      guard: 'replication-lag',
      outcome: 'passed',
      value: 'us-west-2: 0.1 s, 0.1 s, 0.1 s, 0.1 s, 0.1 s',
      limit: 'five fresh samples, each below 5 s',
    },
    {
      guard: 'rotation',
      outcome: 'passed',
      value: 'none under way in 4 secrets, none frozen',
      limit: 'no secret is being rotated, and rotation is not frozen',
    },
    {
      guard: 'alarms',
      outcome: 'passed',
      value: 'none; alarm-state-writes-us-east-1-test only says who writes',
      limit: 'none fires',
    },
    {
      guard: 'plan',
      outcome: 'passed',
      value: 'nothing to change, 20 min old (0123456789ab)',
      limit: 'nothing to change, at most 60 min old',
    },
    { guard: 'last-drill', outcome: 'passed', value: 'ended: switchover of Sunday', limit: 'came to its end' },
    {
      guard: 'probe',
      outcome: 'passed',
      value: '16 of 16 writes acknowledged in 3.0 s; logged in at the readers of us-east-1 and us-west-2',
      limit: 'at least 10 writes, all acknowledged by the instance that AWS calls the writer',
    },
  ]);
});

const episode = {
  id: 'e',
  lostRegion: EAST,
  targetRegion: WEST,
  stage: 'declared',
  outcome: undefined,
  reasons: [],
  armedAgeMs: 0,
  downForMs: 0,
  refusals: [],
  attempts: 0,
  told: [],
  steps: [],
} as const;
const map = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries));
const rotating = new Map([
  ['v1', ['AWSCURRENT']],
  ['v2', ['AWSPENDING']],
]);
const instancesOf = (world: PreflightWorld, region: string) =>
  world.status.members.find((member) => member.region === region)?.instances ?? [];

describe('a guard refuses', () => {
  test.each<[GuardName, string, (world: PreflightWorld) => void, string, Changes?]>([
    ['lease', 'that was not had', () => undefined, 'not held', { request: { lease: undefined } }],
    [
      'lease',
      'that was lost',
      () => undefined,
      'lost since: run 7',
      { request: { lease: { holder: 'run 7', isHeld: () => false } } },
    ],
    [
      'window',
      'that is over',
      () => undefined,
      'thu 2026-01-01T00:00Z, outside the window',
      { request: { window: { text: 'wed:20:00-thu:00:00', startMinute: 2 * 1440 + 1200, lengthMinutes: 240 } } },
    ],
    [
      'global-status',
      'that is not available',
      (world) => (world.status = { ...world.status, status: 'upgrading' }),
      'upgrading',
    ],
    [
      'move-in-progress',
      'of Aurora',
      (world) => (world.status = { ...world.status, failoverState: { status: 'switching-over' } }),
      'Aurora: switching-over',
    ],
    [
      'move-in-progress',
      'of a controller',
      (world) => (world.records = { [WEST]: { ...FIRST_RECORD, episode } }),
      'the controller of us-west-2 has declared us-east-1 down (stage declared)',
    ],
    [
      'instances',
      'when a cluster is not available',
      (world) => {
        world.member(EAST, { status: 'modifying' });
      },
      'aurora-us-east-1-test is modifying',
    ],
    [
      'instances',
      'when one is missing and another one restarts',
      (world) => {
        const [first, second] = instancesOf(world, WEST);
        if (first === undefined || second === undefined) throw new Error('no instances');
        world.member(WEST, { instances: [first, { ...second, status: 'rebooting' }] });
      },
      'aurora-us-west-2-3-test is missing; aurora-us-west-2-2-test is rebooting',
    ],
    [
      'instances',
      'when a region has no cluster',
      (world) => (world.status = { ...world.status, members: world.status.members.slice(0, 1) }),
      'no cluster in us-west-2',
    ],
    [
      'engine-parity',
      'of two versions',
      (world) => (world.upkeeps[WEST] = { clusterVersion: '15.12', instances: [{ id: 'i', version: '15.12' }] }),
      '15.10 in us-east-1, 15.12 in us-west-2',
    ],
    [
      'engine-parity',
      'of an instance that was not upgraded with its cluster',
      (world) => (world.upkeeps[WEST] = { instances: [{ id: 'i', version: '15.8' }] }),
      '15.10 in us-east-1 and us-west-2, 15.8 in us-west-2',
    ],
    [
      'engine-parity',
      'of something that waits',
      (world) => (world.upkeeps[EAST] = { waiting: ['aurora-us-east-1-2-test: DBInstanceClass'] }),
      'aurora-us-east-1-2-test: DBInstanceClass waits to be changed',
    ],
    [
      'engine-parity',
      'of maintenance that will be forced during the drill',
      (world) =>
        (world.upkeeps[EAST] = {
          maintenance: [
            { resource: 'aurora-us-east-1-test', action: 'system-update', at: new Date('2026-01-01T04:00:01Z') },
          ],
        }),
      'system-update of aurora-us-east-1-test is due at 2026-01-01T04:00:01.000Z',
    ],
    [
      'target-capacity',
      'of a headless target',
      (world) => {
        world.member(WEST, { instances: [] });
      },
      'aurora-us-west-2-test has no available instance: it would be promoted headless',
    ],
    [
      'target-capacity',
      'of smaller machines',
      (world) => {
        world.member(EAST, {
          instances: instancesOf(world, EAST).map((each) => ({ ...each, instanceClass: 'db.r6g.12xlarge' })),
        });
      },
      'db.r6g.large is smaller than db.r6g.12xlarge',
    ],
    [
      'target-capacity',
      'of machines in one zone',
      (world) => {
        world.member(WEST, {
          instances: instancesOf(world, WEST).map((each) => ({ ...each, availabilityZone: 'us-west-2a' })),
        });
      },
      'us-west-2: instances in 1 availability zones',
    ],
    [
      'parameter-parity',
      'of a value that differs, of one that is set in one region only, and of one not in effect',
      (world) =>
        (world.parameters[WEST] = {
          cluster: map({ 'rds.force_ssl': '0', max_connections: '500' }),
          notInSync: ['aurora-us-west-2-2-test: parameters pending-reboot'],
        }),
      'aurora-us-west-2-2-test: parameters pending-reboot; max_connections is the default in us-east-1 and 500 in us-west-2; ' +
        'rds.force_ssl is 1 in us-east-1 and 0 in us-west-2',
    ],
    [
      'parameter-parity',
      'of instances that differ',
      (world) => (world.parameters[EAST] = { instances: [{ id: 'i-1', parameters: map({ work_mem: '4096' }) }] }),
      'work_mem is 4096 in i-1 and 8192 in aurora-us-west-2-test-1',
    ],
    [
      'replication-lag',
      'of one sample that reaches the limit',
      (world) => (world.lags = [100, 100, 5_000, 100]),
      'us-west-2: 0.1 s, 0.1 s, 5.0 s, 0.1 s, 0.1 s',
    ],
    [
      'replication-lag',
      'above the hard limit, whatever the environment allows',
      (world) => (world.lags = [60_000]),
      'us-west-2: 60.0 s, 60.0 s, 60.0 s, 60.0 s, 60.0 s',
      { request: { maxLagSeconds: 600 } },
    ],
    [
      'rotation',
      'that is under way',
      (world) => (world.labels[`${WEST} secret-application-test`] = rotating),
      'secret-application-test in us-west-2 is being rotated, or its rotation is stuck',
    ],
    [
      'rotation',
      'of a secret without a value',
      (world) => (world.labels[`${EAST} secret-database-test`] = new Map()),
      'secret-database-test in us-east-1 has no current version',
    ],
    [
      'rotation',
      'that is frozen',
      (world) => (world.frozen = 'us-west-2 is being promoted'),
      'rotation is frozen in us-west-2: us-west-2 is being promoted',
    ],
    [
      'alarms',
      'that fire',
      (world) =>
        (world.firing = [
          { region: EAST, name: 'alarm-state-writes-us-east-1-test', reason: undefined },
          { region: WEST, name: 'alarm-rpo-lag-us-west-2-test', reason: 'Threshold\nCrossed' },
        ]),
      'alarm-rpo-lag-us-west-2-test in us-west-2 (Threshold Crossed)',
    ],
    [
      'plan',
      'that would change something',
      () => undefined,
      'would change something, 20 min old',
      { request: { plan: { outcome: 'changes', at: '2025-12-31T23:40:01Z' } } },
    ],
    [
      'plan',
      'that failed',
      () => undefined,
      'failed, 20 min old',
      { request: { plan: { outcome: 'failed', at: '2025-12-31T23:40:01Z' } } },
    ],
    [
      'plan',
      'that is too old',
      () => undefined,
      'nothing to change, 61 min old',
      { request: { plan: { outcome: 'no-op', at: '2025-12-31T22:59:01Z' } } },
    ],
    [
      'plan',
      'that a schedule skips',
      () => undefined,
      'skipped: no time',
      { request: { plan: { outcome: 'skipped', reason: 'no time' } } },
    ],
    [
      'plan',
      'that is skipped without a reason',
      () => undefined,
      'skipped without a reason',
      { request: { trigger: 'manual', plan: { outcome: 'skipped', reason: ' ' } } },
    ],
    [
      'last-drill',
      'that needs a human',
      (world) => (world.lastDrill = { state: 'needs-human', detail: 'the fail back\nfailed' }),
      'needs a human: the fail back failed',
    ],
    [
      'last-drill',
      'that was broken off',
      (world) => (world.lastDrill = { state: 'broken-off', detail: '' }),
      'was broken off',
    ],
    [
      'probe',
      'whose writes are not acknowledged',
      (world) => (world.writeOutcome = 'unknown'),
      '16 of 16 writes were not acknowledged, the first: connection timed out',
    ],
    [
      'probe',
      'whose writes go elsewhere than AWS says',
      (world) => (world.writerInstance = 'aurora-us-west-2-1-test'),
      'writes were taken by aurora-us-west-2-1-test, but AWS names aurora-us-east-1-1-test as the writer',
    ],
    [
      'probe',
      'that readers do not let in',
      (world) => (world.readOutcome = 'fail'),
      'a log-in at the readers of us-east-1 failed: connection refused; a log-in at the readers of us-west-2 failed: connection refused',
    ],
    [
      'probe',
      'that never came to the readers of a region',
      (world) => (world.readsIn = [EAST]),
      'nobody logged in at the readers of us-west-2',
    ],
    [
      'probe',
      'that could not fail back',
      (world) => (world.lockedOut = EAST),
      'the credentials of us-east-1 do not write: password authentication failed',
    ],
  ])('%s %s', async (guard, _why, arrange, value, changes = {}) => {
    const results = await preflight(arrange, changes);
    expect(resultOf(results, guard)).toMatchObject({ outcome: 'refused', value });
    // The others were looked at all the same.
    expect(results.map((result) => result.guard)).toEqual(GUARDS);
    expect(refusalOf(results)).toContain(`${guard}: ${value}; needed: `);
  });
});

describe('a guard passes', () => {
  test.each<[GuardName, string, (world: PreflightWorld) => void, string, Changes?]>([
    [
      'window',
      'by hand, at any time',
      () => undefined,
      'thu 2026-01-01T00:00Z, by hand, outside the window',
      { request: { trigger: 'manual', window: { text: 'sun', startMinute: 6 * 1440, lengthMinutes: 240 } } },
    ],
    [
      'move-in-progress',
      'where no controller is deployed, and after an episode that is over',
      (world) =>
        (world.records = {
          [WEST]: { ...FIRST_RECORD, episode: { ...episode, stage: 'closed', outcome: 'recovered' } },
        }),
      'none, by Aurora and the controllers of us-west-2',
    ],
    [
      'engine-parity',
      'with maintenance that comes later, or that nobody has asked for',
      (world) =>
        (world.upkeeps[EAST] = {
          maintenance: [
            { resource: 'a', action: 'system-update', at: new Date('2026-01-01T04:00:02Z') },
            { resource: 'a', action: 'os-upgrade', at: undefined },
          ],
        }),
      '15.10 everywhere, 2 maintenance actions, none during the drill',
    ],
    [
      'target-capacity',
      'when one of the instances is large enough',
      (world) => {
        const [first, ...others] = instancesOf(world, WEST);
        if (first === undefined) throw new Error('no instances');
        world.member(EAST, {
          instances: instancesOf(world, EAST).map((each) => ({ ...each, instanceClass: 'db.r5.xlarge' })),
        });
        world.member(WEST, { instances: [{ ...first, instanceClass: 'db.r6g.2xlarge' }, ...others] });
      },
      '3 × db.r6g.2xlarge, db.r6g.large in 3 zones of us-west-2, the writer is a db.r5.xlarge',
    ],
    [
      'parameter-parity',
      'with a difference that is allowed',
      (world) =>
        (world.parameters[WEST] = { cluster: map({ 'rds.force_ssl': '1', log_min_duration_statement: '500' }) }),
      '3 parameters set, the same in us-east-1 and us-west-2, all in effect; log_min_duration_statement may differ',
    ],
    [
      'rotation',
      'when both labels are on one version',
      (world) => (world.labels[`${WEST} secret-database-test`] = new Map([['v2', ['AWSCURRENT', 'AWSPENDING']]])),
      'none under way in 4 secrets, none frozen',
    ],
    ['alarms', 'with none in ALARM at all', (world) => (world.firing = []), 'none'],
    [
      'plan',
      'when a person gives a reason to skip it',
      () => undefined,
      'skipped: the plan role is being replaced',
      { request: { trigger: 'laptop', plan: { outcome: 'skipped', reason: 'the plan role is being replaced' } } },
    ],
    [
      'last-drill',
      'before the first one',
      (world) => (world.lastDrill = { state: 'none', detail: '' }),
      'there was none',
    ],
  ])('%s %s', async (guard, _why, arrange, value, changes = {}) => {
    const results = await preflight(arrange, changes);
    expect(resultOf(results, guard)).toMatchObject({ outcome: 'passed', value });
    expect(refusalOf(results)).toBeUndefined();
  });
});

describe('a guard that cannot be judged is unknown', () => {
  test.each<[GuardName, (world: PreflightWorld) => void, string, Changes?]>([
    [
      'target-capacity',
      (world) => {
        world.member(WEST, { isWriter: true });
      },
      '2 clusters say that they write',
    ],
    [
      'replication-lag',
      (world) => {
        world.lags = [100, undefined, 100];
      },
      'us-west-2: 0.1 s, no answer (connection timed out), 0.1 s, 0.1 s, 0.1 s',
    ],
    [
      'replication-lag',
      (world) => {
        world.lagTakesMs = 6_000;
      },
      'us-west-2: ' + Array(5).fill('0.1 s (asked for 6.0 s before)').join(', '),
    ],
    ['plan', () => undefined, 'no plan was made', { request: { plan: { outcome: 'not-made' } } }],
    ['plan', () => undefined, 'when the plan was made is not known', { request: { plan: { outcome: 'no-op' } } }],
    [
      'plan',
      () => undefined,
      'the plan was made at "yesterday", which is no time',
      { request: { plan: { outcome: 'no-op', at: 'yesterday' } } },
    ],
    [
      'plan',
      () => undefined,
      'the plan was made at 2026-01-01T00:10:00Z, which is still to come',
      { request: { plan: { outcome: 'no-op', at: '2026-01-01T00:10:00Z' } } },
    ],
    ['rotation', () => undefined, 'no secret was given to look at', { ports: () => ({ secrets: [] }) }],
    [
      'probe',
      (world) => {
        world.prepareFails = true;
      },
      'permission denied for schema dr',
    ],
  ])('%s (%#)', async (guard, arrange, value, changes = {}) => {
    const results = await preflight(arrange, changes);
    expect(resultOf(results, guard)).toMatchObject({ outcome: 'unknown', value });
    expect(refusalOf(results)).toContain(`${guard}: could not be looked at (${value}); needed: `);
  });
});

/** What fails when a port fails: by the port. */
const DEPENDENTS: readonly (readonly [
  string,
  (fail: () => Promise<never>, world: PreflightWorld) => Partial<PreflightPorts>,
  readonly GuardName[],
])[] = [
  [
    'the global database',
    (fail) => ({ globalDatabase: { describe: fail } }),
    [
      'global-status',
      'move-in-progress',
      'instances',
      'engine-parity',
      'target-capacity',
      'parameter-parity',
      'replication-lag',
      'probe',
    ],
  ],
  ['the controllers', (fail) => ({ controllers: { of: fail } }), ['move-in-progress']],
  ['the upkeep', (fail, world) => ({ settings: { ...world.ports().settings, upkeep: fail } }), ['engine-parity']],
  [
    'the parameters',
    (fail, world) => ({ settings: { ...world.ports().settings, parameters: fail } }),
    ['parameter-parity'],
  ],
  ['the alarms', (fail) => ({ alarms: { firing: fail } }), ['alarms']],
  ['a secret', (fail) => ({ secrets: [{ region: EAST, secret: { name: 's', labels: fail } }] }), ['rotation']],
  ['a freeze', (fail) => ({ freezes: [{ region: EAST, freeze: { reason: fail } }] }), ['rotation']],
  ['the last drill', (fail) => ({ drillState: { lastDrill: fail } }), ['last-drill']],
];

describe('fail closed', () => {
  test.each(DEPENDENTS)(
    '%s that refuses to answer makes its guards unknown, and no other',
    async (_port, broken, guards) => {
      const results = await preflight(undefined, {
        ports: (world) => broken(() => Promise.reject(new Error('AccessDenied: not authorized')), world),
      });
      expect(stopped(results)).toEqual(guards.map((guard) => `${guard} unknown`));
      for (const guard of guards) expect(resultOf(results, guard)?.value).toBe('AccessDenied: not authorized');
    },
  );

  test.each(DEPENDENTS)(
    '%s that never answers makes its guards unknown in time, and no other',
    async (_port, broken, guards) => {
      const world = new PreflightWorld();
      const startedMs = world.clock.monotonicMs();
      const never = () => new Promise<never>(() => undefined);
      const results = await world.clock.run(
        runPreflight('switchover', world.request(), world.ports(broken(never, world))),
      );
      expect(stopped(results)).toEqual(guards.map((guard) => `${guard} unknown`));
      for (const guard of guards)
        expect(resultOf(results, guard)?.value).toMatch(/^no answer within (?:30|150|210) s$/);
      expect(world.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(210_000);
    },
  );

  test('a probe that never begins is given up, and the lag is asked all the same', async () => {
    const results = await preflight(undefined, {
      ports: (world) => {
        const { probes } = world.ports();
        return { probes: { in: (region) => ({ ...probes.in(region), start: () => new Promise(() => undefined) }) } };
      },
    });
    expect(resultOf(results, 'probe')).toMatchObject({ outcome: 'unknown', value: 'no answer within 150 s' });
  });

  test('property: if any guard has not passed, the drill is stopped, and the sentence names exactly those', () => {
    const outcome = fc.constantFrom('passed', 'refused', 'unknown' as const);
    fc.assert(
      fc.property(fc.array(fc.record({ guard: fc.constantFrom(...GUARDS), outcome }), { maxLength: 20 }), (given) => {
        const results = given.map((each): GuardResult => ({ ...each, value: 'v', limit: 'l' }));
        const refusal = refusalOf(results);
        const stopping = results.filter((each) => each.outcome !== 'passed');
        expect(refusal === undefined).toBe(stopping.length === 0);
        expect((refusal ?? '').split('; ').filter((part) => !part.startsWith('needed'))).toHaveLength(
          stopping.length === 0 ? 1 : stopping.length,
        );
      }),
    );
  });

  test('property: whatever is broken, together or alone, the drill is stopped and every guard is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(DEPENDENTS.map((_each, index) => index)), async (broken) => {
        const results = await preflight(undefined, {
          ports: (world) =>
            broken.reduce<Partial<PreflightPorts>>(
              (so, index) => ({
                ...so,
                ...DEPENDENTS[index]?.[1](() => Promise.reject(new Error('broken')), world),
              }),
              {},
            ),
        });
        expect(results.map(({ guard }) => guard)).toEqual(GUARDS);
        expect(refusalOf(results) === undefined).toBe(broken.length === 0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('kinds', () => {
  test('each has its guards', () => {
    const without = (...names: readonly GuardName[]) => GUARDS.filter((guard) => !names.includes(guard));
    expect(Object.fromEntries(DRILL_KINDS.map((kind) => [kind, guardsOf(kind)]))).toEqual({
      switchover: GUARDS,
      failover: GUARDS,
      rotation: GUARDS,
      restore: without('engine-parity', 'target-capacity', 'parameter-parity', 'replication-lag'),
      detection: without('parameter-parity', 'rotation'),
    });
  });

  test('a guard that does not belong to a kind cannot stop it', async () => {
    const headless = (world: PreflightWorld) => {
      world.lags = [90_000];
      world.upkeeps[WEST] = { clusterVersion: '15.12' };
    };
    expect(stopped(await preflight(headless, { kind: 'restore' }))).toEqual([]);
    expect(stopped(await preflight(headless, { kind: 'failover' }))).toEqual([
      'engine-parity refused',
      'replication-lag refused',
    ]);
  });

  test.each<[DrillKind, string, string]>([
    ['switchover', WEST, '16 of 16 writes acknowledged in 3.0 s; logged in at the readers of us-east-1 and us-west-2'],
    ['restore', EAST, '16 of 16 writes acknowledged in 3.0 s'],
    ['detection', WEST, '16 of 16 writes acknowledged in 3.0 s'],
  ])('the baseline of a %s is written from %s, and ended', async (kind, region, value) => {
    const world = new PreflightWorld();
    const results = await world.clock.run(runPreflight(kind, world.request(), world.ports()));
    expect(world.probed).toEqual([region]);
    expect(world.running).toBe(0);
    expect(resultOf(results, 'probe')?.value).toBe(value);
  });
});

test('a slow interval writes until there are enough for a baseline', async () => {
  const results = await preflight(undefined, { request: { probe: { intervalMs: 1_000, timeoutMs: 1_000 } } });
  expect(resultOf(results, 'probe')).toMatchObject({ outcome: 'passed' });
  expect(resultOf(results, 'probe')?.value).toMatch(/^10 of 10 writes acknowledged in 9\.\d s/);
});
