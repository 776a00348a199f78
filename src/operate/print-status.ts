import type { Standing } from '../drill/recovery/standing';
import type { FailoverRecord } from '../ports/failover-record';
import type { GlobalMember, GlobalStatus } from '../ports/global-database';
import type { DrillRecord } from '../records/drill-record';
import type { Look } from './bounded';
import type { EnvironmentStatus, RegionStatus } from './status';

const HOUR_MS = 3_600_000;
/** So wide is the column of the names, in characters. */
const NAME_WIDTH = 12;

/**
 * The status as one screen of text. A line that begins with `!` is one to look at; what did not answer is said, and never left out.
 *
 * @param who whose credentials looked, as AWS names them
 */
export function printStatus(
  environment: { readonly name: string; readonly account: string },
  who: string,
  { database, regions, lease, drills, standing }: EnvironmentStatus,
  now: Date,
): string {
  return [
    `${environment.name}, account ${environment.account}, looked at ${now.toISOString()} by ${who}`,
    ...databaseLines(database),
    ...regions.flatMap((region) => regionLines(region, database)),
    line('lease', lease, (holder) =>
      holder === undefined ? 'free' : `held by the ${holder.kind} of ${holder.run} since ${holder.since}`,
    ),
    line('last drill', standing, standingText, ({ kind }) => kind === 'clear'),
    ...drillLines(drills, now),
  ].join('\n');
}

function databaseLines(database: Look<GlobalStatus>): readonly string[] {
  if ('silent' in database) return [silent('database', database.silent)];
  const { members, failoverState, status, endpoint } = database.seen;
  const writers = members.filter(({ isWriter }) => isWriter).map(({ region }) => region);
  const isWell = writers.length === 1 && failoverState === undefined && status === 'available';
  const move = failoverState === undefined ? 'no move under way' : `BEING MOVED (${failoverState.status})`;
  return [
    row(
      'writer',
      `${writers.join(' and ') || 'no region'}, ${move}, global database ${status}, writes through ${endpoint}`,
      isWell,
    ),
  ];
}

function regionLines(region: RegionStatus, database: Look<GlobalStatus>): readonly string[] {
  const member = 'seen' in database ? database.seen.members.find((one) => one.region === region.region) : undefined;
  return [
    memberLine(region, member),
    line(
      '  controller',
      region.controller,
      (record) => controllerText(record, member),
      (record) => isControllerWell(record, member),
    ),
    line('  rotation', region.freeze, (reason) => (reason === undefined ? 'free' : `frozen: ${reason}`), isAbsent),
    line(
      '  alarms',
      region.alarms,
      (names) => (names.length === 0 ? 'none' : names.join(', ')),
      (names) => names.length === 0,
    ),
  ];
}

function memberLine({ region, lagMs }: RegionStatus, member: GlobalMember | undefined): string {
  if (member === undefined) return row(region, 'no cluster is known here', false);
  const available = member.instances.filter(({ status }) => status === 'available').length;
  const isWell = member.status === 'available' && available > 0 && available === member.instances.length;
  const role = member.isWriter ? 'writes' : `follows, ${lagText(lagMs)}`;
  const what =
    member.status === 'unknown'
      ? 'RDS of this region does not answer'
      : `${member.clusterId} is ${member.status}, ${available} of ${member.instances.length} instances available, version ${member.engineVersion}`;
  return row(region, `${role}; ${what}`, isWell);
}

function lagText(lagMs: Look<number | undefined>): string {
  if ('silent' in lagMs) return `its lag is not known (${lagMs.silent})`;
  return lagMs.seen === undefined
    ? 'its lag is not known (CloudWatch has heard nothing for five minutes)'
    : `${(lagMs.seen / 1000).toFixed(1)} s behind`;
}

function controllerText(record: FailoverRecord | undefined, member: GlobalMember | undefined): string {
  if (record === undefined) return 'none is deployed';
  const { armed, episode } = record;
  const guard =
    armed === undefined
      ? member?.isWriter === true
        ? 'stands down, because its region writes'
        : 'not armed'
      : `armed at ${armed.at}, ${(armed.lagMs / 1000).toFixed(1)} s behind ${shortName(armed.writerArn)}`;
  if (episode === undefined) return guard;
  const last = episode.steps.at(-1)?.at ?? 'an unknown time';
  if (episode.stage === 'closed')
    return `${guard}; last episode ended at ${last}: ${episode.outcome ?? 'no outcome'}, of ${episode.lostRegion}`;
  const refused = episode.refusals.length === 0 ? '' : `; NOT PROMOTED: ${episode.refusals.join('; ')}`;
  return `${guard}; EPISODE: ${episode.lostRegion} is lost, stage ${episode.stage} since ${last}${refused}`;
}

/** In the region that writes it stands down, and that is well. */
function isControllerWell(record: FailoverRecord | undefined, member: GlobalMember | undefined): boolean {
  if (record === undefined) return false;
  if (record.episode !== undefined && (record.episode.stage !== 'closed' || record.episode.outcome === 'failed'))
    return false;
  return member?.isWriter === true || record.armed !== undefined;
}

function standingText(standing: Standing): string {
  return standing.kind === 'needs-human' ? `${standing.sentence}. Begin with ${standing.runbook}` : standing.sentence;
}

function drillLines(drills: Look<readonly DrillRecord[]>, now: Date): readonly string[] {
  if ('silent' in drills) return [silent('drills', drills.silent)];
  if (drills.seen.length === 0) return [row('drills', 'none has ever run', false)];
  return drills.seen.map(({ kind, verdict, finishedAt, runUrl }) => {
    const hours = Math.max(0, Math.round((now.getTime() - Date.parse(finishedAt)) / HOUR_MS));
    const where = runUrl === undefined ? '' : `, ${runUrl}`;
    return row('drill', `${kind} ${verdict}, ${hours} h ago${where}`, verdict === 'passed');
  });
}

function line<T>(
  name: string,
  what: Look<T>,
  text: (seen: T) => string,
  isWell: (seen: T) => boolean = () => true,
): string {
  return 'silent' in what ? silent(name, what.silent) : row(name, text(what.seen), isWell(what.seen));
}

function silent(name: string, why: string): string {
  return row(name, `DOES NOT ANSWER: ${why}`, false);
}

function row(name: string, text: string, isWell: boolean): string {
  return `${isWell ? ' ' : '!'} ${name.padEnd(NAME_WIDTH)} ${text.replaceAll(/\s+/g, ' ')}`;
}

function isAbsent(value: string | undefined): boolean {
  return value === undefined;
}

/** `arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-prod` → its last part. */
function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
