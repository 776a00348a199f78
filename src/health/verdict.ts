/** Why a cluster is unfit, in one word: the answer goes to the public internet and must tell nothing else. */
export type Reason =
  /** It replays the log of another cluster. */
  | 'standby'
  /** It could write but has been told not to. */
  | 'readonly'
  /** It is further behind than the limit. */
  | 'lagging'
  /** Nobody can say how far it is behind. */
  | 'blind'
  /** No connection, or one that broke. */
  | 'unreachable'
  /** No answer within the time that Route 53 leaves. */
  | 'silent'
  /** It starts, stops or recovers from a crash. */
  | 'starting'
  /** It has no connection to spare. */
  | 'full'
  /** It does not accept our password. */
  | 'refused'
  /** The password cannot be read. */
  | 'locked'
  /** It answered with an error that no one foresaw. */
  | 'broken';

/** The answer to a question about a cluster. */
export type Verdict = { readonly isFit: true } | { readonly isFit: false; readonly reason: Reason };

export const FIT: Verdict = { isFit: true };

export function unfit(reason: Reason): Verdict {
  return { isFit: false, reason };
}
