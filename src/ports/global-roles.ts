/** Who plays which role in the global database, as much as the control plane of any region says. */
export interface GlobalRoles {
  /** Asks every region. Never throws: a region that does not answer is an answer too. */
  ask(): Promise<readonly RegionAnswer[]>;
}

export interface RegionAnswer {
  /** Which region was asked. */
  readonly region: string;
  readonly said: KnownRoles | 'no such database' | SilentRegion;
}

export interface KnownRoles {
  readonly members: readonly { readonly region: string; readonly isWriter: boolean }[];
  /** Set while a switchover or failover is under way; the regions, where they are known. */
  readonly move: { readonly status: string; readonly from?: string; readonly to?: string } | undefined;
}

export interface SilentRegion {
  /** Why it did not answer, or what it answered instead. */
  readonly failure: string;
}
