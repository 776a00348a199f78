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

/** The injector does not do what it was asked for, and has said so: nothing has happened. */
export class FaultRefusedError extends Error {
  override readonly name = 'FaultRefusedError';
}

/**
 * Makes the failover controller of the other region blind for `region`, and takes nothing else away: applications go on writing. The same
 * service as {@link FaultInjector}, where it offers this.
 */
export interface HealthPathInjector {
  /** Whether the service says that it can do this. One that does not know the question cannot. @throws when it does not answer */
  offersHealthPath(): Promise<boolean>;
  /**
   * Takes the controller's paths to `region` away at a moment that the injector chooses. The injector gives them back after `forSeconds` by itself,
   * because a drill can die, and a controller that stays blind would promote.
   *
   * @throws FaultRefusedError when it does not do that; after any other error it may strike all the same
   */
  blind(region: string, forSeconds: number): Promise<void>;
  /** Gives the paths back. Harmless when no fault is active. */
  stop(region: string): Promise<void>;
}
