/** One regional cluster of the global database, as the control plane reports it. */
export interface GlobalMember {
  readonly region: string;
  readonly clusterArn: string;
  readonly clusterId: string;
  readonly isWriter: boolean;
  /** Status of the cluster itself, for example `available`; `unknown` while its region does not answer. */
  readonly status: string;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly port: number;
  readonly engineVersion: string;
  readonly instances: readonly GlobalMemberInstance[];
}

export interface GlobalMemberInstance {
  readonly id: string;
  readonly status: string;
  readonly isWriter: boolean;
  readonly instanceClass: string;
  readonly availabilityZone: string;
}

export interface GlobalStatus {
  readonly globalClusterId: string;
  /** `available` when nothing is going on. */
  readonly status: string;
  /** The global writer endpoint, the one name that Aurora keeps pointing at the writer. */
  readonly endpoint: string;
  /** Set while a switchover or failover is under way. */
  readonly failoverState: { readonly status: string; readonly from?: string; readonly to?: string } | undefined;
  readonly members: readonly GlobalMember[];
}

/** The control plane of the global database. */
export interface GlobalDatabase {
  describe(): Promise<GlobalStatus>;
  /**
   * Promotes `target` at once; acknowledged writes that were not replicated yet are lost.
   * Called in the **target's** region, because the region of the old primary may be gone.
   */
  failover(target: GlobalMember): Promise<void>;
  /** Swaps the roles without loss. Called in the region of the **current primary**, as the API demands. */
  switchover(target: GlobalMember, currentPrimary: GlobalMember): Promise<void>;
}
