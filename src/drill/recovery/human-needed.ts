/**
 * The headings that a recovery sends people to. A person reads them at three in the morning, so each leads to the step itself;
 * test/drill/recovery/runbooks.test.ts looks that they are there.
 */
export const RUNBOOKS = {
  /** The fault hook does not end what it was asked for. */
  faultStays: 'docs/recovery.md#a-fault-that-does-not-end',
  /** A move does not come to its end, or no region writes. */
  moveStuck: 'docs/runbooks/failover-by-hand.md#look-first',
  /** The controller's episode stays open, or its record cannot be read. */
  controller: 'docs/runbooks/lost-controller.md#look-first',
  /** More than one region writes, or seems to. */
  splitBrain: 'docs/runbooks/split-brain.md#look-first',
  /** The writer is not where it belongs, and moving it back by itself is not safe. */
  failBack: 'docs/runbooks/fail-back.md#look-first',
  /** Something that the drill made is still there. */
  leftovers: 'docs/recovery.md#what-a-drill-made-and-did-not-remove',
  rotation: 'docs/runbooks/rotation-stuck.md#look-first',
} as const;

/** The recovery cannot go on by itself. */
export class HumanNeededError extends Error {
  override readonly name = 'HumanNeededError';

  /** @param runbook where to begin, one of {@link RUNBOOKS} */
  constructor(
    message: string,
    readonly runbook: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
