import type { Environment } from '../environment/schema';
import type { EnvironmentProtection, RepositorySettings } from '../ports/repository-settings';
import { attempt, ok, problem, warning, type Check } from './check';

interface Wanted {
  readonly name: string;
  /** What it is for. */
  readonly use: string;
  /** How bad it is when nobody has to approve. */
  readonly withoutReviewers: 'problem' | 'warning';
  readonly preventsSelfReview: boolean;
}

/** The protection rules that the approvals of applies and drills rest on. Only GitHub enforces them, so only GitHub can say. */
export async function checkGitHubEnvironments(
  environment: Environment,
  settings: RepositorySettings,
): Promise<readonly Check[]> {
  const { name } = environment;
  const wanted: readonly Wanted[] = [
    { name, use: 'applies', withoutReviewers: 'problem', preventsSelfReview: false },
    { name: `${name}-drill`, use: 'drills', withoutReviewers: 'warning', preventsSelfReview: false },
    {
      name: `${name}-break-glass`,
      use: 'applies past the drill gate',
      withoutReviewers: 'problem',
      preventsSelfReview: true,
    },
  ];
  const { defaultBranch } = await settings.identity();
  const checks = wanted.map((one) =>
    attempt(`github-${one.name}`, async () => judge(one, await settings.environment(one.name), defaultBranch)),
  );
  return (await Promise.all(checks)).flat();
}

function judge(wanted: Wanted, found: EnvironmentProtection | undefined, defaultBranch: string): readonly Check[] {
  const { name, use } = wanted;
  const id = `github-${name}`;
  const where = `Settings → Environments → ${name}`;
  if (found === undefined) {
    return [
      problem(
        id,
        `there is no GitHub environment "${name}", so GitHub would make one without any protection at the first of the ${use}`,
        `make it: ${where}: required reviewers, and deployment branches: ${defaultBranch} only`,
      ),
    ];
  }
  const checks = [
    ...(found.requiredReviewers > 0
      ? []
      : [
          (wanted.withoutReviewers === 'problem' ? problem : warning)(
            id,
            `"${name}" has no required reviewers: ${use} wait for nobody's approval`,
            `${where}: required reviewers`,
          ),
        ]),
    ...(!wanted.preventsSelfReview || found.preventsSelfReview
      ? []
      : [
          problem(
            id,
            `"${name}" lets people approve their own runs; breaking the glass takes two`,
            `${where}: prevent self-review`,
          ),
        ]),
    ...judgeBranches(id, name, where, found.branches, defaultBranch),
  ];
  return checks.length > 0 ? checks : [ok(id, `"${name}" has required reviewers and is for ${defaultBranch} only`)];
}

function judgeBranches(
  id: string,
  name: string,
  where: string,
  branches: EnvironmentProtection['branches'],
  defaultBranch: string,
): readonly Check[] {
  const advice = `${where}: deployment branches and tags: selected branches, ${defaultBranch} only`;
  switch (branches.kind) {
    case 'any':
      return [problem(id, `"${name}" may be used from any branch`, advice)];
    case 'protected':
      return [warning(id, `"${name}" may be used from every protected branch, not only from ${defaultBranch}`, advice)];
    case 'patterns': {
      const others = branches.patterns.filter((pattern) => pattern !== defaultBranch);
      return [
        ...(others.length === 0
          ? []
          : [
              problem(
                id,
                `"${name}" may be used from other branches than ${defaultBranch}: ${others.join(', ')}`,
                advice,
              ),
            ]),
        ...(branches.patterns.includes(defaultBranch)
          ? []
          : [problem(id, `"${name}" may not be used from ${defaultBranch}, where the workflows run`, advice)]),
      ];
    }
  }
}
