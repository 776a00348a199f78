import type { NamedEnvironment } from './check-environments';
import type { Environment } from './schema';

/** One row of the workflows' matrix. */
export interface MatrixRow {
  readonly environment: string;
  /** Where the workflows talk to AWS first: the state's region, which outlives the home region. */
  readonly region: string;
  readonly 'plan-role': string;
  readonly 'apply-role': string;
  readonly 'drill-role': string;
}

/** A file whose change can change every environment. Tests and texts below terraform/ change none. */
const SHARED =
  /^(?:terraform\/(?!.*(?:\.md$|\.tftest\.hcl$|(?:^|\/)tests\/))|lambdas\/|actions\/[^/]+\/(?:action\.yml|dist\/)|\.github\/workflows\/(?:plan|apply|drill)\.yml$)/;

/** A change deletes the file of an environment, which would leave its resources without an owner. */
export class EnvironmentDeletedError extends Error {
  override readonly name = 'EnvironmentDeletedError';
}

/**
 * Which environments a change touches.
 *
 * @param changedFiles paths from the repository's root; `undefined` when the change is not known, which means all
 * @throws EnvironmentDeletedError
 */
export function selectEnvironments(
  all: readonly NamedEnvironment[],
  changedFiles: readonly string[] | undefined,
  target: Environment['target'],
): readonly MatrixRow[] {
  const existing = new Set(all.map(({ file }) => file));
  const deleted = changedFiles?.find((file) => /^environments\/[^/]+\.ya?ml$/.test(file) && !existing.has(file));
  if (deleted !== undefined) {
    throw new EnvironmentDeletedError(
      `${deleted} is deleted by this change, but its resources would live on without an owner: destroy the environment first, then delete the file`,
    );
  }
  const touchesAll = changedFiles?.some((file) => SHARED.test(file)) ?? true;
  return all
    .filter(({ environment }) => environment.target === target)
    .filter(({ file }) => touchesAll || changedFiles?.includes(file) === true)
    .map(({ environment }) => ({
      environment: environment.name,
      region: environment.state.region,
      'plan-role': environment.roles?.plan ?? '',
      'apply-role': environment.roles?.apply ?? '',
      'drill-role': environment.roles?.drill ?? '',
    }));
}
