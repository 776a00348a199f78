import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { selectDrills, type DrillRow, type DrillSelection } from '../../../src/environment/select-drills';
import type { EnvironmentFiles } from '../../../src/ports/environment-files';
import type { Logger } from '../../../src/ports/logger';

/** Finds the drills that are due, or that were asked for. */
export async function runSelectDrills(
  selection: DrillSelection,
  target: Environment['target'],
  ports: { readonly environmentFiles: EnvironmentFiles; readonly logger: Logger },
): Promise<readonly DrillRow[]> {
  const environments = loadEnvironments(await ports.environmentFiles.readAll());
  if (selection.trigger === 'manual' && selection.only !== undefined) {
    findEnvironment(environments, selection.only, target);
  }
  const rows = selectDrills(environments, selection, target);
  ports.logger.info(`drills: ${rows.map(({ environment, kind }) => `${environment} ${kind}`).join(', ') || 'none'}`);
  return rows;
}
