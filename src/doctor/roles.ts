import type { Environment } from '../environment/schema';
import type { RoleTrusts } from '../ports/account-facts';
import type { RepositoryIdentity, RepositorySettings, SubjectSetting } from '../ports/repository-settings';
import { attempt, notChecked, ok, problem, warning, type Check } from './check';
import { foreignTokens, jobsOf, ownTokens, repositoryForms, ROLE_NAMES, type RoleName } from './subjects';
import { parseTrustPolicy, type TrustPolicy } from './trust-policy';

const APPLY_BOOTSTRAP =
  'apply terraform/bootstrap again with the names and ids of this repository: see terraform/bootstrap/README.md';

/** What GitHub writes into the tokens of this repository's jobs. */
export async function checkSubjects(environment: Environment, settings: RepositorySettings): Promise<readonly Check[]> {
  const identity = await settings.identity();
  const facts = ok('subjects', 'the subjects of this repository’s jobs, in the old form and in the immutable one', [
    ...ROLE_NAMES.flatMap((role) => ownTokens(role, environment, identity).map(({ what }) => `${role}: ${what}`)),
  ]);
  return [facts, ...(await attempt('subject-setting', async () => judgeSetting(await settings.subject())))];
}

function judgeSetting(setting: SubjectSetting): Check {
  const { isDefault, claims, isImmutable } = setting;
  if (!isDefault && claims.join() !== 'repo,context') {
    return problem(
      'subject-setting',
      `the repository makes its subjects from a template of its own (${claims.join(', ')}), which the roles do not know`,
      'set it back: gh api --method PUT repos/OWNER/REPOSITORY/actions/oidc/customization/sub -F use_default=true',
    );
  }
  if (isImmutable === undefined)
    return ok('subject-setting', 'GitHub does not say which form it uses; the roles must accept both');
  return ok(
    'subject-setting',
    `GitHub uses the ${isImmutable ? 'immutable form, with ids' : 'old form, with names only'}`,
  );
}

/** The subjects as far as they are known without asking GitHub. */
export function subjectsWithoutGitHub(
  environment: Environment,
  repository: { readonly owner: string; readonly repo: string } | undefined,
  why: string,
): Check {
  const { owner = 'OWNER', repo = 'REPOSITORY' } = repository ?? {};
  const forms = repositoryForms({ owner, repository: repo, ownerId: 'OWNER-ID', repositoryId: 'REPOSITORY-ID' });
  return {
    ...notChecked('subjects', why, 'the ids: gh api repos/OWNER/REPOSITORY --jq ".owner.id, .id"'),
    details: ROLE_NAMES.flatMap((role) =>
      Object.values(forms).flatMap((form) =>
        jobsOf(role, environment, 'DEFAULT-BRANCH').map((job) => `${role}: ${form}:${job}`),
      ),
    ),
  };
}

/** Whether each role exists, accepts the jobs that it is for, and nobody else. */
export async function checkRoles(
  environment: Environment,
  roles: RoleTrusts,
  settings: RepositorySettings | undefined,
): Promise<readonly Check[]> {
  if (environment.roles === undefined) return [notChecked('roles', `target ${environment.target} has no roles`)];
  const arns = environment.roles;
  const identity = await settings?.identity().catch(() => undefined);
  const subject = await settings?.subject().catch(() => undefined);
  const checks = ROLE_NAMES.map((role) =>
    attempt(`role-${role}`, async () => {
      const text = await roles.of(arns[role]);
      if (text === undefined) return problem(`role-${role}`, `there is no role ${arns[role]}`, APPLY_BOOTSTRAP);
      const exists = ok(`role-${role}`, `${arns[role]} exists`);
      const policy = parseTrustPolicy(text);
      const id = `trust-${role}`;
      if (policy === undefined) return [exists, notChecked(id, 'its trust policy has a form that is not understood')];
      if (identity === undefined)
        return [exists, notChecked(id, 'without GitHub the ids of this repository are not known')];
      return [exists, ...judge(role, policy, { environment, identity, subject })];
    }),
  );
  return (await Promise.all(checks)).flat();
}

interface Repository {
  readonly environment: Environment;
  readonly identity: RepositoryIdentity;
  readonly subject: SubjectSetting | undefined;
}

function judge(role: RoleName, policy: TrustPolicy, repository: Repository): readonly Check[] {
  const { environment, identity, subject } = repository;
  const id = `trust-${role}`;
  const own = ownTokens(role, environment, identity);
  const used = subject?.isImmutable === undefined ? undefined : subject.isImmutable ? 'ids' : 'names';
  const refused = own.filter(({ claims }) => policy.admits(claims) === 'no');
  const unclear = own.filter(({ claims }) => policy.admits(claims) === 'unclear');
  const gravelyRefused = refused.filter(({ form }) => used === undefined || form === used);
  const admitted = foreignTokens(role, environment, identity).filter(({ claims }) => policy.admits(claims) === 'yes');
  const distinct = (isGrave: boolean) => [
    ...new Set(admitted.filter((token) => token.isGrave === isGrave).map(({ what }) => what)),
  ];
  const checks: readonly Check[] = [
    ...(gravelyRefused.length === 0
      ? []
      : [
          problem(
            id,
            `the ${role} role refuses jobs that need it; missing: ${gravelyRefused.map(({ what }) => what).join(', ')}`,
            APPLY_BOOTSTRAP,
          ),
        ]),
    ...(refused.length === gravelyRefused.length
      ? []
      : [
          warning(
            id,
            `the ${role} role does not know the form of the subject that GitHub does not use at the moment; missing: ` +
              refused
                .filter((token) => !gravelyRefused.includes(token))
                .map(({ what }) => what)
                .join(', '),
            `before that form changes, ${APPLY_BOOTSTRAP}`,
          ),
        ]),
    ...(unclear.length === 0
      ? []
      : [
          warning(
            id,
            `the ${role} role has conditions that are not understood here`,
            'compare its trust policy by hand',
          ),
        ]),
    ...distinct(true).map((what) => problem(id, `the ${role} role is too wide: it accepts ${what}`, APPLY_BOOTSTRAP)),
    ...distinct(false).map((what) => warning(id, `the ${role} role is wide: it accepts ${what}`, APPLY_BOOTSTRAP)),
    ...policy.others.map((who) =>
      (who === '*' || who === 'AWS *' ? problem : warning)(
        id,
        `the ${role} role can be assumed by others than GitHub's jobs: ${who}`,
        'remove the statement from its trust policy, unless you put it there',
      ),
    ),
  ];
  return checks.length > 0 ? checks : [ok(id, `the ${role} role accepts the jobs that it is for, and nobody else`)];
}
