import type { Plan, ResourceChange } from './plan-json';

/**
 * What a change of, even in place, can take a failover away without anything looking broken: only a drill shows it. By type of resource; a
 * trailing `_` stands for all types that begin like this.
 */
const RISKY_TYPES: Readonly<Record<string, string>> = {
  aws_rds_: 'the database itself: members, versions, parameters and classes decide whether a target can be promoted',
  aws_db_parameter_group: 'settings of the servers, which have to be the same in both regions',
  aws_db_subnet_group: 'the network that the database lives in',
  aws_kms_key: 'a policy that is too narrow is noticed by the region that has to start from it',
  aws_kms_replica_key: 'as a key',
  aws_route53_: 'where clients go after a failover',
  aws_security_group: 'who reaches the database, and over which path the controllers see each other',
  aws_security_group_rule: 'as a security group',
  aws_vpc_: 'peering, endpoints and rules of the networks of the database',
  aws_route: 'the way between the regions',
  aws_route_table: 'as a route',
  aws_network_acl: 'as a security group',
};

/** Modules of terraform/ in which everything is part of a failover, whatever its type. */
const RISKY_MODULES: readonly { readonly prefix: string; readonly reason: string }[] = [
  {
    prefix: 'module.failover_',
    reason: 'the controllers that notice the loss of a region and promote the other one, and their records',
  },
  { prefix: 'module.health_', reason: 'what Route 53 and the controllers ask whether a region can be written' },
  { prefix: 'module.routing', reason: 'where clients go after a failover' },
];

/**
 * The addresses of changes that a fresh drill has to stand behind: whatever takes something away, and updates of what a failover needs.
 *
 * Creating is not risky. A first build has nothing that could be drilled, and one that broke off half-way has to be finished without a drill; what
 * is new beside a database that works takes nothing from it. Imports and moves alone change nothing.
 */
export function riskyChanges(plan: Plan): readonly string[] {
  return plan.resourceChanges.filter(isRisky).map(({ address }) => address);
}

function isRisky(change: ResourceChange): boolean {
  if (change.mode !== 'managed') return false;
  switch (change.action) {
    case 'delete':
    case 'replace':
    case 'forget':
      return true;
    case 'update':
      return isPartOfFailover(change);
    case 'no-op':
    case 'create':
    case 'read':
      return false;
  }
}

function isPartOfFailover({ address, type }: ResourceChange): boolean {
  return (
    RISKY_MODULES.some(({ prefix }) => address.startsWith(prefix)) ||
    Object.keys(RISKY_TYPES).some((risky) => (risky.endsWith('_') ? type.startsWith(risky) : type === risky))
  );
}
