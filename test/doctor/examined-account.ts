import { readFileSync } from 'node:fs';
import { findEnvironment, loadEnvironments } from '../../src/environment/load-environments';
import type {
  BucketFacts,
  EvidencePlace,
  ObjectLockFacts,
  RoleTrusts,
  SigningKeyFacts,
  StateFacts,
  StatePlace,
} from '../../src/ports/account-facts';
import type { EnvironmentProtection, RepositorySettings, SubjectSetting } from '../../src/ports/repository-settings';
import type { Check } from '../../src/doctor/check';

// An account and a repository in which all is well; tests break one thing each.

export const PRODUCTION = findEnvironment(
  loadEnvironments(
    ['production', 'sandbox'].map((name) => ({
      file: `environments/${name}.yaml`,
      text: readFileSync(`environments/${name}.yaml`, 'utf8'),
    })),
  ),
  'production',
  'aws',
);

export const NOW = new Date('2026-03-10T12:00:00Z');
const PROVIDER = 'token.actions.githubusercontent.com';
const NAMES = 'repo:acme/database';
const IDS = 'repo:acme@111/database@222';

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A trust policy as terraform/modules/pipeline_roles writes it. */
export function trust(jobs: readonly string[], ref?: string, conditions?: Conditions): string {
  return policy(
    conditions ?? {
      StringEquals: {
        [`${PROVIDER}:aud`]: 'sts.amazonaws.com',
        [`${PROVIDER}:sub`]: jobs.flatMap((job) => [`${NAMES}:${job}`, `${IDS}:${job}`]),
        [`${PROVIDER}:repository_id`]: '222',
        ...(ref === undefined ? {} : { [`${PROVIDER}:ref`]: ref }),
      },
    },
  );
}

export function policy(conditions: Conditions, more: readonly unknown[] = []): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${PROVIDER}` },
        Condition: conditions,
      },
      ...more,
    ],
  });
}

/** The claim `name` in a condition. */
export const claim = (name: string) => `${PROVIDER}:${name}`;

export class FakeRoles implements RoleTrusts {
  readonly policies = new Map<string, string>([
    ['arn:aws:iam::123456789012:role/iam-plan-prod', trust(['pull_request', 'ref:refs/heads/main'])],
    [
      'arn:aws:iam::123456789012:role/iam-apply-prod',
      trust(['environment:production', 'environment:production-break-glass'], 'refs/heads/main'),
    ],
    ['arn:aws:iam::123456789012:role/iam-drill-prod', trust(['environment:production-drill'], 'refs/heads/main')],
  ]);

  async of(roleArn: string) {
    return this.policies.get(roleArn);
  }
}

export class FakeSettings implements RepositorySettings {
  setting: SubjectSetting = { isDefault: true, claims: [], isImmutable: true };
  readonly environments = new Map<string, EnvironmentProtection>(
    ['production', 'production-drill', 'production-break-glass'].map((name) => [
      name,
      { requiredReviewers: 1, preventsSelfReview: true, branches: { kind: 'patterns', patterns: ['main'] } },
    ]),
  );

  async identity() {
    return { owner: 'acme', ownerId: 111, repository: 'database', repositoryId: 222, defaultBranch: 'main' };
  }

  async environment(name: string) {
    return this.environments.get(name);
  }

  async subject() {
    return this.setting;
  }

  /** Changes the protection of one environment. */
  change(name: string, facts: Partial<EnvironmentProtection>): void {
    const present = this.environments.get(name);
    if (present === undefined) throw new Error(`there is no ${name}`);
    this.environments.set(name, { ...present, ...facts });
  }
}

export const MD5 = '0123456789abcdef0123456789abcdef';

export class FakePlace implements StatePlace {
  bucketFacts: BucketFacts | undefined = {
    region: 'us-west-2',
    isVersioned: true,
    encryption: 'aws:kms',
    blocksPublicAccess: true,
  };
  stateFacts: StateFacts | undefined = { terraformVersion: '1.11.4', lineage: 'l', serial: 7, md5: MD5 };
  table: { readonly key: string; readonly status: string } | undefined = { key: 'LockID', status: 'ACTIVE' };
  readonly keys = new Map<string, { readonly isEnabled: boolean }>([['alias/kms-plans-prod', { isEnabled: true }]]);

  async bucket() {
    return this.bucketFacts;
  }

  async state() {
    return this.stateFacts;
  }

  async lockTable() {
    return this.table;
  }

  async key(alias: string) {
    return this.keys.get(alias);
  }
}

export class FakeEvidence implements EvidencePlace {
  bucketFacts: (BucketFacts & { readonly objectLock: ObjectLockFacts | undefined }) | undefined = {
    region: 'us-west-2',
    isVersioned: true,
    encryption: 'aws:kms',
    blocksPublicAccess: true,
    objectLock: { defaultRetention: { mode: 'GOVERNANCE', period: { count: 1827, unit: 'day' } } },
  };
  key: SigningKeyFacts | undefined = { isEnabled: true, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' };

  async bucket() {
    return this.bucketFacts;
  }

  async signingKey() {
    return this.key;
  }
}

/** Each check as one line. */
export function lines(checks: readonly Check[]): readonly string[] {
  return checks.map(({ status, id, sentence }) => `${status} ${id}: ${sentence}`);
}

/** The checks that are not fine, as one line each. */
export function wrong(checks: readonly Check[]): readonly string[] {
  return lines(checks.filter(({ status }) => status !== 'ok'));
}
