import type { Environment } from '../environment/schema';
import type { CallerIdentities } from '../ports/account';
import type { EvidencePlace, RoleTrusts, StatePlace } from '../ports/account-facts';
import type { DrillStateStore } from '../ports/drill-state';
import type { EnvironmentLease } from '../ports/lease';
import type { RepositorySettings } from '../ports/repository-settings';
import type { TerraformLocks } from '../ports/terraform-lock';
import type { WorkflowRuns } from '../ports/workflow-runs';
import { attempt, notChecked, ok, problem, reasonOf, type Check, type Section } from './check';
import { checkCheckout, type CheckoutPorts } from './checkout';
import { checkEvidence } from './evidence';
import { checkGitHubEnvironments } from './github-environments';
import { checkLastDrill } from './last-drill';
import { checkLocks } from './lock';
import { checkRoles, checkSubjects, subjectsWithoutGitHub } from './roles';
import { checkState } from './state';

export interface GitHubPorts {
  readonly settings: RepositorySettings;
  readonly runs: WorkflowRuns;
}

export interface DoctorPorts extends CheckoutPorts {
  readonly identities: CallerIdentities;
  readonly roles: RoleTrusts;
  readonly place: StatePlace;
  readonly evidence: EvidencePlace;
  readonly drillState: Pick<DrillStateStore, 'read'>;
  readonly locks: TerraformLocks;
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  /** Or why GitHub cannot be asked. */
  readonly github: GitHubPorts | { readonly missing: string };
  /** Where the checkout came from, as far as it is known. */
  readonly repository: { readonly owner: string; readonly repo: string } | undefined;
  readonly now: () => Date;
}

/**
 * Looks at everything that the pipeline of an environment rests on, and changes nothing. What cannot be looked at says so. AWS is asked only
 * with credentials for the account of the environment: what another account answers would mislead.
 */
export async function examine(environment: Environment, ports: DoctorPorts): Promise<readonly Section[]> {
  const github = 'missing' in ports.github ? undefined : ports.github;
  const whyNoGitHub = 'missing' in ports.github ? ports.github.missing : '';
  const [checkout, account] = await Promise.all([checkCheckout(ports), checkAccount(environment, ports.identities)]);
  const inAccount = (id: string, check: () => Promise<readonly Check[]>) =>
    account.status === 'ok'
      ? attempt(id, check)
      : Promise.resolve([notChecked(id, account.sentence.replace(/^not checked: /, ''))]);
  const [state, subjects, roles, environments, evidence, lastDrill, locks] = await Promise.all([
    inAccount('state', () => checkState(environment, ports)),
    github === undefined
      ? Promise.resolve([subjectsWithoutGitHub(environment, ports.repository, whyNoGitHub)])
      : attempt('subjects', () => checkSubjects(environment, github.settings)),
    inAccount('roles', () => checkRoles(environment, ports.roles, github?.settings)),
    github === undefined
      ? Promise.resolve([notChecked('github-environments', whyNoGitHub)])
      : attempt('github-environments', () => checkGitHubEnvironments(environment, github.settings)),
    inAccount('evidence', () => checkEvidence(environment, ports.evidence)),
    inAccount('last-drill', () => checkLastDrill(environment, ports.now(), { ...ports, runs: github?.runs })),
    inAccount('locks', () => checkLocks(environment, ports.now(), { ...ports, runs: github?.runs })),
  ]);
  return [
    { title: 'This machine and this checkout', checks: checkout },
    { title: 'AWS account', checks: [account] },
    { title: 'State', checks: state },
    { title: 'Subjects (OIDC)', checks: subjects },
    { title: 'Roles', checks: roles },
    { title: 'GitHub environments', checks: environments },
    { title: 'Evidence and drills', checks: [...evidence, ...lastDrill] },
    { title: 'Locks', checks: locks },
  ];
}

async function checkAccount(environment: Environment, identities: CallerIdentities): Promise<Check> {
  const id = 'account';
  try {
    const { account, arn } = await identities.whoAmI();
    return account === environment.account
      ? ok(id, `the credentials are for account ${account} (${arn})`)
      : problem(
          id,
          `the credentials are for account ${account} (${arn}), but ${environment.name} lives in ${environment.account}`,
          'take credentials of that account, for example with AWS_PROFILE',
        );
  } catch (error) {
    return notChecked(
      id,
      `AWS cannot be asked: ${reasonOf(error)}`,
      'set AWS_PROFILE, or log in, to have AWS checked too',
    );
  }
}

/** Whether anything is wrong. */
export function hasProblems(sections: readonly Section[]): boolean {
  return sections.some(({ checks }) => checks.some(({ status }) => status === 'problem'));
}
