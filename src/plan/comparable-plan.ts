/**
 * A plan as something that can be compared with another plan of the same configuration: one entry for each thing that it does.
 * The key is the address (with the deposed key, where there is one), or `output.<name>`.
 */
export type ComparablePlan = ReadonlyMap<string, ComparableChange>;

export interface ComparableChange {
  readonly action: string;
  /** SHA-256 over everything that the change is: actions, values before and after, what is unknown, what forces a replacement. */
  readonly digest: string;
  /**
   * SHA-256 over what it makes, for a creation, and for a replacement only because the thing is tainted: Terraform was interrupted while it made it. Absent for
   * everything else.
   */
  readonly makes?: string;
}

/** One thing in which two plans differ. */
export interface PlanDifference {
  readonly address: string;
  /** What the reviewed plan does; `undefined` when it leaves it alone. */
  readonly reviewed: string | undefined;
  /** What a plan made now does. */
  readonly now: string | undefined;
}

/** Whether a plan made now only makes anew what the reviewed one creates, because an interrupted run left it unfinished. */
export function makesAnew(reviewed: ComparableChange | undefined, now: ComparableChange | undefined): boolean {
  return (
    reviewed?.action === 'create' &&
    now?.action === 'replace' &&
    reviewed.makes !== undefined &&
    reviewed.makes === now.makes
  );
}

/** What differs, in the order of the addresses; empty when both plans do the same. */
export function comparePlans(reviewed: ComparablePlan, now: ComparablePlan): readonly PlanDifference[] {
  const addresses = [...new Set([...reviewed.keys(), ...now.keys()])].sort((a, b) => a.localeCompare(b, 'en'));
  return addresses
    .filter((address) => reviewed.get(address)?.digest !== now.get(address)?.digest)
    .map((address) => ({
      address,
      reviewed: reviewed.get(address)?.action,
      now: now.get(address)?.action,
    }));
}
