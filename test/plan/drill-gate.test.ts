import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { judgeDrills, type GatedEnvironment } from '../../src/plan/drill-gate';
import { parsePlanJson, type Plan } from '../../src/plan/plan-json';
import { riskyChanges } from '../../src/plan/risk';
import type { DrillRecord } from '../../src/records/drill-record';

const NOW = new Date('2026-03-15T12:00:00Z');
const PRODUCTION: GatedEnvironment = {
  drill: { maxAgeDays: 14, requiredKinds: ['switchover', 'restore'], blockRiskyChanges: true },
};
const SWITCHOVER: DrillRecord = {
  kind: 'switchover',
  verdict: 'passed',
  finishedAt: '2026-03-14T12:00:00Z',
  rpoSeconds: 0,
  rtoSeconds: 41.5,
  runUrl: 'https://github.com/o/r/actions/runs/1',
};
const RESTORE: DrillRecord = { kind: 'restore', verdict: 'passed', finishedAt: '2026-03-08T12:00:00Z' };

function planOf(...changes: readonly (readonly [action: string, type: string, address?: string | undefined])[]): Plan {
  return parsePlanJson(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: changes.map(([action, type, address], index) => ({
        address: address ?? `${type}.r${index}`,
        mode: 'managed',
        type,
        change: { actions: action.split('+'), before: {}, after: {} },
      })),
    }),
  );
}

const RISKY = planOf(['update', 'aws_rds_cluster']);

describe('risky is', () => {
  test.each([
    ['whatever is deleted', 'delete', 'aws_cloudwatch_dashboard', undefined],
    ['whatever is replaced', 'delete+create', 'aws_sns_topic', undefined],
    ['whatever is replaced, the new one first', 'create+delete', 'aws_sns_topic', undefined],
    ['whatever is forgotten', 'forget', 'aws_s3_bucket', undefined],
    ['a change of a cluster', 'update', 'aws_rds_cluster', undefined],
    ['a change of an instance', 'update', 'aws_rds_cluster_instance', undefined],
    ['a change of the global database', 'update', 'aws_rds_global_cluster', undefined],
    ['a change of parameters', 'update', 'aws_rds_cluster_parameter_group', undefined],
    ['a change of parameters of instances', 'update', 'aws_db_parameter_group', undefined],
    ['a change of a key', 'update', 'aws_kms_key', undefined],
    ['a change of a record', 'update', 'aws_route53_record', undefined],
    ['a change of a health check', 'update', 'aws_route53_health_check', undefined],
    ['a change of the database’s network', 'update', 'aws_db_subnet_group', undefined],
    ['a change of a security group', 'update', 'aws_security_group', undefined],
    ['a change of a rule of one', 'update', 'aws_vpc_security_group_ingress_rule', undefined],
    ['a change of the peering', 'update', 'aws_vpc_peering_connection', undefined],
    [
      'a change of a controller',
      'update',
      'aws_lambda_function',
      'module.failover_us_west_2.module.function.aws_lambda_function.this',
    ],
    [
      'a change of what is asked for the health',
      'update',
      'aws_api_gateway_stage',
      'module.health_us_east_1.aws_api_gateway_stage.this',
    ],
  ])('%s', (_case, action, type, address) => {
    expect(riskyChanges(planOf([action, type, address]))).toEqual([address ?? `${type}.r0`]);
  });
});

describe('not risky is', () => {
  test.each([
    [
      'a first build',
      planOf(['create', 'aws_rds_cluster'], ['create', 'aws_kms_key'], ['create', 'aws_route53_record']),
    ],
    ['a first build that broke off', planOf(['no-op', 'aws_kms_key'], ['create', 'aws_rds_cluster'])],
    ['an empty plan', planOf()],
    ['nothing', planOf(['no-op', 'aws_rds_cluster'], ['read', 'aws_rds_cluster'])],
    ['a change of what only looks on', planOf(['update', 'aws_cloudwatch_dashboard'], ['update', 'aws_sns_topic'])],
    ['a type that only begins like another', planOf(['update', 'aws_routers_something'])],
  ])('%s', (_case, plan) => {
    expect(riskyChanges(plan)).toEqual([]);
  });

  test('what real Terraform plans for a first build', () => {
    expect(riskyChanges(parsePlanJson(readFileSync('test/fixtures/plans/create/plan.json', 'utf8')))).toEqual([]);
  });
});

test('every module of the configuration that is called risky is there', () => {
  const modules = ['failover', 'health'].flatMap((name) =>
    [...readFileSync(`terraform/${name}.tf`, 'utf8').matchAll(/^module "(\w+)"/gm)].map(([, module]) => module),
  );
  expect(modules).toEqual(
    expect.arrayContaining([
      'failover_us_east_1',
      'failover_us_west_2',
      'health_us_east_1',
      'health_us_west_2',
      'routing',
    ]),
  );
});

describe('the gate', () => {
  test('is open after fresh drills that passed, and shows them', () => {
    expect(judgeDrills([SWITCHOVER, RESTORE], PRODUCTION, RISKY, NOW)).toEqual({
      drills: [
        {
          kind: 'switchover',
          verdict: 'passed',
          ageDays: 1,
          rpoSeconds: 0,
          rtoSeconds: 41.5,
          runUrl: 'https://github.com/o/r/actions/runs/1',
        },
        { kind: 'restore', verdict: 'passed', ageDays: 7 },
      ],
      concerns: [],
      risky: ['aws_rds_cluster.r0'],
      blocks: false,
    });
  });

  test.each<[string, readonly DrillRecord[], readonly string[]]>([
    ['never ran', [], ['no switchover drill has ever run', 'no restore drill has ever run']],
    [
      'is too old',
      [SWITCHOVER, { ...RESTORE, finishedAt: '2026-02-28T11:00:00Z' }],
      ['the last restore drill is 15 days old, more than 14'],
    ],
    ['failed', [{ ...SWITCHOVER, verdict: 'failed' }, RESTORE], ['the last switchover drill is failed']],
    [
      'proved nothing',
      [{ ...SWITCHOVER, verdict: 'inconclusive' }, RESTORE],
      ['the last switchover drill is inconclusive'],
    ],
    [
      'did not run, a long time ago',
      [{ ...SWITCHOVER, verdict: 'not-run', finishedAt: '2026-01-01T00:00:00Z' }, RESTORE],
      ['the last switchover drill did not run', 'the last switchover drill is 73 days old, more than 14'],
    ],
  ])('blocks risky changes when a required drill %s', (_case, drills, concerns) => {
    expect(judgeDrills(drills, PRODUCTION, RISKY, NOW)).toMatchObject({ concerns, blocks: true });
    // Nothing waits that takes no risk, but it is said.
    expect(judgeDrills(drills, PRODUCTION, planOf(), NOW)).toMatchObject({ concerns, risky: [], blocks: false });
    // Nor where the environment does not want it.
    const lenient = { drill: { ...PRODUCTION.drill, blockRiskyChanges: false } };
    expect(judgeDrills(drills, lenient, RISKY, NOW)).toMatchObject({ concerns, blocks: false });
  });

  test('is still open on the very last moment of the last day', () => {
    const last = { ...RESTORE, finishedAt: '2026-03-01T12:00:00Z' };
    expect(judgeDrills([SWITCHOVER, last], PRODUCTION, RISKY, NOW).concerns).toEqual([]);
  });

  test('does not mind a drill of a kind that is not required, nor a clock that is ahead', () => {
    const failover: DrillRecord = { kind: 'failover', verdict: 'failed', finishedAt: '2026-03-15T12:05:00Z' };
    const gate = judgeDrills([SWITCHOVER, failover, RESTORE], PRODUCTION, RISKY, NOW);
    expect(gate.concerns).toEqual([]);
    expect(gate.drills[1]).toEqual({ kind: 'failover', verdict: 'failed', ageDays: 0 });
  });

  test('of the shipped production environment asks for both weekly drills and blocks', () => {
    const file = 'environments/production.yaml';
    const gate = judgeDrills([], parseEnvironment(readFileSync(file, 'utf8'), file), RISKY, NOW);
    expect(gate).toMatchObject({
      blocks: true,
      concerns: ['no switchover drill has ever run', 'no restore drill has ever run'],
    });
  });
});
