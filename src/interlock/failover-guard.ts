import type { ControllerRecords, Episode } from '../ports/failover-record';
import type { GlobalRoles, RegionAnswer } from '../ports/global-roles';
import type { LeaseHolder } from '../ports/lease';
import type { Logger } from '../ports/logger';

/** A failover is going on, or nobody can say that none is. The message says what, and what to do. */
export class FailoverInProgressError extends Error {
  override readonly name = 'FailoverInProgressError';
}

export interface FailoverGuardPorts {
  readonly controllers: ControllerRecords;
  readonly roles: GlobalRoles;
  readonly logger: Logger;
}

/**
 * Refuses while the writer is being moved, by a failover controller or by anybody else. The controllers do not ask for the lease: rescue goes first.
 *
 * An apply or a destruction is also refused when a region does not answer, the home region too. Terraform could not finish without it, half of a
 * plan would be applied, and with a region that is silent nobody can say whether the other one is about to be promoted. Nothing has to be applied for the database to
 * survive: that is the controller's work. A drill goes on, because its preflight looks at the same things and stops it with a verdict.
 *
 * @param regions all regions of the environment
 * @throws FailoverInProgressError
 */
export async function refuseDuringFailover(
  kind: LeaseHolder['kind'],
  regions: readonly string[],
  { controllers, roles, logger }: FailoverGuardPorts,
): Promise<void> {
  const [answers, records] = await Promise.all([
    roles.ask(),
    Promise.all(regions.map((region) => readRecord(region, controllers))),
  ]);
  for (const { region, episode } of records) {
    if (episode !== undefined && episode.stage !== 'closed') throw refusal(kind, describeEpisode(region, episode));
  }
  for (const { region, said } of answers) {
    if (said === 'no such database' || 'failure' in said || said.move === undefined) continue;
    const { status, from, to } = said.move;
    const way = from === undefined || to === undefined ? '' : ` from ${from} to ${to}`;
    throw refusal(kind, `${region} says that the writer is being moved${way} (${status})`);
  }
  const silent = [
    ...answers.flatMap(silenceOf),
    ...records.flatMap(({ silence }) => (silence === undefined ? [] : [silence])),
  ];
  if (silent.length === 0) return;
  if (kind !== 'drill') {
    throw new FailoverInProgressError(
      `nobody can say whether a failover is going on, because not everything answered: ${silent.join('; ')}. ${sentenceOf(kind)} needs ` +
        'both regions; wait until they answer, check the permissions of the role if they do, and run this again',
    );
  }
  logger.warn(`nobody can say whether a failover is going on; the preflight decides: ${silent.join('; ')}`);
}

interface ReadRecord {
  readonly region: string;
  readonly episode: Episode | undefined;
  readonly silence: string | undefined;
}

async function readRecord(region: string, controllers: ControllerRecords): Promise<ReadRecord> {
  try {
    return { region, episode: (await controllers.of(region))?.episode, silence: undefined };
  } catch (error) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    return {
      region,
      episode: undefined,
      silence: `the record of the failover controller in ${region} cannot be read (${message})`,
    };
  }
}

function silenceOf({ region, said }: RegionAnswer): readonly string[] {
  return said !== 'no such database' && 'failure' in said ? [`RDS in ${region} (${said.failure})`] : [];
}

function describeEpisode(region: string, { stage, lostRegion, targetRegion, steps }: Episode): string {
  const since = steps[0]?.at;
  return (
    `the failover controller of ${region} has declared ${lostRegion} down${since === undefined ? '' : ` at ${since}`} ` +
    `and is moving the writer to ${targetRegion} (stage ${stage})`
  );
}

function refusal(kind: LeaseHolder['kind'], what: string): FailoverInProgressError {
  return new FailoverInProgressError(
    `${what}. ${sentenceOf(kind)} would get in its way; wait until it is over, look at docs/failover.md if it does not end, and run this again`,
  );
}

function sentenceOf(kind: LeaseHolder['kind']): string {
  return { apply: 'An apply', drill: 'A drill', destroy: 'A destruction', switchover: 'A switchover' }[kind];
}
