import type { GlobalRoles, KnownRoles, RegionAnswer } from '../ports/global-roles';
import type { LiveWriter } from './environment-plan';

/**
 * Which region writes now. Never throws, because a plan has to be made while a region is lost: what cannot be known is `unknown`.
 *
 * One region is enough for a yes; that there is no database has to be said by all of them. Two that name different writers are cut off from
 * each other, and then neither is believed.
 */
export async function liveWriter(roles: GlobalRoles): Promise<LiveWriter> {
  return writerOf(await roles.ask());
}

/** What the answers of the regions come to. */
export function writerOf(answers: readonly RegionAnswer[]): LiveWriter {
  const known: { readonly region: string; readonly said: KnownRoles }[] = [];
  const silent: string[] = [];
  for (const { region, said } of answers) {
    if (said === 'no such database') continue;
    if ('failure' in said) silent.push(`${region} does not answer: ${said.failure}`);
    else known.push({ region, said });
  }
  const move = known.find(({ said }) => said.move !== undefined)?.said.move;
  if (move !== undefined) {
    return {
      state: 'moving',
      ...(move.from === undefined ? {} : { from: move.from }),
      ...(move.to === undefined ? {} : { to: move.to }),
    };
  }
  const withMembers = known.filter(({ said }) => said.members.length > 0);
  if (withMembers.length === 0) {
    return silent.length === 0 ? { state: 'none' } : { state: 'unknown', reason: silent.join('; ') };
  }
  const writers = withMembers.map(({ region, said }) => ({
    region,
    names: said.members.filter(({ isWriter }) => isWriter).map((member) => member.region),
  }));
  const all = new Set(writers.flatMap(({ names }) => names));
  const [writer] = all;
  if (writer !== undefined && all.size === 1) return { state: 'known', region: writer };
  const views = writers.map(
    ({ region, names }) => `${region} names ${names.length === 0 ? 'no writer' : names.join(' and ')}`,
  );
  return { state: 'unknown', reason: `the writer is not clear: ${views.join('; ')}` };
}
