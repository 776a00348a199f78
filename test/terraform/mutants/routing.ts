import { both, type PlanMutant } from './mutant';

const MAIN = 'modules/routing/main.tf';
const RECORDS = 'modules/routing/records.tf';
const ALARMS = 'modules/replication/main.tf';
const API = 'modules/health/api.tf';
const ENDPOINTS = ['writer', 'replica'].flatMap((question) =>
  both(`module.routing.aws_route53_health_check.endpoint["{key}-${question}"]`),
);
const WRITERS = both('module.routing.aws_route53_record.writer["{key}"]');
const READERS = both('module.routing.aws_route53_record.reader["{key}"]');
const POLICIES = both('module.health_{region}.aws_api_gateway_rest_api_policy.this');
const LAG = ['rpo', 'replication'].flatMap((key) =>
  both(`module.replication_{region}.aws_cloudwatch_metric_alarm.lag["${key}"]`),
);

/** Health checks, records, lag and the health endpoint (H, O2 to O4, S2). */
export const ROUTING_MUTANTS: readonly PlanMutant[] = [
  {
    name: 'a question every 30 seconds',
    edits: [{ file: MAIN, replace: 'interval_seconds = 10', by: 'interval_seconds = 30' }],
    expected: { rule: 'DR202', at: ENDPOINTS, says: 'take 90 s' },
  },
  {
    name: 'a failure threshold of 4',
    edits: [{ file: MAIN, replace: 'failure_threshold = var.failure_threshold', by: 'failure_threshold = 4' }],
    expected: { rule: 'DR202', at: ENDPOINTS, says: 'take 40 s' },
  },
  {
    name: 'plain HTTP',
    edits: [{ file: MAIN, replace: '"HTTPS"', by: '"HTTP"' }],
    expected: { rule: 'DR201', at: ENDPOINTS, says: 'over HTTP' },
  },
  {
    name: 'no SNI',
    edits: [{ file: MAIN, replace: 'enable_sni        = true', by: 'enable_sni        = false' }],
    expected: { rule: 'DR201', at: ENDPOINTS, says: 'without SNI' },
  },
  {
    name: 'inverted checks',
    edits: [
      { file: MAIN, replace: 'enable_sni        = true', by: 'enable_sni        = true\n  invert_healthcheck = true' },
    ],
    expected: { rule: 'DR204', at: ENDPOINTS, says: 'inverted' },
  },
  {
    name: 'disabled checks',
    edits: [{ file: MAIN, replace: 'enable_sni        = true', by: 'enable_sni        = true\n  disabled = true' }],
    expected: { rule: 'DR204', at: ENDPOINTS, says: 'disabled' },
  },
  {
    name: 'liveness instead of the role',
    edits: [{ file: MAIN, replace: 'resource_path     = each.value.path', by: 'resource_path     = "/health/alive"' }],
    expected: { rule: 'DR203', at: ENDPOINTS, says: 'tells nothing of the role' },
    also: ['DR209'],
  },
  {
    name: 'lag among the children of the writer’s check',
    edits: [
      {
        file: MAIN,
        replace: 'aws_route53_health_check.engine[each.key].id',
        by: 'aws_route53_health_check.lag[each.key].id',
      },
    ],
    expected: { rule: 'DR210', at: WRITERS, says: 'replication lag' },
  },
  {
    name: 'readers that never lag',
    edits: [
      {
        file: MAIN,
        replace: 'aws_route53_health_check.lag[each.key].id',
        by: 'aws_route53_health_check.engine[each.key].id',
      },
    ],
    expected: { rule: 'DR211', at: READERS, says: 'far behind' },
  },
  {
    name: 'one opinion that is enough',
    edits: [{ file: MAIN, replace: 'child_health_threshold = 2', by: 'child_health_threshold = 1', nth: 1 }],
    expected: { rule: 'DR206', at: both('module.routing.aws_route53_health_check.writer["{key}"]'), says: '1 of 2' },
  },
  {
    name: 'no data is healthy',
    edits: [{ file: MAIN, replace: '= "LastKnownStatus"', by: '= "Healthy"' }],
    expected: { rule: 'DR205', at: both('module.routing.aws_route53_health_check.engine["{key}"]'), says: '"Healthy"' },
  },
  {
    name: 'no data is unhealthy',
    edits: [{ file: MAIN, replace: '= "Healthy"', by: '= "Unhealthy"' }],
    expected: { rule: 'DR205', at: both('module.routing.aws_route53_health_check.lag["{key}"]'), says: '"Unhealthy"' },
  },
  {
    name: 'the old copy of an alarm',
    edits: [{ file: MAIN, replace: '  triggers = { definition = each.value.lag_alarm.definition }\n', by: '' }],
    expected: { rule: 'DR205', at: both('module.routing.aws_route53_health_check.lag["{key}"]'), says: 'triggers' },
  },
  {
    name: 'an alarm that is looked for in the other region',
    edits: [
      {
        file: MAIN,
        replace: 'cloudwatch_alarm_region         = each.key',
        by: 'cloudwatch_alarm_region         = "us-east-1"',
        nth: 2,
      },
    ],
    expected: {
      rule: 'DR205',
      at: ['module.routing.aws_route53_health_check.lag["us-west-2"]'],
      says: 'the alarm is in us-west-2',
    },
  },
  {
    name: 'two PRIMARY records',
    edits: [{ file: RECORDS, replace: '"SECONDARY" }', by: '"PRIMARY" }' }],
    expected: {
      rule: 'DR207',
      at: ['module.routing.aws_route53_record.writer', 'module.routing.aws_route53_record.reader'],
      says: 'PRIMARY, PRIMARY',
    },
  },
  {
    name: 'a writer name that lives for 300 seconds',
    edits: [{ file: RECORDS, replace: 'ttl             = 5', by: 'ttl             = 300', nth: 1 }],
    expected: { rule: 'DR208', at: WRITERS, says: '300 s' },
  },
  {
    name: 'a writer record that never moves',
    edits: [{ file: RECORDS, replace: '  health_check_id = aws_route53_health_check.writer[each.key].id\n', by: '' }],
    expected: { rule: 'DR209', at: WRITERS, says: 'no health check' },
  },
  {
    name: 'a writer record that follows the engine and not the role',
    edits: [
      {
        file: RECORDS,
        replace: 'aws_route53_health_check.writer[each.key].id',
        by: 'aws_route53_health_check.engine[each.key].id',
      },
    ],
    expected: { rule: 'DR209', at: WRITERS, says: 'by liveness and not by role' },
  },
  {
    name: 'a limit in seconds',
    edits: [{ file: ALARMS, replace: 'var.replication_lag_seconds * 1000', by: 'var.replication_lag_seconds' }],
    expected: { rule: 'DR217', at: LAG, says: '60 ms' },
  },
  {
    name: 'an alarm on the global database, which has no such metric',
    edits: [
      {
        file: ALARMS,
        replace: 'dimensions          = { DBClusterIdentifier = var.cluster_id }',
        by: 'dimensions          = { DBClusterIdentifier = "aurora-global-sbx" }',
        nth: 1,
      },
    ],
    expected: { rule: 'DR216', at: LAG, says: 'aurora-global-sbx' },
    also: ['DR216'],
  },
  {
    name: 'an alarm on the lag inside the region',
    edits: [
      { file: ALARMS, replace: 'rpo = { metric = "AuroraGlobalDBRPOLag"', by: 'rpo = { metric = "AuroraReplicaLag"' },
    ],
    expected: { rule: 'DR216', at: both('module.replication_{region}'), says: 'no alarm on AuroraGlobalDBRPOLag' },
    also: ['DR211', 'DR216', 'DR217', 'DR218'],
  },
  {
    name: 'alarms in one direction only',
    edits: [
      {
        file: 'health.tf',
        replace:
          'module "replication_us_west_2" {\n  source    = "./modules/replication"\n  providers = { aws = aws.us_west_2 }',
        by: 'module "replication_us_west_2" {\n  source    = "./modules/replication"\n  providers = { aws = aws.us_east_1 }',
      },
    ],
    expected: {
      rule: 'DR216',
      at: ['module.replication_us_west_2'],
      says: 'no alarm on AuroraGlobalDBRPOLag for us-west-2',
    },
    also: ['DR216', 'DR218', 'DR205'],
  },
  {
    name: 'silence that is no alarm',
    edits: [
      { file: ALARMS, replace: 'treat_missing_data = "missing"', by: 'treat_missing_data = "notBreaching"', nth: 1 },
    ],
    expected: {
      rule: 'DR218',
      at: both('module.replication_{region}.aws_cloudwatch_metric_alarm.lag["rpo"]'),
      says: '"notBreaching"',
    },
  },
  {
    name: 'silence that nobody listens to',
    edits: [{ file: ALARMS, replace: '"INSUFFICIENT_DATA(', by: '"ALARM(' }],
    expected: { rule: 'DR218', at: both('module.replication_{region}'), says: 'no alarm would notice' },
  },
  {
    name: 'an alarm that tells nobody',
    edits: [{ file: ALARMS, replace: 'alarm_actions = [var.topic_arn]', by: 'alarm_actions = []', nth: 2 }],
    expected: {
      rule: 'DR219',
      at: both('module.replication_{region}.aws_cloudwatch_composite_alarm.no_data'),
      says: 'nobody',
    },
  },
  {
    name: 'an endpoint that refuses the checkers and nobody else',
    edits: [{ file: API, replace: '"NotIpAddress"', by: '"IpAddress"' }],
    expected: { rule: 'DR212', at: POLICIES, says: 'anybody on the internet' },
  },
  {
    name: 'an endpoint open to the world',
    edits: [{ file: API, replace: 'values   = sort(', by: 'values   = concat(["0.0.0.0/0"], ' }],
    expected: { rule: 'DR212', at: POLICIES, says: 'lets the whole internet in' },
  },
  {
    name: 'an endpoint without throttling',
    edits: [{ file: API, replace: '    throttling_rate_limit  = 50\n', by: '' }],
    expected: { rule: 'DR213', at: both('module.health_{region}.aws_api_gateway_method_settings.this'), says: 'flood' },
  },
  {
    name: 'an endpoint that answers after Route 53 has gone',
    edits: [{ file: API, replace: 'timeout_milliseconds    = 2000', by: 'timeout_milliseconds    = 29000' }],
    expected: {
      rule: 'DR215',
      at: ['writer', 'replica'].flatMap((path) =>
        both(`module.health_{region}.aws_api_gateway_integration.this["${path}"]`),
      ),
      says: '29000 ms',
    },
  },
  {
    name: 'a health function that asks for the writer, wherever it is',
    edits: [
      {
        file: 'health.tf',
        replace: 'endpoint          = module.database_us_west_2.endpoint',
        by: 'endpoint          = module.global_database.endpoint',
      },
    ],
    expected: { rule: 'DR214', at: ['module.health_us_west_2'], says: 'another cluster than its own' },
  },
];
