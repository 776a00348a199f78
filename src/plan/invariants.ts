import type { Environment } from '../environment/schema';
import { alarmsTellSomebody, lagAlarms, lagInMilliseconds, silenceIsNoticed } from './invariants/alarms';
import { attributeIs } from './invariants/attributes';
import {
  clusterLogs,
  clusterParameters,
  destroyableClusters,
  encryptedClusters,
  exportRoles,
  membersOfTheGlobalDatabase,
  nothingOfItsOwnOnTheSecondary,
  pointInTimeRecovery,
  secondaryComesAfterTheWriter,
  sourceRegion,
} from './invariants/clusters';
import { names, providers, tags } from './invariants/conventions';
import {
  aSecretInEachRegion,
  hostFollowsTheWriter,
  nothingInState,
  passwordFromItsSecret,
  rotated,
} from './invariants/credentials';
import {
  closed,
  copied,
  copyingRoleUsesBothKeys,
  emptiedByDestroy,
  encryptedExports,
  failedCopiesAreNoticed,
  movedToGlacier,
  onlyOverTls,
  versioned,
} from './invariants/exports';
import { functionsInTheNetwork, logsAreKept, runtimes } from './invariants/functions';
import { allChildrenCount, asked, metricChecks, overTls, quickEnough, switchedOn } from './invariants/health-checks';
import { answersInTime, asksItsOwnCluster, onlyCheckers, throttled } from './invariants/health-endpoint';
import { enoughReaders, observedInstances, parity, promotionTiers, zones } from './invariants/instances';
import { keysOfTheirOwnRegion, keysOpenToNobodyElse, servicesMayUseTheirKey } from './invariants/keys';
import {
  criticalEvents,
  deadLettersAreSeen,
  publishersMayPublish,
  threeTries,
  topicsInBothRegions,
} from './invariants/messages';
import { databaseAccess } from './invariants/network';
import { leastPrivilege, noLateLogGroups, trustedByNobodyElse } from './invariants/permissions';
import {
  irreplaceable,
  membership,
  memberVersions,
  oneRegionAtATime,
  readers,
  retention,
  watches,
} from './invariants/plan-changes';
import {
  failoverPairs,
  lagGatesReaders,
  lagNeverFailsTheWriter,
  recordsFollowARole,
  shortLived,
} from './invariants/records';
import type { Finding, Rule } from './invariants/rule';
import { PlannedStack } from './invariants/stack';
import type { Plan } from './plan-json';

/** A rule of disaster recovery that a plan would break. */
export interface Violation extends Finding {
  /** Stable, for exceptions and for searching. */
  readonly id: string;
}

/**
 * All rules. DR0xx judge what a plan does, the others what there will be afterwards: DR1xx databases, DR2xx health and routing, DR3xx exports,
 * DR4xx credentials, DR5xx messages, DR6xx everything. An id is never given to another rule. What is only known after apply breaks no rule.
 */
export const RULES: readonly Rule[] = [
  rule(
    'DR001',
    ['P1', 'K1', 'T9'],
    'Clusters, keys, database networks and secrets are never deleted, replaced or forgotten',
    irreplaceable,
  ),
  rule(
    'DR002',
    ['P1', 'S1'],
    'No plan changes what a swap of the roles changes: membership of the global database and the source of replication',
    membership,
  ),
  rule('DR003', ['P4', 'S5'], 'Backups are never kept for fewer days than before', retention),
  rule(
    'DR004',
    ['P3', 'S4'],
    'Every region keeps a writer and two readers, and two of them untouched while a plan is applied',
    readers,
  ),
  rule('DR005', ['S1'], 'One plan removes or replaces things in one region only', oneRegionAtATime),
  rule('DR006', ['O4', 'H1', 'N3'], 'Alarms, health checks, topics, queues and subscriptions are not removed', watches),
  rule('DR007', ['S1'], 'The engine version of a member changes through the global database only', memberVersions),

  rule('DR101', ['P1', 'S1'], 'There is one global database with a cluster in each region', membersOfTheGlobalDatabase),
  rule('DR102', ['P2', 'S3'], 'Storage is encrypted with a key of ours', encryptedClusters),
  rule('DR103', ['P3', 'S4', 'O6'], 'Each region has a writer and at least two readers', enoughReaders),
  rule('DR104', ['P3', 'S4'], 'The instances of a region are spread over three availability zones', zones),
  rule('DR105', ['P6'], 'One instance of each region is first in line after a failure', promotionTiers),
  rule('DR106', ['P4', 'S5'], 'Backups allow point-in-time recovery', pointInTimeRecovery),
  rule('DR107', ['P5'], 'TLS is forced and pg_stat_statements is loaded, in both regions', clusterParameters),
  rule(
    'DR108',
    ['S1', 'S4'],
    'Both regions have the same engine version, instance class, port, retention and parameters',
    parity,
  ),
  rule(
    'DR109',
    ['T8'],
    'No instance has a public address',
    attributeIs(
      'aws_rds_cluster_instance',
      'publicly_accessible',
      [false, null],
      'a database has no public address; set it to false',
    ),
  ),
  rule(
    'DR110',
    ['S1'],
    'No instance upgrades itself',
    attributeIs(
      'aws_rds_cluster_instance',
      'auto_minor_version_upgrade',
      [false],
      'one region would upgrade itself, and with two versions neither switchover nor failover works; set it to false',
    ),
  ),
  rule('DR111', ['T6'], 'Instances have Enhanced Monitoring and Performance Insights', observedInstances),
  rule('DR112', ['S1'], 'The secondary brings no user, password or database of its own', nothingOfItsOwnOnTheSecondary),
  rule('DR113', ['S2'], 'The secondary is made with the constant source region', sourceRegion),
  rule('DR114', ['T3'], 'Clusters can be destroyed with no manual step', destroyableClusters),
  rule('DR115', ['T6', 'T3'], 'The log of each cluster goes to a log group that Terraform made', clusterLogs),
  rule('DR116', ['T8'], 'Only the application subnets of the environment may connect to the database', databaseAccess),
  rule('DR117', ['E1'], 'Both clusters can write exports to S3', exportRoles),
  rule('DR118', ['S1'], 'The secondary is made after the instances of the first cluster', secondaryComesAfterTheWriter),

  rule('DR201', ['H1', 'H3'], 'Endpoint checks ask over HTTPS, with SNI', overTls),
  rule('DR202', ['O3'], 'A failure is detected within 30 seconds', quickEnough),
  rule('DR203', ['H1', 'H4', 'H5'], 'Each region is asked for both of its roles, and for nothing less', asked),
  rule('DR204', ['H1'], 'No health check is disabled or inverted', switchedOn),
  rule(
    'DR205',
    ['H3'],
    'Each region has a check on a CloudWatch metric, which keeps its last status without data',
    metricChecks,
  ),
  rule('DR206', ['H1', 'H3'], 'A calculated check requires all of its children', allChildrenCount),
  rule('DR207', ['H4'], 'Each name has one PRIMARY and one SECONDARY record', failoverPairs),
  rule('DR208', ['O2'], 'Records live for at most 10 seconds', shortLived),
  rule('DR209', ['H4', 'H6'], 'Every record follows a check of its role', recordsFollowARole),
  rule('DR210', ['H2', 'H4'], 'Replication lag never takes the writer out of service', lagNeverFailsTheWriter),
  rule('DR211', ['H2'], 'Replication lag takes readers out of service', lagGatesReaders),
  rule('DR212', ['H5', 'T8'], 'Only the checkers of Route 53 may call the health endpoint', onlyCheckers),
  rule('DR213', ['H5'], 'The health endpoint is throttled', throttled),
  rule('DR214', ['H5'], 'The health function asks the cluster of its own region', asksItsOwnCluster),
  rule('DR215', ['H5'], 'The health endpoint gives up before Route 53 does', answersInTime),
  rule('DR216', ['O4', 'S2'], 'Each region has an alarm on its own replication lag', lagAlarms),
  rule('DR217', ['O4'], 'Thresholds of lag are in milliseconds and within the objective', lagInMilliseconds),
  rule(
    'DR218',
    ['O4', 'S2'],
    'Each region has an alarm that fires when it neither writes nor tells its lag',
    silenceIsNoticed,
  ),
  rule('DR219', ['O4', 'N3'], 'Every alarm tells somebody', alarmsTellSomebody),

  rule('DR301', ['E1'], 'Both buckets for exports keep versions', versioned),
  rule('DR302', ['E2'], 'Exports are copied to the other region, encrypted ones too', copied),
  rule('DR303', ['E2'], 'The role that copies exports may use the keys of both regions', copyingRoleUsesBothKeys),
  rule('DR304', ['E2'], 'An alarm tells of exports that could not be copied', failedCopiesAreNoticed),
  rule('DR305', ['E3'], 'Exports move to Glacier after at most 30 days, in both buckets', movedToGlacier),
  rule('DR306', ['E4'], 'Exports are reached over TLS only', onlyOverTls),
  rule('DR307', ['E4'], 'Exports are encrypted with a key of ours', encryptedExports),
  rule('DR308', ['E4'], 'Exports can never become public', closed),
  rule('DR309', ['T3'], 'Buckets are emptied by a destroy', emptiedByDestroy),

  rule('DR401', ['K5'], 'No password reaches plan or state', nothingInState),
  rule('DR402', ['K1'], 'The password of the cluster is the one that its secret holds', passwordFromItsSecret),
  rule(
    'DR403',
    ['K1', 'K3', 'T3'],
    'Each region has a secret of its own, which a destroy removes at once',
    aSecretInEachRegion,
  ),
  rule('DR404', ['K1', 'H4'], 'The host in the secrets follows the writer', hostFollowsTheWriter),
  rule('DR405', ['K2'], 'Every secret is rotated by a function', rotated),

  rule(
    'DR501',
    ['N1'],
    'Each region has a topic; topics and queues are encrypted with a key of ours',
    topicsInBothRegions,
  ),
  rule('DR502', ['N3'], 'Each region hears of failover, failure, backup and replication trouble', criticalEvents),
  rule('DR503', ['N2'], 'Messages are tried three times and then set aside', threeTries),
  rule('DR504', ['N2'], 'An alarm tells of messages that were set aside, in each region', deadLettersAreSeen),
  rule('DR505', ['N1', 'N3'], 'RDS and CloudWatch may publish to the topics', publishersMayPublish),

  rule('DR601', ['T5'], 'Every resource carries Environment=production and DR-Tier=critical', tags),
  rule('DR602', ['T2'], 'Names are {resource-type}-{purpose}-{environmentSuffix}', names),
  rule('DR603', ['T1', 'T5'], 'The provider of each region is bound to the account and tags everything', providers),
  rule('DR604', ['T9', 'S3', 'P2'], 'Everything is encrypted with a key of its own region', keysOfTheirOwnRegion),
  rule('DR605', ['T9', 'N1'], 'The services that need a key may use it', servicesMayUseTheirKey),
  rule('DR606', ['T9'], 'Keys are open to nobody else, and rotate', keysOpenToNobodyElse),
  rule('DR607', ['T7'], 'Functions run on a Node.js that AWS still supports', runtimes),
  rule('DR608', ['K2', 'H5', 'T8'], 'Functions run in the VPC', functionsInTheNetwork),
  rule('DR609', ['T6', 'T3'], 'Log groups are made by Terraform, with retention and a key', logsAreKept),
  rule('DR610', ['T8'], 'Roles may do what is named, on what is named', leastPrivilege),
  rule('DR611', ['T3'], 'No function can make log groups', noLateLogGroups),
  rule('DR612', ['T8'], 'No role can be assumed by everybody', trustedByNobodyElse),
];

/**
 * Checks a plan against the rules that keep the database recoverable. They block a pull request and an apply; destroying an environment
 * is a mode of its own.
 */
export function checkInvariants(plan: Plan, environment: Environment): readonly Violation[] {
  const stack = new PlannedStack(plan, environment);
  return RULES.flatMap(({ id, check }) => [...check(stack)].map((finding) => ({ id, ...finding })));
}

function rule(id: string, requirements: readonly string[], sentence: string, check: Rule['check']): Rule {
  return { id, requirements, sentence, check };
}
