/** Where sealed plans wait for their merge. The plan role may only put, the apply role may only get. */
export interface PlanStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** @returns `undefined` when there is no such object */
  get(key: string): Promise<Uint8Array | undefined>;
}
