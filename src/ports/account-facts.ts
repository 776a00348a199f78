/** What there is in an AWS account, for those who look whether it is as it must be. `undefined` means that it is not there. */

export interface RoleTrusts {
  /** The trust policy of a role, as JSON text. */
  of(roleArn: string): Promise<string | undefined>;
}

export interface BucketFacts {
  readonly region: string;
  readonly isVersioned: boolean;
  /** The algorithm, for example `aws:kms`. */
  readonly encryption: string | undefined;
  readonly blocksPublicAccess: boolean;
}

export interface StateFacts {
  /** Of the Terraform that wrote it. */
  readonly terraformVersion: string;
  readonly lineage: string;
  readonly serial: number;
  /** Of the bytes, as hexadecimal text. */
  readonly md5: string;
}

/** What keeps Terraform's state. */
export interface StatePlace {
  bucket(): Promise<BucketFacts | undefined>;
  state(): Promise<StateFacts | undefined>;
  /** The name of the lock table's key. */
  lockTable(): Promise<{ readonly key: string; readonly status: string } | undefined>;
  /** @param alias with `alias/` */
  key(alias: string): Promise<{ readonly isEnabled: boolean } | undefined>;
}

/** What S3 does by itself with everything that is written to a bucket. */
export interface ObjectLockFacts {
  /** So long nobody removes what was written. Without it only those things are locked whose writer asks for it. */
  readonly defaultRetention:
    { readonly mode: string; readonly period: { readonly count: number; readonly unit: 'day' | 'year' } } | undefined;
}

export interface SigningKeyFacts {
  readonly isEnabled: boolean;
  /** For example `ECC_NIST_P256`. */
  readonly spec: string | undefined;
  /** For example `SIGN_VERIFY`. */
  readonly usage: string | undefined;
}

/** What keeps the evidence of drills. */
export interface EvidencePlace {
  /** Without `objectLock` nothing is ever locked there. */
  bucket(): Promise<(BucketFacts & { readonly objectLock: ObjectLockFacts | undefined }) | undefined>;
  signingKey(): Promise<SigningKeyFacts | undefined>;
}
