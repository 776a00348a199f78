import { LONGEST_REHEARSAL_MS } from '../../ports/failover-record';

/** The hook may take so long to strike: rules of a network in AWS take a minute to be known everywhere. In ms. */
const STRIKE_MS = 90_000;
/**
 * The fault ends so much before the rehearsal, whoever ends it: until then the controller has to see the region again, by clocks that may differ by
 * some seconds. In ms.
 */
const SIGHT_MS = 60_000;

export interface DetectionLimits {
  /** So long the controller is blind at most. */
  readonly blindMs: number;
  /** So long a real loss may be taken for a rehearsal at most. */
  readonly rehearsalMs: number;
}

/** The rehearsal is kept short: a disaster that begins in it is not acted on before it has ended. @throws RangeError */
export function detectionLimits(detectionSeconds: number): DetectionLimits {
  const blindMs = detectionSeconds * 1000 + STRIKE_MS;
  const rehearsalMs = blindMs + SIGHT_MS;
  if (rehearsalMs > LONGEST_REHEARSAL_MS) {
    throw new RangeError(
      `a detection objective of ${detectionSeconds} s would need a rehearsal of ${rehearsalMs / 1000} s; a controller heeds one of ` +
        `${LONGEST_REHEARSAL_MS / 1000} s at most. Drill with kind failover instead`,
    );
  }
  return { blindMs, rehearsalMs };
}
