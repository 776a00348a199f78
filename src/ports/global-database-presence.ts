/**
 * Whether the global database holds any cluster. `GlobalDatabase.describe` cannot say that: to it, a global database that is not there, an
 * empty one and a control plane that does not answer are all errors.
 */
export interface GlobalDatabasePresence {
  /**
   * False only when every region says that there is no global database, or that it has no members.
   *
   * @throws an error when no region knows of a member but one did not answer: then nobody can say
   */
  hasMembers(): Promise<boolean>;
}
