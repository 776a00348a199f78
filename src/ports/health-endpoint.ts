/** What a region's health endpoint said. */
export interface HealthAnswer {
  readonly status: number;
  /** The one word of the body, for example `standby`; cut to a sane length, otherwise as received. */
  readonly word: string;
}

/** The public health endpoint of a region, asked whether its cluster takes writes. */
export interface HealthEndpoint {
  /**
   * @param timeoutMs limit for connection and answer
   * @throws an error when there is no answer at all
   */
  ask(timeoutMs: number): Promise<HealthAnswer>;
}
