import type { TemporaryName } from './drill-state';

/** Something in an AWS account that says of itself that a drill made it. */
export interface TemporaryResource {
  readonly kind: 'cluster' | 'instance' | 'snapshot';
  readonly region: string;
  readonly id: string;
  /** The environment whose drill made it, by its tag. */
  readonly environment: string;
  /** `undefined` while it is being made. */
  readonly createdAt: Date | undefined;
}

/** A snapshot that Aurora took of the region that it overwrote after an unplanned failover: what was not replicated is in there, and nowhere else. */
export interface UnplannedFailoverSnapshot {
  readonly region: string;
  readonly id: string;
  readonly clusterId: string;
}

/** What drills leave in the account, in all regions of the environment. */
export interface TemporaryResources {
  /** Everything that carries the tag of drills of this environment. */
  list(): Promise<readonly TemporaryResource[]>;
  /**
   * Removes one of them, with the instances of a cluster, and returns when it is gone; harmless when it is gone already.
   *
   * @throws NotTemporaryError when it does not carry the tag: then it is not ours, whatever its name
   */
  remove(name: TemporaryName | Pick<TemporaryResource, 'kind' | 'region' | 'id'>): Promise<void>;
  unplannedFailoverSnapshots(): Promise<readonly UnplannedFailoverSnapshot[]>;
  /** Copies it to a manual snapshot, which nobody removes but a person; harmless when that exists. @returns the name of the copy */
  keep(snapshot: UnplannedFailoverSnapshot): Promise<string>;
}

/** It does not carry the tag of drills, so it is not touched. */
export class NotTemporaryError extends Error {
  override readonly name = 'NotTemporaryError';
}
