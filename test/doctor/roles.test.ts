import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkRoles, checkSubjects, subjectsWithoutGitHub } from '../../src/doctor/roles';
import { claim, FakeRoles, FakeSettings, lines, policy, PRODUCTION, trust, wrong } from './examined-account';

const PLAN = 'arn:aws:iam::123456789012:role/iam-plan-prod';
const APPLY = 'arn:aws:iam::123456789012:role/iam-apply-prod';
const MAIN = 'refs/heads/main';
const OWN = ['environment:production', 'environment:production-break-glass'];

let roles: FakeRoles;
let settings: FakeSettings;

beforeEach(() => {
  roles = new FakeRoles();
  settings = new FakeSettings();
});

const look = () => checkRoles(PRODUCTION, roles, settings);

test('the subjects are told letter by letter, in both forms', async () => {
  const [subjects] = await checkSubjects(PRODUCTION, settings);
  expect(subjects?.details).toEqual([
    'plan: repo:acme/database:pull_request',
    'plan: repo:acme/database:ref:refs/heads/main',
    'plan: repo:acme@111/database@222:pull_request',
    'plan: repo:acme@111/database@222:ref:refs/heads/main',
    'apply: repo:acme/database:environment:production',
    'apply: repo:acme/database:environment:production-break-glass',
    'apply: repo:acme@111/database@222:environment:production',
    'apply: repo:acme@111/database@222:environment:production-break-glass',
    'drill: repo:acme/database:environment:production-drill',
    'drill: repo:acme@111/database@222:environment:production-drill',
  ]);
});

test.each([
  [{ isDefault: true, claims: [], isImmutable: true }, 'ok subject-setting: GitHub uses the immutable form, with ids'],
  [
    { isDefault: true, claims: [], isImmutable: false },
    'ok subject-setting: GitHub uses the old form, with names only',
  ],
  [
    { isDefault: true, claims: [], isImmutable: undefined },
    'ok subject-setting: GitHub does not say which form it uses; the roles must accept both',
  ],
  [
    { isDefault: false, claims: ['repo', 'job_workflow_ref'], isImmutable: undefined },
    'problem subject-setting: the repository makes its subjects from a template of its own (repo, job_workflow_ref), which the roles do not know',
  ],
])('the setting of the repository is told: %j', async (setting, line) => {
  settings.setting = setting;
  expect(lines(await checkSubjects(PRODUCTION, settings))).toContain(line);
});

test('without GitHub the old form is told all the same, and where the ids come from', () => {
  const check = subjectsWithoutGitHub(PRODUCTION, { owner: 'acme', repo: 'database' }, 'there is no token');
  expect(check).toMatchObject({ status: 'not checked', sentence: 'not checked: there is no token' });
  expect(check.details).toContain('apply: repo:acme/database:environment:production');
  expect(check.details).toContain(
    'apply: repo:acme@OWNER-ID/database@REPOSITORY-ID:environment:production-break-glass',
  );
});

test('roles as terraform/bootstrap makes them are fine', async () => {
  expect(lines(await look())).toEqual([
    `ok role-plan: ${PLAN} exists`,
    'ok trust-plan: the plan role accepts the jobs that it is for, and nobody else',
    `ok role-apply: ${APPLY} exists`,
    'ok trust-apply: the apply role accepts the jobs that it is for, and nobody else',
    'ok role-drill: arn:aws:iam::123456789012:role/iam-drill-prod exists',
    'ok trust-drill: the drill role accepts the jobs that it is for, and nobody else',
  ]);
});

test('a role that is not there', async () => {
  roles.policies.delete(PLAN);
  expect(wrong(await look())).toEqual([`problem role-plan: there is no role ${PLAN}`]);
});

describe('a role that refuses jobs that need it', () => {
  test('names what is missing in the form that GitHub uses', async () => {
    roles.policies.set(APPLY, trust(['environment:production'], MAIN));
    expect(wrong(await look())).toEqual([
      'problem trust-apply: the apply role refuses jobs that need it; missing: repo:acme@111/database@222:environment:production-break-glass',
      'warning trust-apply: the apply role does not know the form of the subject that GitHub does not use at the moment; missing: repo:acme/database:environment:production-break-glass',
    ]);
  });

  test('names both forms when GitHub does not say which it uses', async () => {
    settings.setting = { isDefault: true, claims: [], isImmutable: undefined };
    roles.policies.set(PLAN, trust(['pull_request']));
    expect(wrong(await look())).toEqual([
      'problem trust-plan: the plan role refuses jobs that need it; missing: repo:acme/database:ref:refs/heads/main, repo:acme@111/database@222:ref:refs/heads/main',
    ]);
  });

  test.each([
    ['of another audience', { [claim('aud')]: 'https://github.com/acme' }],
    ['of another repository with this name', { [claim('repository_id')]: '999' }],
  ])('because it is %s', async (_what, condition) => {
    const own = OWN.map((job) => `repo:acme@111/database@222:${job}`);
    roles.policies.set(
      APPLY,
      policy({ StringEquals: { [claim('aud')]: 'sts.amazonaws.com', [claim('sub')]: own, ...condition } }),
    );
    expect(wrong(await look())[0]).toMatch(/^problem trust-apply: the apply role refuses jobs that need it/);
  });

  test('because a statement denies them', async () => {
    roles.policies.set(
      APPLY,
      policy(
        {
          StringEquals: {
            [claim('aud')]: 'sts.amazonaws.com',
            [claim('repository_id')]: '222',
            [claim('ref')]: MAIN,
            [claim('sub')]: OWN.flatMap((job) => [`repo:acme/database:${job}`, `repo:acme@111/database@222:${job}`]),
          },
        },
        [{ Effect: 'Deny', Action: 'sts:*', Principal: '*', Condition: { StringLike: { [claim('sub')]: '*glass' } } }],
      ),
    );
    expect(wrong(await look())[0]).toBe(
      'problem trust-apply: the apply role refuses jobs that need it; missing: repo:acme@111/database@222:environment:production-break-glass',
    );
  });
});

describe('a role that accepts others', () => {
  const aud = { [claim('aud')]: 'sts.amazonaws.com' };
  const widened = async (
    conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>,
  ) => {
    roles.policies.set(APPLY, policy(conditions));
    return wrong(await look());
  };

  test('any job of the repository', async () => {
    expect(
      await widened({
        StringEquals: { ...aud, [claim('repository_id')]: '222' },
        StringLike: { [claim('sub')]: ['repo:acme/database:*', 'repo:acme@111/database@222:*'] },
      }),
    ).toEqual([
      'problem trust-apply: the apply role is too wide: it accepts another job of this repository (pull_request)',
      'problem trust-apply: the apply role is too wide: it accepts another job of this repository (ref:refs/heads/main)',
      'problem trust-apply: the apply role is too wide: it accepts another job of this repository (ref:refs/heads/some-other-branch)',
      'problem trust-apply: the apply role is too wide: it accepts another job of this repository (environment:production-drill)',
      'problem trust-apply: the apply role is too wide: it accepts another job of this repository (environment:some-other-environment)',
      'warning trust-apply: the apply role is wide: it accepts a job on another branch, should the branch rule of the GitHub environment be forgotten, because ref is not compared',
    ]);
  });

  test('any repository of the owner', async () => {
    const found = await widened({ StringEquals: aud, StringLike: { [claim('sub')]: 'repo:acme*' } });
    expect(found).toContain(
      'problem trust-apply: the apply role is too wide: it accepts a job of another repository of acme',
    );
    expect(found).not.toContain(
      'problem trust-apply: the apply role is too wide: it accepts a job of a repository of somebody else',
    );
  });

  test('everybody on GitHub', async () => {
    expect(await widened({ StringEquals: aud })).toContain(
      'problem trust-apply: the apply role is too wide: it accepts a job of a repository of somebody else',
    );
  });

  test('any audience', async () => {
    const own = OWN.flatMap((job) => [`repo:acme/database:${job}`, `repo:acme@111/database@222:${job}`]);
    expect(
      await widened({
        StringEquals: { [claim('sub')]: own, [claim('repository_id')]: '222', [claim('ref')]: MAIN },
      }),
    ).toEqual([
      'problem trust-apply: the apply role is too wide: it accepts a token that was made for another audience than sts.amazonaws.com',
    ]);
  });

  test('whoever takes over the name, and other branches', async () => {
    const own = OWN.flatMap((job) => [`repo:acme/database:${job}`, `repo:acme@111/database@222:${job}`]);
    expect(await widened({ StringEquals: { ...aud, [claim('sub')]: own } })).toEqual([
      'warning trust-apply: the apply role is wide: it accepts a job of whoever takes over the name of this repository, because the old form of the subject holds names only and repository_id is not compared',
      'warning trust-apply: the apply role is wide: it accepts a job on another branch, should the branch rule of the GitHub environment be forgotten, because ref is not compared',
    ]);
  });

  test.each([
    ['AWS', '*', 'problem'],
    ['AWS', 'arn:aws:iam::999999999999:root', 'warning'],
    ['Service', 'ec2.amazonaws.com', 'warning'],
  ])('%s %s', async (kind, name, status) => {
    const subjects = ['pull_request', 'ref:refs/heads/main'].flatMap((job) => [
      `repo:acme/database:${job}`,
      `repo:acme@111/database@222:${job}`,
    ]);
    roles.policies.set(
      PLAN,
      policy({ StringEquals: { ...aud, [claim('sub')]: subjects, [claim('repository_id')]: '222' } }, [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { [kind]: name } },
      ]),
    );
    expect(wrong(await look())).toEqual([
      `${status} trust-plan: the plan role can be assumed by others than GitHub's jobs: ${kind} ${name}`,
    ]);
  });
});

test('a condition that is not understood is told, and not taken for one that holds', async () => {
  roles.policies.set(
    PLAN,
    policy({
      StringEquals: {
        [claim('aud')]: 'sts.amazonaws.com',
        [claim('repository_id')]: '222',
        [claim('sub')]: ['pull_request', 'ref:refs/heads/main'].flatMap((job) => [
          `repo:acme/database:${job}`,
          `repo:acme@111/database@222:${job}`,
        ]),
      },
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
    }),
  );
  expect(wrong(await look())).toEqual([
    'warning trust-plan: the plan role has conditions that are not understood here',
  ]);
});

test('a policy that is none is told', async () => {
  roles.policies.set(PLAN, 'not JSON');
  expect(wrong(await look())).toEqual([
    'not checked trust-plan: not checked: its trust policy has a form that is not understood',
  ]);
});

test('without GitHub roles are looked for, and not judged', async () => {
  expect(lines(await checkRoles(PRODUCTION, roles, undefined)).slice(0, 2)).toEqual([
    `ok role-plan: ${PLAN} exists`,
    'not checked trust-plan: not checked: without GitHub the ids of this repository are not known',
  ]);
});
