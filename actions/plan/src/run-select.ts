import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { selectEnvironments, type MatrixRow } from '../../../src/environment/select-environments';
import type { ChangedFiles, EnvironmentFiles } from '../../../src/ports/environment-files';
import type { Logger } from '../../../src/ports/logger';

export interface SelectPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly changedFiles: ChangedFiles;
  readonly logger: Logger;
}

export interface SelectRequest {
  readonly target: Environment['target'];
  /** Commit to compare with; `undefined` selects all. */
  readonly base: string | undefined;
  /** Selects only this environment. */
  readonly only: string | undefined;
}

/** Finds the environments that a change touches, or that were asked for. */
export async function runSelect(request: SelectRequest, ports: SelectPorts): Promise<readonly MatrixRow[]> {
  const { target, base, only } = request;
  const environments = loadEnvironments(await ports.environmentFiles.readAll());
  if (only !== undefined) findEnvironment(environments, only, target);
  const changed = base === undefined ? undefined : await ports.changedFiles.since(base);
  const rows = selectEnvironments(environments, changed, target).filter(
    (row) => only === undefined || row.environment === only,
  );
  ports.logger.info(
    `${changed === undefined ? 'all' : changed.length} files considered; environments: ${rows.map((row) => row.environment).join(', ') || 'none'}`,
  );
  return rows;
}
