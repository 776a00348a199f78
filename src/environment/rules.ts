import { DRILL_KINDS } from '../drill/kinds';
import { resourceNames } from './names';
import { contains, isPrivate, overlap, parseNetwork, type Network } from './network';
import { REGIONS, type Environment } from './schema';
import { dailyMinutes, weeklyMinutes, weeklyWindowsOverlap, windowsOverlap } from './windows';

/** From the first Sunday of a month to that of the next, at most. */
const LONGEST_MONTH_DAYS = 35;

/** Something wrong that takes more than one field to see. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Checks what the schema cannot: how the fields of one environment fit together. */
export function checkRules(environment: Environment): readonly RuleProblem[] {
  return [
    ...checkPlace(environment),
    ...REGIONS.flatMap((region) => [...checkZones(environment, region)]),
    ...checkNetworks(environment),
    ...checkDatabase(environment),
    ...checkExports(environment),
    ...checkDrillWindow(environment),
    ...checkSecrets(environment),
    ...checkFailover(environment),
    ...checkDrill(environment),
    ...checkNames(environment),
  ];
}

function* checkPlace({ homeRegion, state, roles, target, account, dns }: Environment): Iterable<RuleProblem> {
  if (state.region === homeRegion) {
    yield {
      path: ['state', 'region'],
      message: `must not be the home region ${homeRegion}: Terraform has to work while that region is lost`,
    };
  }
  if (target === 'aws' && roles === undefined) {
    yield { path: ['roles'], message: 'is required for target aws: the roles that the workflows assume' };
  }
  for (const [name, arn] of Object.entries(roles ?? {})) {
    if (!arn.startsWith(`arn:aws:iam::${account}:`)) {
      yield { path: ['roles', name], message: `"${arn}" is not a role of account ${account}` };
    }
  }
  for (const name of ['writerName', 'readerName'] as const) {
    if (!dns[name].endsWith(`.${dns.zoneName}`)) {
      yield { path: ['dns', name], message: `"${dns[name]}" is not inside the zone ${dns.zoneName}` };
    }
  }
  if (dns.writerName === dns.readerName) {
    yield { path: ['dns', 'readerName'], message: 'must differ from writerName' };
  }
}

function* checkZones({ regions }: Environment, region: (typeof REGIONS)[number]): Iterable<RuleProblem> {
  const { availabilityZones, privateSubnetIds } = regions[region];
  const seenZones = new Set<string>();
  for (const [index, zone] of availabilityZones.entries()) {
    const path = ['regions', region, 'availabilityZones', index];
    if (zone.slice(0, -1) !== region) yield { path, message: `"${zone}" is not a zone of ${region}` };
    if (seenZones.has(zone)) yield { path, message: `"${zone}" is listed twice; three different zones are needed` };
    seenZones.add(zone);
  }
  const seenSubnets = new Set<string>();
  for (const [index, subnet] of privateSubnetIds.entries()) {
    if (seenSubnets.has(subnet)) {
      yield { path: ['regions', region, 'privateSubnetIds', index], message: `"${subnet}" is listed twice` };
    }
    seenSubnets.add(subnet);
  }
}

function* checkNetworks({ regions }: Environment): Iterable<RuleProblem> {
  const vpcs: { readonly region: string; readonly text: string; readonly network: Network }[] = [];
  for (const region of REGIONS) {
    const { vpcCidr, applicationCidrs } = regions[region];
    const vpc = parseNetwork(vpcCidr);
    if (typeof vpc === 'string') yield { path: ['regions', region, 'vpcCidr'], message: vpc };
    else vpcs.push({ region, text: vpcCidr, network: vpc });

    for (const [index, text] of applicationCidrs.entries()) {
      const path = ['regions', region, 'applicationCidrs', index];
      const network = parseNetwork(text);
      if (typeof network === 'string') yield { path, message: network };
      else if (!isPrivate(network) && (typeof vpc === 'string' || !contains(vpc, network))) {
        yield {
          path,
          message: `"${text}" is neither private nor inside the VPC ${vpcCidr}; the database is for applications only`,
        };
      }
    }
    yield* checkEgress(region, regions[region].egressCidrs);
  }
  const [first, second] = vpcs;
  if (first !== undefined && second !== undefined && overlap(first.network, second.network)) {
    yield {
      path: ['regions', second.region, 'vpcCidr'],
      message: `${second.text} overlaps ${first.text} of ${first.region}; overlapping networks cannot be peered`,
    };
  }
}

/** A wide range would let strangers ask the health endpoint; a private one is not what it sees. */
function* checkEgress(region: string, egressCidrs: readonly string[]): Iterable<RuleProblem> {
  for (const [index, text] of egressCidrs.entries()) {
    const path = ['regions', region, 'egressCidrs', index];
    const network = parseNetwork(text);
    if (typeof network === 'string') yield { path, message: network };
    else if (isPrivate(network)) yield { path, message: `"${text}" is private; the internet sees another address` };
    else if (network.last - network.first >= 256) {
      yield { path, message: `"${text}" is more than 256 addresses; name those of the NAT gateways` };
    }
  }
}

function* checkDatabase({ database }: Environment): Iterable<RuleProblem> {
  if (dailyMinutes(database.backupWindow) < 30) {
    yield { path: ['database', 'backupWindow'], message: 'must last at least 30 minutes' };
  }
  if (weeklyMinutes(database.maintenanceWindow) < 30) {
    yield { path: ['database', 'maintenanceWindow'], message: 'must last at least 30 minutes' };
  }
  if (windowsOverlap(database.backupWindow, database.maintenanceWindow)) {
    yield {
      path: ['database', 'maintenanceWindow'],
      message: `overlaps the daily backup window ${database.backupWindow}, which RDS refuses`,
    };
  }
}

function* checkExports({ exports: { glacierAfterDays, expireAfterDays } }: Environment): Iterable<RuleProblem> {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
  if (expireAfterDays < glacierAfterDays + 90) {
    yield {
      path: ['exports', 'expireAfterDays'],
      message: `must be at least 90 days after glacierAfterDays (${glacierAfterDays}): Glacier charges for 90 days in any case`,
    };
  }
}

function* checkDrillWindow({ drill, database }: Environment): Iterable<RuleProblem> {
  const path = ['drill', 'window'];
  if (weeklyMinutes(drill.window) < 60) yield { path, message: 'must last at least 60 minutes' };
  if (windowsOverlap(database.backupWindow, drill.window)) {
    yield { path, message: `overlaps the daily backup window ${database.backupWindow}` };
  }
  if (weeklyWindowsOverlap(database.maintenanceWindow, drill.window)) {
    yield { path, message: `overlaps the maintenance window ${database.maintenanceWindow}` };
  }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html; the length is ours. */
const ROTATION_WINDOW = '00:00-02:00';

/** A password that is changed while the writer moves can be lost with what was not replicated. */
function* checkSecrets({ database, drill, secrets }: Environment): Iterable<RuleProblem> {
  const clear = `the time in which passwords are changed, ${ROTATION_WINDOW} UTC`;
  if (windowsOverlap(ROTATION_WINDOW, drill.window)) yield { path: ['drill', 'window'], message: `overlaps ${clear}` };
  if (windowsOverlap(ROTATION_WINDOW, database.maintenanceWindow)) {
    yield { path: ['database', 'maintenanceWindow'], message: `overlaps ${clear}` };
  }
  if (secrets.applicationRole === database.masterUsername) {
    yield { path: ['secrets', 'applicationRole'], message: 'must differ from database.masterUsername' };
  }
}

function* checkFailover({ failover, objectives }: Environment): Iterable<RuleProblem> {
  const { detector, inRegionGraceSeconds } = failover;
  const worstMs = detector.intervalMs * detector.failureThreshold + detector.timeoutMs;
  if (worstMs > objectives.detectionSeconds * 1000) {
    yield {
      path: ['failover', 'detector'],
      message:
        `intervalMs × failureThreshold + timeoutMs is ${worstMs} ms, more than the detection objective of ` +
        `${objectives.detectionSeconds} s: it could never be met`,
    };
  }
  if (detector.timeoutMs > detector.intervalMs) {
    yield { path: ['failover', 'detector', 'timeoutMs'], message: 'must not be longer than intervalMs' };
  }
  if (inRegionGraceSeconds * 1000 + worstMs >= objectives.rtoSeconds * 1000) {
    yield {
      path: ['failover', 'inRegionGraceSeconds'],
      message: `leaves no time for the promotion within the recovery objective of ${objectives.rtoSeconds} s`,
    };
  }
}

function* checkDrill({ drill }: Environment): Iterable<RuleProblem> {
  const { probe, requiredKinds, kinds, maxAgeDays, acceptDataLoss, freezes } = drill;
  if (probe.timeoutMs < probe.intervalMs) {
    yield { path: ['drill', 'probe', 'timeoutMs'], message: 'must not be shorter than intervalMs' };
  }
  if (kinds.failover !== 'never' && !acceptDataLoss) {
    yield {
      path: ['drill', 'kinds', 'failover'],
      message: 'may lose acknowledged writes: "never", or give your consent with acceptDataLoss: true',
    };
  }
  for (const [index, { from, to }] of freezes.entries()) {
    if (to < from) yield { path: ['drill', 'freezes', index, 'to'], message: `is before ${from}` };
  }
  const scheduled = DRILL_KINDS.filter((kind) => kinds[kind] === 'weekly' || kinds[kind] === 'monthly');
  const seen = new Set<string>();
  for (const [index, kind] of requiredKinds.entries()) {
    const path = ['drill', 'requiredKinds', index];
    if (seen.has(kind)) yield { path, message: `"${kind}" is listed twice` };
    seen.add(kind);
    // It would be overdue, and stop every risky change, until somebody remembers it.
    if (!scheduled.includes(kind)) {
      yield {
        path,
        message: `"${kind}" does not run by itself; what changes wait for has to: ${scheduled.join(', ') || 'none does'}`,
      };
    } else if (kinds[kind] === 'monthly' && maxAgeDays < LONGEST_MONTH_DAYS) {
      yield { path, message: `"${kind}" runs monthly, so maxAgeDays has to be at least ${LONGEST_MONTH_DAYS}` };
    }
  }
}

/** AWS refuses names of clusters and instances beyond 63 characters; better here than in the middle of an apply. */
function* checkNames(environment: Environment): Iterable<RuleProblem> {
  const { clusters, instances } = resourceNames(environment);
  const longest = [...Object.values(clusters), ...Object.values(instances).flat()].sort(
    (a, b) => b.length - a.length,
  )[0];
  if (longest !== undefined && longest.length > 63) {
    yield {
      path: ['environmentSuffix'],
      message: `makes "${longest}", which is longer than the 63 characters RDS allows`,
    };
  }
}
