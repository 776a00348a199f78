import type { History } from '../drill/history';
import type { Finding } from '../evidence/finding';
import type { DrillIssueEntry } from '../report/drill-issue';

/** What the site is made from. It reads nothing itself. */
export interface SiteInput {
  readonly environments: readonly SiteEnvironment[];
  /** When it is rendered: ages are counted from here. */
  readonly renderedAt: Date;
  /**
   * What was stored, byte for byte, by its key: `evidence/production/00000001.json`. It is handed on under the same path, so that the site is a
   * copy of the evidence that can be verified as it is.
   */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface SiteEnvironment {
  readonly name: string;
  /** In the order of the chain. */
  readonly drills: readonly SiteDrill[];
  readonly chain: ChainStatus;
}

/** What the verification of the chain came to when the site was rendered. */
export interface ChainStatus {
  /** `whole`: nothing is missing or changed, but the keys lay beside the signatures, so nobody knows who signed. */
  readonly outcome: 'verified' | 'whole' | 'broken';
  /** What was checked, and against which key, in a sentence. */
  readonly summary: string;
  readonly findings: readonly Finding[];
}

export interface SiteDrill extends DrillIssueEntry {
  /** Entry, document and history, as far as they are there. */
  readonly files: readonly StoredFile[];
  /** The raw histories of the moves, in their order; empty when they are not at hand. */
  readonly histories: readonly History[];
}

export interface StoredFile {
  readonly what: 'entry' | 'document' | 'raw history' | 'public key';
  /** The key under which it is stored. */
  readonly path: string;
  /** `undefined` where the entry names none: a public key is trusted for other reasons. */
  readonly sha256: string | undefined;
}

/** The site cannot be made from this. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}
