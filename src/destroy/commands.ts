import type { GlobalMember } from '../ports/global-database';

/** What a refusal tells to run: whole lines, with the identifiers of the case at hand. */

export function describeGlobalCommand(globalClusterId: string, region: string): string {
  return `aws rds describe-global-clusters --global-cluster-identifier ${globalClusterId} --region ${region}`;
}

export function describeClusterCommand(cluster: GlobalMember): string {
  return `aws rds describe-db-clusters --db-cluster-identifier ${cluster.clusterId} --region ${cluster.region}`;
}

/** A switchover is asked of the region of the **present** writer; other regions refuse it. */
export function switchoverCommand(globalClusterId: string, target: GlobalMember, writer: GlobalMember): string {
  return (
    `aws rds switchover-global-cluster --global-cluster-identifier ${globalClusterId} ` +
    `--target-db-cluster-identifier ${target.clusterArn} --region ${writer.region}`
  );
}

/** Without fail-back=false the drill would bring the writer back to where it must not be. */
export function switchoverDrillCommand(environment: string): string {
  return `gh workflow run drill.yml -f environment=${environment} -f kind=switchover -f fail-back=false`;
}

export function removeFromGlobalCommand(globalClusterId: string, member: GlobalMember): string {
  return (
    `aws rds remove-from-global-cluster --global-cluster-identifier ${globalClusterId} ` +
    `--db-cluster-identifier ${member.clusterArn} --region ${member.region}`
  );
}
