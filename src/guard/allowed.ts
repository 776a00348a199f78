/** What a configuration may use. Everything else is refused, also what Terraform will only learn later. */

/** Local names of providers, and what they may stand for. */
export const PROVIDER_SOURCES: Readonly<Record<string, readonly string[]>> = {
  aws: ['hashicorp/aws', 'registry.terraform.io/hashicorp/aws'],
};

/** Full names, as in the lock file and in plans; OpenTofu's registry hands out the same provider. */
export const PROVIDER_NAMES: readonly string[] = [
  'registry.terraform.io/hashicorp/aws',
  'registry.opentofu.org/hashicorp/aws',
];

/** Part of the program itself. */
export const BUILT_IN_PROVIDER = 'terraform.io/builtin/terraform';

export const BLOCKS: ReadonlySet<string> = new Set([
  'terraform',
  'provider',
  'variable',
  'locals',
  'output',
  'module',
  'resource',
  'data',
  'ephemeral',
  'action',
  'moved',
  'import',
  'removed',
  'check',
]);

export const SETTINGS: ReadonlySet<string> = new Set(['required_version', 'required_providers', 'backend']);

/**
 * Arguments of `provider "aws"`. Those that name files or profiles are missing: a profile may name a program (`credential_process`), and it is
 * run. So are those that send credentials to another address.
 */
export const PROVIDER_ARGUMENTS: ReadonlySet<string> = new Set([
  'alias',
  'region',
  'allowed_account_ids',
  'forbidden_account_ids',
  'default_tags',
  'ignore_tags',
  'max_retries',
  'retry_mode',
  'use_dualstack_endpoint',
  'use_fips_endpoint',
]);

/** Arguments of `backend "s3"`, for the same reason. */
export const BACKEND_ARGUMENTS: ReadonlySet<string> = new Set([
  'bucket',
  'key',
  'region',
  'dynamodb_table',
  'use_lockfile',
  'encrypt',
  'kms_key_id',
  'allowed_account_ids',
]);

/** `aws_…`; a type that belongs to no provider of the list belongs to one that is not on it. */
export function isAllowedType(kind: string, type: string): boolean {
  return /^aws_[a-z0-9_]+$/.test(type) || (kind === 'resource' && type === 'terraform_data');
}

/** Why a type is refused, in the words of whoever meets it. */
export function whyRefused(kind: string, type: string): string {
  const reason =
    REASONS.get(`${kind} ${type}`) ?? 'it is not of the provider hashicorp/aws, the only one that is allowed';
  return `${kind} ${JSON.stringify(type)} is not allowed: ${reason}`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['data external', 'it runs a program while planning, with the credentials of the job'],
  ['data http', 'it sends requests while planning'],
  ['data terraform_remote_state', 'it reads other states, by any backend'],
]);
