/**
 * What a preflight asks the outside beyond roles and statuses. Every question is about this moment, and an answer that cannot be had is an
 * error: a preflight that cannot look stops its drill.
 */

/** What AWS would do to a region's database by itself, or when something restarts. */
export interface Upkeep {
  readonly region: string;
  readonly clusterVersion: string;
  readonly instances: readonly { readonly id: string; readonly version: string }[];
  /** Changes that were asked for and wait, as `resource: attribute`. Names only: a value may be a password. */
  readonly waiting: readonly string[];
  readonly maintenance: readonly Maintenance[];
}

export interface Maintenance {
  /** The cluster or the instance. */
  readonly resource: string;
  /** For example `system-update`. */
  readonly action: string;
  /** When it will be carried out at the latest; `undefined` while it waits for somebody to ask for it. */
  readonly at: Date | undefined;
}

/** What was set in the parameter groups of a region's database. A parameter that is not here has the engine's default. */
export interface ParameterSettings {
  readonly region: string;
  readonly cluster: ReadonlyMap<string, string>;
  /** By instance. */
  readonly instances: readonly { readonly id: string; readonly parameters: ReadonlyMap<string, string> }[];
  /** Instances that do not run with what was set, with what RDS says instead of in-sync. */
  readonly notInSync: readonly string[];
}

export interface DatabaseSettings {
  upkeep(region: string, clusterId: string): Promise<Upkeep>;
  parameters(region: string, clusterId: string): Promise<ParameterSettings>;
}

export interface FiringAlarm {
  readonly region: string;
  readonly name: string;
  /** In the alarm's own words, where it has any. */
  readonly reason: string | undefined;
}

/** The alarms of the environment, in all regions. */
export interface Alarms {
  /** Those in state ALARM. One that has no data is not among them. */
  firing(): Promise<readonly FiringAlarm[]>;
}
