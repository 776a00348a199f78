/**
 * What a swap of the roles changes by itself. Aurora sets these; Terraform only reads them, or is told to leave them alone (ignore_changes in
 * terraform/modules/regional_database). Not among them is engine_version: Aurora may change it after a failover, but two versions forbid the
 * next move, so that nobody is to expect it.
 */
const ROLE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_rds_cluster: [
    // Set on whichever cluster follows. Removing it promotes the cluster out of the global database.
    'replication_source_identifier',
    // Empty between the loss of a cluster and its return. Removing it takes the cluster out of the global database.
    'global_cluster_identifier',
    // Which instance of the cluster writes, in the one that has been promoted.
    'cluster_members',
    // A cluster that was rebuilt after a failover may come back with others.
    'endpoint',
    'reader_endpoint',
  ],
  aws_rds_global_cluster: [
    // Lists the clusters with `is_writer` and with the readers of the writer.
    'global_cluster_members',
    // Names the cluster that it was made of, which need not be the writer any more.
    'source_db_cluster_identifier',
    'endpoint',
  ],
  // The instance is the writer of its cluster, and of a follower there is none.
  aws_rds_cluster_instance: ['writer'],
};

/** Whether a swap of the roles changes this attribute of a resource, without anybody having asked for it. */
export function isRoleAttribute(type: string, attribute: string): boolean {
  return ROLE_ATTRIBUTES[type]?.includes(attribute) ?? false;
}
