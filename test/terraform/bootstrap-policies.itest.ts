import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  readAuthorizationReference,
  wildcard,
  type AuthorizationReference,
} from './roles-support/authorization-reference';
import {
  POLICIES_OF,
  policiesInPlan,
  statementsOf as statementsIn,
  type Policies,
  type Role,
  type Statement,
} from './roles-support/policies';
import { plan } from './terraform-support/plan';
import { copyTerraform, type TerraformCopy } from './terraform-support/terraform-copy';

// The policies themselves, held against what AWS says of each action. That they are enough for real runs is shown in
// bootstrap-roles.itest.ts.

const ROLES = `
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "roles" {
  source               = "../terraform/modules/pipeline_roles"
  account_id           = "123456789012"
  environment          = "production"
  environment_suffix   = "prod"
  hosted_zone_id       = "Z0123456789ABCDEFGHIJ"
  oidc_provider_exists = false

  state = {
    region     = "us-west-2"
    bucket     = "s3-tfstate-prod-123456789012"
    lock_table = "dynamodb-tflock-prod"
    key_arn    = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000001"
    plans_key_arn = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002"
  }

  evidence = {
    bucket        = "s3-evidence-123456789012-prod"
    key_arn       = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003"
    files_key_arn = "arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000004"
  }

  github = { owner = "octo-org", owner_id = "1", repository = "octo-repo", repository_id = "2", default_branch = "main" }
}
`;

/** What may be called without naming a resource although it changes something, and why. */
const CHANGES_WITHOUT_A_RESOURCE: Readonly<Record<string, string>> = {
  'ec2:AssignPrivateIpAddresses': 'in the boundary: Lambda joins a function to the network with its role',
  'ec2:CreateNetworkInterface': 'in the boundary: Lambda joins a function to the network with its role',
  'ec2:DeleteNetworkInterface': 'in the boundary: Lambda joins a function to the network with its role',
  'ec2:UnassignPrivateIpAddresses': 'in the boundary: Lambda joins a function to the network with its role',
  'kms:CreateKey': 'knows no resources; only with our tag, by a condition',
  'route53:CreateHealthCheck': 'knows no resources',
  'sns:SetSubscriptionAttributes': 'knows no resources',
  'sns:Unsubscribe': 'knows no resources',
};

/** What the reference calls changing, but a plan needs. */
const CHANGES_IN_A_PLAN: Readonly<Record<string, string>> = {
  'dynamodb:DeleteItem': 'gives the lock back, and nothing else by a condition',
  'dynamodb:PutItem': 'takes the lock, and nothing else by a condition',
  'kms:Decrypt': 'reads secret and state',
  'kms:GenerateDataKey': 'makes keys for sealed plans, with a key that it cannot decrypt with',
  's3:PutObject': 'puts sealed plans, and cannot get them',
};

/** Kinds of resources that an action can be about, but ours never is. */
const NOT_NEEDED: Readonly<Record<string, string>> = {
  'rds:DeleteDBCluster: cluster-snapshot': 'we keep no last snapshot (T3)',
  'route53:ChangeTagsForResource: hostedzone': 'the zone is given, and its tags are not ours',
};

let copy: TerraformCopy;
let reference: AuthorizationReference;
let policies: Policies;

beforeAll(async () => {
  [copy, reference] = await Promise.all([copyTerraform(), readAuthorizationReference()]);
  await mkdir(join(copy.directory, 'roles'));
  await writeFile(join(copy.directory, 'roles', 'main.tf'), ROLES);
  await copy.terraform('roles', 'init', '-no-color');
  policies = policiesInPlan((await plan(copy, 'roles')).json, 'prod');
}, 600_000);

afterAll(async () => {
  await copy.remove();
});

const statements = () => [...policies.values()].flat();
const actionsOf = (statement: Statement) => statement.Action.flatMap((pattern) => reference.expand(pattern));
const statementsOf = (role: Role) => statementsIn(policies, role);

test('every policy belongs to a role, or is the boundary', () => {
  const named = Object.values(POLICIES_OF);
  expect([...policies.keys()].filter((name) => !named.some((pattern) => pattern.test(name)))).toEqual(['boundary']);
});

test('every action exists', () => {
  const unknown = statements().flatMap(({ Action }) =>
    Action.filter((pattern) => reference.expand(pattern).length === 0),
  );
  expect(unknown).toEqual([]);
});

test('patterns stand for families of one action only', () => {
  const patterns = statements().flatMap(({ Action }) => Action.filter((action) => action.includes('*')));
  expect(new Set(patterns)).toEqual(
    new Set(['kms:GenerateDataKey*', 'kms:ReEncrypt*', 's3:DeleteObject*', 's3:GetObject*', 's3:PutObject*']),
  );
});

test('every action can be allowed on a resource of its statement, and every resource belongs to an action', () => {
  const wrong = statements().flatMap((statement) => {
    const kinds = actionsOf(statement).map((action) => ({ action, kinds: reference.action(action).resources }));
    const fits = (resource: string, found: (typeof kinds)[number]) =>
      resource === '*' || found.kinds.some(({ arn }) => arn.test(resource));
    return [
      ...kinds
        .filter((found) => !statement.Resource.some((resource) => fits(resource, found)))
        .map(({ action }) => `${statement.Sid}: ${action} is on no resource of its own`),
      ...statement.Resource.filter((resource) => !kinds.some((found) => fits(resource, found))).map(
        (resource) => `${statement.Sid}: ${resource} belongs to no action`,
      ),
    ];
  });
  expect(wrong).toEqual([]);
});

test('every condition is about something that its actions have a value for', () => {
  const wrong = statements().flatMap((statement) =>
    Object.values(statement.Condition ?? {})
      .flatMap((operands) => Object.keys(operands))
      .flatMap((key) =>
        actionsOf(statement)
          .filter((action) => !knows(reference.action(action).conditionKeys, key))
          .map((action) => `${statement.Sid}: ${action} has no ${key}`),
      ),
  );
  expect(wrong).toEqual([]);
});

test('what changes something names what it changes', () => {
  const everywhere = statements()
    .filter(({ Resource }) => Resource.includes('*'))
    .flatMap(actionsOf)
    .filter((action) => !['Read', 'List'].includes(reference.action(action).level));
  expect([...new Set(everywhere)].sort()).toEqual(Object.keys(CHANGES_WITHOUT_A_RESOURCE));
});

describe('the plan role', () => {
  test('only reads, but for the lock and its sealed plans', () => {
    const changing = statementsOf('plan')
      .flatMap(actionsOf)
      .filter((action) => !['Read', 'List'].includes(reference.action(action).level));
    expect([...new Set(changing)].sort()).toEqual(Object.keys(CHANGES_IN_A_PLAN));
  });

  test('reads no values but those of our secrets and of its own state', () => {
    const of = (action: string) =>
      statementsOf('plan')
        .filter((statement) => actionsOf(statement).includes(action))
        .flatMap(({ Resource }) => Resource);
    expect(of('secretsmanager:GetSecretValue')).toEqual([
      'arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-*-prod-??????',
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:secret-*-prod-??????',
    ]);
    expect(of('s3:GetObject').sort()).toEqual([
      'arn:aws:s3:::s3-tfstate-prod-123456789012/applies/production/*',
      'arn:aws:s3:::s3-tfstate-prod-123456789012/drills/production/*',
      'arn:aws:s3:::s3-tfstate-prod-123456789012/production/terraform.tfstate',
    ]);
    expect(new Set(of('dynamodb:GetItem'))).toEqual(
      new Set(['arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-prod']),
    );
  });
});

describe('sealed plans', () => {
  const PLANS = 'arn:aws:s3:::s3-tfstate-prod-123456789012/plans/production/7/commit.sealed';
  const KEY = 'arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000002';

  // The apply role changes keys by our tag, which this one has with another value, and lets services use keys on its behalf.
  const isAboutOtherKeys = ({ Resource, Condition }: Statement) =>
    Resource.includes('*') ||
    Object.values(Condition ?? {}).some(
      (operands) => 'aws:ResourceTag/environmentSuffix' in operands || 'kms:ViaService' in operands,
    );

  /** The actions that a role may call on a resource. */
  const allowedOn = (role: Role, resource: string) =>
    statementsOf(role)
      .filter((statement) => !isAboutOtherKeys(statement))
      .filter(({ Resource }) => Resource.some((pattern) => wildcard(pattern).test(resource)))
      .flatMap(actionsOf);

  test.each<[Role, readonly string[], readonly string[]]>([
    ['plan', ['s3:PutObject'], ['kms:GenerateDataKey']],
    ['apply', ['s3:GetObject'], ['kms:Decrypt']],
    ['drill', [], []],
  ])('%s may %j them and %j their keys, and nothing else', (role, objects, keys) => {
    expect(allowedOn(role, PLANS)).toEqual(objects);
    expect(allowedOn(role, KEY)).toEqual(keys);
    for (const elsewhere of ['plans/staging/7/commit.sealed', 'plans/commit.sealed', 'plansproduction/7'])
      expect(allowedOn(role, `arn:aws:s3:::s3-tfstate-prod-123456789012/${elsewhere}`)).toEqual([]);
  });

  test('their key is used for this environment only', () => {
    const used = [...statementsOf('plan'), ...statementsOf('apply')].filter(({ Resource }) => Resource.includes(KEY));
    expect(used.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'kms:EncryptionContext:environment': ['production'] } },
      { StringEquals: { 'kms:EncryptionContext:environment': ['production'] } },
    ]);
  });
});

describe('evidence', () => {
  const FILE = 'arn:aws:s3:::s3-evidence-123456789012-prod/evidence/production/00000001.json';
  const BUCKET = 'arn:aws:s3:::s3-evidence-123456789012-prod';
  const SIGNING_KEY = 'arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000003';
  const FILES_KEY = 'arn:aws:kms:us-west-2:123456789012:key/00000000-0000-0000-0000-000000000004';

  /** The statements of a role that name a resource, or a pattern that it belongs to, and are not about keys with our own tag. */
  const about = (role: Role, resource: string) =>
    statementsOf(role)
      .filter(
        ({ Resource, Condition }) =>
          !Resource.includes('*') &&
          !Object.values(Condition ?? {}).some((operands) => 'aws:ResourceTag/environmentSuffix' in operands),
      )
      .filter(({ Resource }) => Resource.some((pattern) => wildcard(pattern).test(resource)));

  test('a drill adds, reads and signs, and can remove and unlock nothing', () => {
    const allowed = (resource: string) => about('drill', resource).flatMap(actionsOf).sort();
    expect(allowed(FILE)).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(allowed(BUCKET)).toEqual(['s3:ListBucket']);
    expect(allowed(SIGNING_KEY)).toEqual(expect.arrayContaining(['kms:GetPublicKey', 'kms:Sign']));
    for (const elsewhere of ['evidence/staging/00000001.json', 'evidence/00000001.json', 'other'])
      expect(allowed(`${BUCKET}/${elsewhere}`)).toEqual([]);
    const [signing] = statementsOf('drill').filter((statement) => actionsOf(statement).includes('kms:Sign'));
    expect(signing).toMatchObject({
      Resource: [SIGNING_KEY],
      Condition: { StringEquals: { 'kms:SigningAlgorithm': ['ECDSA_SHA_256'], 'kms:MessageType': ['DIGEST'] } },
    });
  });

  test.each<Role>(['plan', 'apply'])('%s has no part in it', (role) => {
    for (const resource of [FILE, BUCKET]) expect(about(role, resource)).toEqual([]);
    const actions = statementsOf(role).flatMap(actionsOf);
    expect(actions.filter((action) => ['kms:Sign', 'kms:GetPublicKey'].includes(action))).toEqual([]);
    const named = statementsOf(role).flatMap(({ Resource }) => Resource);
    expect(named.filter((resource) => [SIGNING_KEY, FILES_KEY].includes(resource))).toEqual([]);
  });
});

test.each(['apply', 'drill'] as const)(
  'what the %s role may do, it may do on every kind of resource that it takes',
  (role) => {
    const allowed = statementsOf(role).flatMap((statement) =>
      actionsOf(statement).map((action) => ({ action, resources: statement.Resource })),
    );
    const missing = [...new Set(allowed.map(({ action }) => action))].flatMap((action) => {
      const resources = allowed.filter((found) => found.action === action).flatMap((found) => found.resources);
      return reference
        .action(action)
        .resources.filter(({ required, arn }) => required && !resources.some((one) => one === '*' || arn.test(one)))
        .map(({ type }) => `${action}: ${type}`);
    });
    expect(missing.filter((one) => NOT_NEEDED[one] === undefined)).toEqual([]);
  },
);

test.each(['plan', 'apply', 'drill'] as const)(
  'the %s role can touch neither the roles of the pipeline nor the boundary',
  (role) => {
    const names = ['role/iam-plan-prod', 'role/iam-apply-prod', 'role/iam-drill-prod', 'policy/policy-boundary-prod'];
    const touched = statementsOf(role)
      .filter((statement) => actionsOf(statement).some((action) => action.startsWith('iam:')))
      .flatMap(({ Sid, Resource }) => Resource.map((pattern) => ({ Sid, pattern: wildcard(pattern) })))
      .filter(({ pattern }) => names.some((name) => pattern.test(`arn:aws:iam::123456789012:${name}`)));
    expect(touched).toEqual([]);
  },
);

/** Whether a key is among those of an action; some of these have a part that the policy chooses, for example the name of a tag. */
function knows(keys: ReadonlySet<string>, key: string): boolean {
  return [...keys].some((known) => wildcard(known.replaceAll(/\$\{[^}]+\}/g, '*')).test(key.toLowerCase()));
}
