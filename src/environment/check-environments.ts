import { EnvironmentError, type Problem } from './problem';
import { REGIONS, type Environment } from './schema';

/** An environment and the file that it was read from. */
export interface NamedEnvironment {
  readonly file: string;
  readonly environment: Environment;
}

/**
 * Checks what only shows when all environments are seen together.
 *
 * One account and region pair holds one global database (S6): a second environment there would fight for names, endpoints and
 * quotas, and its drills would move somebody else's database.
 *
 * @throws EnvironmentError with every clash, naming both files
 */
export function checkEnvironments(all: readonly NamedEnvironment[]): void {
  const problems: Problem[] = [];
  const clash = (field: string, what: string, key: (environment: Environment) => string) => {
    const first = new Map<string, string>();
    for (const { file, environment } of all) {
      const other = first.get(key(environment));
      if (other === undefined) first.set(key(environment), file);
      else problems.push({ file, line: 1, column: 1, field, message: `${what} as ${other}` });
    }
  };
  clash('account', `uses the same account and regions (${REGIONS.join(', ')})`, ({ account }) => account);
  clash('name', 'has the same name', ({ name }) => name);
  clash('state', 'keeps its state in the same place', ({ state, name }) => `${state.bucket}/${name}`);
  if (problems.length > 0) throw new EnvironmentError(problems);
}
