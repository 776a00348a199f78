/** Which state of Terraform is the present one. */
export interface StateHead {
  /** @returns `undefined` when nothing was ever applied */
  read(): Promise<StateVersion | undefined>;
}

export interface StateVersion {
  /** Given once, when the state is made. */
  readonly lineage: string;
  /** Grows with each write. */
  readonly serial: number;
}
