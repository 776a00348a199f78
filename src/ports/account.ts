/** Whose credentials these are. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

export interface CallerIdentities {
  whoAmI(): Promise<CallerIdentity>;
}
