import { checkEnvironments, type NamedEnvironment } from './check-environments';
import { parseEnvironment } from './parse-environment';
import { EnvironmentError, type Problem } from './problem';
import type { Environment } from './schema';

/**
 * Parses all environment files and checks them together.
 *
 * @throws EnvironmentError with the problems of all files
 */
export function loadEnvironments(
  files: readonly { readonly file: string; readonly text: string }[],
): readonly NamedEnvironment[] {
  const problems: Problem[] = [];
  const environments: NamedEnvironment[] = [];
  for (const { file, text } of files) {
    try {
      environments.push({ file, environment: parseEnvironment(text, file) });
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  // The sandbox plays an account of its own; it clashes with nobody's.
  for (const target of ['aws', 'sandbox'])
    checkEnvironments(environments.filter(({ environment }) => environment.target === target));
  return environments;
}

/** There is no such environment, or not for this target. */
export class UnknownEnvironmentError extends Error {
  override readonly name = 'UnknownEnvironmentError';
}

/** @throws UnknownEnvironmentError */
export function findEnvironment(
  all: readonly NamedEnvironment[],
  name: string,
  target: Environment['target'],
): Environment {
  const found = all.find(({ environment }) => environment.name === name)?.environment;
  const known = all
    .filter(({ environment }) => environment.target === target)
    .map(({ environment }) => environment.name);
  if (found === undefined)
    throw new UnknownEnvironmentError(`there is no environment "${name}"; known: ${known.join(', ')}`);
  if (found.target !== target) {
    throw new UnknownEnvironmentError(
      `environment "${name}" is for target ${found.target}, but this run is for ${target}`,
    );
  }
  return found;
}
