/** Who waits takes over a lease that has stood still for so long, by the waiter's own clock. */
export const LEASE_MS = 120_000;
/** So much earlier its holder stops trusting it: for clocks that run at different speeds, and for what was begun before the look at it. */
export const LEASE_MARGIN_MS = 30_000;
/** Five renewals fit into the time that a holder trusts the lease, so that a short outage of the table costs nothing. */
export const RENEW_EVERY_MS = 15_000;
/** After a renewal that failed. */
export const RETRY_RENEWAL_MS = 3_000;
/** How often a waiter looks. */
export const LOOK_EVERY_MS = 5_000;
/** How often a waiter says that it is still waiting. */
export const SAY_EVERY_MS = 60_000;
/** A table that has not answered for so long is not waited for: who waits for a lease would wait for the wrong thing. */
export const STORE_PATIENCE_MS = 60_000;
/** So long an apply, a drill or a destruction waits for another one: the longest of them that is usual, and less than the life of its credentials. */
export const LEASE_WAIT_MS = 30 * 60_000;
