import { chooseTarget, currentWriter, NotMovableError } from '../failover/target';
import type { GlobalMember, GlobalStatus } from '../ports/global-database';
import {
  describeClusterCommand,
  describeGlobalCommand,
  removeFromGlobalCommand,
  switchoverCommand,
  switchoverDrillCommand,
} from './commands';

export interface DestroyPolicy {
  readonly environment: string;
  /** Where the writer has to be: Terraform takes the other region's cluster away first. */
  readonly homeRegion: string;
  /** Identifier of the home region's cluster. */
  readonly homeCluster: string;
  /** Whether the writer may be switched back. */
  readonly switchBack: boolean;
}

export type DestroyDecision =
  | { readonly kind: 'go-on'; readonly reason: string }
  | {
      readonly kind: 'switch-back';
      /** Holds the two clusters that swap their roles, and no other. */
      readonly status: GlobalStatus;
      readonly writer: GlobalMember;
      readonly home: GlobalMember;
    }
  | { readonly kind: 'refuse'; readonly sentence: string };

/**
 * Whether the global database is in a state that Terraform can destroy. RDS lets the writer's cluster go only as the last one, and the
 * order of Terraform is fixed, so the writer has to be in the home region; found out half-way, half of the environment would be gone.
 *
 * @param status `undefined` when there is no global database with members
 */
export function decideDestroy(status: GlobalStatus | undefined, policy: DestroyPolicy): DestroyDecision {
  if (status === undefined) return goOn('There is no global database with members.');
  const id = status.globalClusterId;
  const anyRegion = status.members.find(({ isWriter }) => isWriter)?.region ?? policy.homeRegion;
  const look = describeGlobalCommand(id, anyRegion);
  if (status.failoverState !== undefined) {
    const { status: state, from, to } = status.failoverState;
    const way = from === undefined || to === undefined ? '' : ` from ${from} to ${to}`;
    return refuse(
      `global cluster ${id} is in the middle of a move (${state}${way}); wait until "${look}" shows the status available and no ` +
        'FailoverState, and run this again',
    );
  }
  if (status.status !== 'available') {
    return refuse(
      `the status of global cluster ${id} is ${status.status}; wait until "${look}" shows available, and run this again`,
    );
  }
  if (status.members.length === 0) return goOn(`Global cluster ${id} has no members.`);
  return refusing(policy.homeRegion, () => {
    const writer = currentWriter(status);
    const home = status.members.find(({ region }) => region === policy.homeRegion);
    if (home === undefined) return withoutHome(id, writer, policy);
    if (home.status === 'unknown') return unreachableHome(home, writer);
    if (writer.region === policy.homeRegion) return goOn(`The writer was in its home region ${policy.homeRegion}.`);
    return awayFromHome({ ...status, members: [writer, home] }, writer, home, policy);
  });
}

/** The writer is elsewhere, and its home region answers. @throws NotMovableError when the roles cannot be swapped now */
function awayFromHome(
  status: GlobalStatus,
  writer: GlobalMember,
  home: GlobalMember,
  policy: DestroyPolicy,
): DestroyDecision {
  chooseTarget(status);
  if (policy.switchBack) return { kind: 'switch-back', status, writer, home };
  return refuse(
    `the writer is in ${writer.region}, whose cluster Terraform removes first, and RDS refuses that for a writer. Switch back to ` +
      `${home.region} with "${switchoverCommand(status.globalClusterId, home, writer)}" or with the drill ` +
      `"${switchoverDrillCommand(policy.environment)}", and run this again; or set input "switch-back" to true`,
  );
}

/** Unplanned failover, and the old region was never rebuilt. Nothing is done unasked where there is only one copy of the data. */
function withoutHome(id: string, writer: GlobalMember, { homeCluster, homeRegion }: DestroyPolicy): DestroyDecision {
  return refuse(
    `cluster ${homeCluster} in ${homeRegion} is not a member of global cluster ${id}: after an unplanned failover it has not been rebuilt, ` +
      `and the only copy of the data is ${writer.clusterId} in ${writer.region}. Either wait until Aurora has rebuilt it, which it does by ` +
      `itself after a managed failover once the region is back, so that "${describeGlobalCommand(id, writer.region)}" lists it, and run this ` +
      `again; or, if the data may be lost, take the writer out with "${removeFromGlobalCommand(id, writer)}", and run this again`,
  );
}

function unreachableHome(home: GlobalMember, writer: GlobalMember): DestroyDecision {
  const where = writer.region === home.region ? '' : `, while the writer is in ${writer.region}`;
  return refuse(
    `cluster ${home.clusterId} in the home region ${home.region} cannot be read${where}; its region is lost, or the cluster is gone ` +
      `although it is a member. Terraform could not finish without that region. Wait until "${describeClusterCommand(home)}" shows the ` +
      'status available, and run this again',
  );
}

function goOn(reason: string): DestroyDecision {
  return { kind: 'go-on', reason };
}

function refuse(sentence: string): DestroyDecision {
  return { kind: 'refuse', sentence };
}

/** What the failover code finds not movable is a refusal here, not an error. */
function refusing(homeRegion: string, decide: () => DestroyDecision): DestroyDecision {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof NotMovableError)) throw error;
    return refuse(
      `the writer has to be in its home region ${homeRegion}, but ${error.message}; when that has changed, run this again`,
    );
  }
}
