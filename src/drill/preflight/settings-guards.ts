import type { ParameterSettings, Upkeep } from '../../ports/drill-facts';
import { found, type Finding } from './finding';

/** A drill, with fail back and everything that is waited for, is over by then, in ms. The drill role's session ends then, too. */
const DRILL_MAY_TAKE_MS = 4 * 60 * 60_000;

/**
 * With different versions Aurora refuses a move, in its midst; and what AWS changes during a drill would be measured as if the move had done it.
 */
export function lookAtEngines(upkeeps: readonly Upkeep[], now: Date): Finding {
  const troubles: string[] = [];
  const versions = new Map<string, string[]>();
  for (const { region, clusterVersion, instances, waiting, maintenance } of upkeeps) {
    for (const version of new Set([clusterVersion, ...instances.map((instance) => instance.version)])) {
      versions.set(version, [...(versions.get(version) ?? []), region]);
    }
    troubles.push(...waiting.map((what) => `${what} waits to be changed`));
    for (const { resource, action, at } of maintenance) {
      if (at !== undefined && at.getTime() <= now.getTime() + DRILL_MAY_TAKE_MS) {
        troubles.push(`${action} of ${resource} is due at ${at.toISOString()}`);
      }
    }
  }
  if (versions.size !== 1) {
    troubles.unshift([...versions].map(([version, regions]) => `${version} in ${regions.join(' and ')}`).join(', '));
  }
  const later = upkeeps.flatMap(({ maintenance }) => maintenance).length;
  return found(
    troubles,
    `${[...versions.keys()].join()} everywhere, ${later === 0 ? 'no maintenance' : `${later} maintenance actions, none during the drill`}`,
  );
}

/** Parameters that need not be the same in both regions, each with the reason why a move changes nothing that an application could notice. */
export const MAY_DIFFER: Readonly<Record<string, string>> = {
  'auto_explain.log_min_duration':
    'says which plans are written to the log, and is set while somebody looks for a slow one',
  log_min_duration_statement:
    'says which statements are written to the log, and is set while somebody looks for a slow one',
};

/** A difference between the regions would be found by the applications, after the move. */
export function lookAtParameters(settings: readonly ParameterSettings[]): Finding {
  const troubles = settings.flatMap(({ notInSync }) => notInSync);
  const allowed = new Set<string>();
  const groups = settings.flatMap(({ region, cluster, instances }) => [
    { of: 'clusters', where: region, parameters: cluster },
    ...instances.map(({ id, parameters }) => ({ of: 'instances', where: id, parameters })),
  ]);
  for (const of of ['clusters', 'instances']) {
    const same = groups.filter((group) => group.of === of);
    const names = new Set(same.flatMap(({ parameters }) => [...parameters.keys()]));
    for (const name of [...names].sort()) {
      const values = new Map<string, string[]>();
      for (const { where, parameters } of same) {
        const value = parameters.get(name) ?? 'the default';
        values.set(value, [...(values.get(value) ?? []), where]);
      }
      if (values.size <= 1) continue;
      if (name in MAY_DIFFER) allowed.add(name);
      else
        troubles.push(
          `${name} is ${[...values].map(([value, places]) => `${value} in ${places.join(', ')}`).join(' and ')}`,
        );
    }
  }
  const names = new Set(groups.flatMap(({ parameters }) => [...parameters.keys()]));
  const differing = allowed.size === 0 ? '' : `; ${[...allowed].join(', ')} may differ`;
  return found(
    troubles,
    `${names.size} parameters set, the same in ${settings.map(({ region }) => region).join(' and ')}, all in effect${differing}`,
  );
}
