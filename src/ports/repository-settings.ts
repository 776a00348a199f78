/** Settings of the repository that the pipeline's safety rests on. */
export interface RepositorySettings {
  /** Names and ids, which the subjects of tokens are made of. */
  identity(): Promise<RepositoryIdentity>;
  /** @returns `undefined` when there is no such GitHub environment */
  environment(name: string): Promise<EnvironmentProtection | undefined>;
  /** How the subject of the repository's tokens is made. */
  subject(): Promise<SubjectSetting>;
}

export interface RepositoryIdentity {
  readonly owner: string;
  readonly ownerId: number;
  readonly repository: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
}

export interface EnvironmentProtection {
  readonly requiredReviewers: number;
  readonly preventsSelfReview: boolean;
  /** Which branches may use it: any, those with a protection rule, or those that match the patterns. */
  readonly branches:
    | { readonly kind: 'any' }
    | { readonly kind: 'protected' }
    | { readonly kind: 'patterns'; readonly patterns: readonly string[] };
}

export interface SubjectSetting {
  /** False when the repository has a template of its own; then `claims` are its parts. */
  readonly isDefault: boolean;
  readonly claims: readonly string[];
  /** Whether GitHub says that the subject holds ids besides names; `undefined` when it does not say. */
  readonly isImmutable: boolean | undefined;
}
