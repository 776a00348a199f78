/**
 * Causes and ends the disaster of a failover drill. In an AWS account this is, for example, a small service in front of
 * a Fault Injection Service experiment; in the sandbox it kills the servers of a region.
 */
export interface FaultInjector {
  /** Asks for the loss of `region` at a moment that the injector chooses; returns once the request is accepted, not when it strikes. */
  start(region: string): Promise<void>;
  /** Ends the fault: the region comes back. Harmless when no fault is active. */
  stop(region: string): Promise<void>;
}
