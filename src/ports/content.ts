/**
 * What a database holds, in a form that can be compared with that of its restored copy: digests and counts, never the content itself.
 * Both are asked the same questions by the same code.
 */

/** What the catalogs say, by subject. */
export const SECTIONS = [
  'tables',
  'constraints',
  'indexes',
  'functions',
  'triggers',
  'views',
  'sequence definitions',
  'types',
  'roles',
  'memberships',
  'grants',
  'settings',
  'extensions',
  'database',
] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface Section {
  readonly count: number;
  /** SHA-256 over everything in it. */
  readonly digest: string;
  /** Name → short digest, so that what differs can be named; `null` when there are too many to list. */
  readonly objects: Readonly<Record<string, string>> | null;
}

export interface SequenceState {
  readonly name: string;
  /** `null` when it was never used. Whole numbers of 64 bits, as text. */
  readonly lastValue: string | null;
  readonly increment: string;
  /** Highest, for a descending sequence lowest, value of the column that it fills; `null` when it fills none or that was not read. */
  readonly columnEdge: string | null;
}

/**
 * The oldest transaction that was still open when somebody looked, as `pg_snapshot_xmin` gives it. A row version of an older one that is not visible then is dead for
 * good, and one that is visible then and later was visible all the time between.
 */
export type Horizon = string;

export interface CatalogContent {
  readonly horizon: Horizon;
  readonly sections: Readonly<Record<SectionName, Section>>;
  readonly sequences: readonly SequenceState[];
  /** `server_ts` of the newest heartbeat of all drills, in ms since 1970; `null` without any. */
  readonly newestHeartbeatMs: number | null;
}

/** The rows of transactions before the horizon: those that an application writes meanwhile are not counted. */
export interface Bucket {
  readonly rows: number;
  /** Sum of the hashes of its rows: the order in which they are read makes no difference. */
  readonly sum: string;
}

export interface IndexName {
  readonly schema: string;
  readonly name: string;
}

export type TableContent =
  | {
      readonly table: string;
      readonly state: 'read';
      /** Of all rows, or of blocks here and there where the table is too large for that. */
      readonly extent: 'all' | 'sample';
      readonly buckets: Readonly<Record<string, Bucket>>;
      /** Rows of transactions after the horizon, which are in no bucket. */
      readonly younger: number;
      /** B-trees of the table, which can be checked against it. */
      readonly indexes: readonly IndexName[];
    }
  | { readonly table: string; readonly state: 'missing' | 'refused' | 'not-read'; readonly reason: string };

export interface IndexCheck {
  readonly index: string;
  readonly outcome: 'passed' | 'failed' | 'unknown';
  readonly detail: string;
}

export interface ContentManifest extends CatalogContent {
  readonly tables: readonly TableContent[];
  /** Of a restored copy only. */
  readonly indexChecks: readonly IndexCheck[];
}
