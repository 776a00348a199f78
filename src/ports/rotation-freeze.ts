/**
 * A sign that no password may be changed: a failover that starts from one region must not meet a password that only the other has.
 * Set by whoever moves the writer, read by whoever rotates.
 */
export interface RotationFreeze {
  /**
   * Why passwords must stay as they are now; `undefined` when they may be changed. A freeze that has run out is none.
   *
   * @throws an error when that cannot be known: then nobody may rotate
   */
  reason(): Promise<string | undefined>;
}

/** The other side of {@link RotationFreeze}. */
export interface RotationFreezer {
  /**
   * Freezes rotation until `until`, or for longer when it is frozen for longer already. It ends by itself, because whoever sets it
   * can crash.
   */
  freeze(reason: string, until: Date): Promise<void>;
  /** Ends a freeze early; harmless when there is none. */
  thaw(): Promise<void>;
}
