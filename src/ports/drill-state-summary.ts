/** What the last drill of an environment left behind. */
export interface LastDrill {
  /** `broken-off`: it never said that it had ended. `needs-human`: nobody may drill before a person has acted. */
  readonly state: 'none' | 'ended' | 'broken-off' | 'needs-human';
  /** In one line; empty where there is nothing to say. */
  readonly detail: string;
}

export interface DrillStateSummary {
  /** @throws when it cannot be read */
  lastDrill(): Promise<LastDrill>;
}
