import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import type { NamedEnvironment } from './check-environments';
import type { Environment } from './schema';

/** One row of the matrix of drill.yml. */
export interface DrillRow {
  readonly environment: string;
  readonly kind: DrillKind;
  /** Where the workflow talks to AWS first: the state's region, which outlives the home region. */
  readonly region: string;
  readonly 'plan-role': string;
  readonly 'drill-role': string;
}

/** A drill is asked for that the environment does not allow. */
export class DrillNotAllowedError extends Error {
  override readonly name = 'DrillNotAllowedError';
}

export type DrillSelection =
  /** What is due at this run of the weekly schedule. */
  | { readonly trigger: 'schedule'; readonly now: Date }
  /** One kind by hand, in one environment or in all that allow it. */
  | { readonly trigger: 'manual'; readonly kind: DrillKind; readonly only: string | undefined };

/** A monthly drill runs with the first weekly run of a month. */
const DAYS_OF_A_WEEK = 7;

/**
 * The drills that are to run, as the environments have them: each environment's in the order of {@link DRILL_KINDS}.
 *
 * @throws DrillNotAllowedError when the named environment never runs this kind
 */
export function selectDrills(
  all: readonly NamedEnvironment[],
  selection: DrillSelection,
  target: Environment['target'],
): readonly DrillRow[] {
  return all
    .map(({ environment }) => environment)
    .filter((environment) => environment.target === target)
    .filter(({ name }) => selection.trigger === 'schedule' || (selection.only ?? name) === name)
    .flatMap((environment) => kindsOf(environment, selection).map((kind) => row(environment, kind)));
}

function kindsOf(environment: Environment, selection: DrillSelection): readonly DrillKind[] {
  const { kinds } = environment.drill;
  if (selection.trigger === 'schedule') {
    const isFirstOfMonth = selection.now.getUTCDate() <= DAYS_OF_A_WEEK;
    return DRILL_KINDS.filter((kind) => kinds[kind] === 'weekly' || (kinds[kind] === 'monthly' && isFirstOfMonth));
  }
  const { kind, only } = selection;
  if (kinds[kind] !== 'never') return [kind];
  if (only === undefined) return [];
  throw new DrillNotAllowedError(
    `environments/${environment.name}.yaml says drill.kinds.${kind}: never; change it to on-demand by a pull request, if that is meant`,
  );
}

function row({ name, state, roles }: Environment, kind: DrillKind): DrillRow {
  return {
    environment: name,
    kind,
    region: state.region,
    'plan-role': roles?.plan ?? '',
    'drill-role': roles?.drill ?? '',
  };
}
