/** A deployed function. */
export interface RemoteFunction {
  /** Hands a request over and does not wait for what becomes of it. @throws when it is not accepted */
  start(request: unknown): Promise<void>;
  /** Hands a request over and waits. @returns the answer, as it came; throws when the function failed */
  call(request: unknown): Promise<unknown>;
}
