/** Who keeps the state of Terraform locked, in Terraform's words. */
export interface TerraformLock {
  /** What `terraform force-unlock` wants. */
  readonly id: string;
  /** For example `OperationTypeApply`. */
  readonly operation: string;
  /** User and host, for example `runner@fv-az1234`. */
  readonly who: string;
  /** Of Terraform. */
  readonly version: string;
  readonly created: Date;
}

/** What Terraform's lock table says about one state. */
export interface TerraformLocks {
  /** @returns `undefined` when the state is not locked */
  read(): Promise<TerraformLock | undefined>;
  /** MD5 of the state that was written last, as hexadecimal text; `undefined` when none was. */
  checksum(): Promise<string | undefined>;
}
