import type { GlobalMember, GlobalStatus } from '../ports/global-database';

/** The global database is in a state in which a move must not start. The message says which, and what to do. */
export class NotMovableError extends Error {
  override readonly name = 'NotMovableError';
}

/**
 * The member that accepts writes now.
 *
 * @throws NotMovableError when there is not exactly one: during a move, or when something is badly wrong
 */
export function currentWriter(status: GlobalStatus): GlobalMember {
  const writers = status.members.filter((member) => member.isWriter);
  const [writer] = writers;
  if (writer === undefined || writers.length > 1) {
    throw new NotMovableError(
      `global cluster ${status.globalClusterId} reports ${writers.length} writers, expected exactly one; look at ` +
        `"aws rds describe-global-clusters --global-cluster-identifier ${status.globalClusterId}" before anything else`,
    );
  }
  return writer;
}

/**
 * The member to promote when the writer's region is lost or to be left.
 *
 * A target without an available instance is refused: Aurora completes such a failover (RDS-EVENT-0519) and leaves a
 * database that nothing can connect to. A different engine version is refused by the API in the middle of the move, so
 * it is refused here before it starts.
 *
 * @throws NotMovableError naming every reason
 */
export function chooseTarget(status: GlobalStatus): GlobalMember {
  const writer = currentWriter(status);
  if (status.failoverState !== undefined) {
    throw new NotMovableError(
      `global cluster ${status.globalClusterId} is already moving (${status.failoverState.status}); wait until it has finished`,
    );
  }
  const problems: string[] = [];
  for (const member of status.members) {
    if (member.isWriter) continue;
    const reasons = reasonsAgainst(member, writer);
    if (reasons.length === 0) return member;
    problems.push(`${member.clusterId} (${member.region}): ${reasons.join(', ')}`);
  }
  throw new NotMovableError(
    problems.length === 0
      ? `global cluster ${status.globalClusterId} has no cluster outside ${writer.region} to promote`
      : `no cluster of ${status.globalClusterId} can be promoted: ${problems.join('; ')}`,
  );
}

function reasonsAgainst(member: GlobalMember, writer: GlobalMember): readonly string[] {
  const reasons: string[] = [];
  if (member.region === writer.region) reasons.push('it is in the same region as the writer');
  if (member.status !== 'available') reasons.push(`its status is ${member.status}`);
  if (!member.instances.some((instance) => instance.status === 'available'))
    reasons.push('it has no available instance');
  // While the writer's region does not answer, its version is not known and cannot be held against the target.
  if (writer.engineVersion !== '' && member.engineVersion !== writer.engineVersion) {
    reasons.push(`its engine version is ${member.engineVersion}, the writer's is ${writer.engineVersion}`);
  }
  return reasons;
}
