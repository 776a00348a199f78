/** The users that applications of one region log in as, by turns, and the role that they share. */
export interface ApplicationUsers {
  /** Owns what applications create and holds their privileges; nobody logs in as this role. */
  readonly role: string;
  readonly users: readonly [string, string];
}

/** What PostgreSQL keeps of an identifier: NAMEDATALEN - 1. A longer name would be cut, and two users could become one. */
const LONGEST_IDENTIFIER = 63;

/**
 * The users of a region. Each region has a pair of its own, so that its secret depends on nothing in the other region.
 *
 * @param role   for example `application`
 * @param region for example `us-east-1`
 * @throws RangeError when a name would be longer than PostgreSQL keeps
 */
export function applicationUsers(role: string, region: string): ApplicationUsers {
  const name = `${role}_${region.replaceAll('-', '_')}`;
  if (name.length + 2 > LONGEST_IDENTIFIER)
    throw new RangeError(`"${name}_a" is longer than ${LONGEST_IDENTIFIER} characters`);
  return { role, users: [`${name}_a`, `${name}_b`] };
}

/** The user whose turn it is: never the one that applications log in as now. */
export function nextUser({ users: [first, second] }: ApplicationUsers, current: string): string {
  return current === first ? second : first;
}
