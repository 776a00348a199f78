import type { DrillStateStore } from '../../ports/drill-state';
import type { Logger } from '../../ports/logger';
import type { TemporaryResource, TemporaryResources } from '../../ports/temporary-resources';
import { reasonOf } from '../reason-of';
import { isClosed } from './standing';

/** A job of the workflows ends after 4 hours at most, and so do its credentials: what is older than this belongs to no drill that still runs. */
export const REAP_AFTER_MS = 6 * 60 * 60_000;

export interface ReapRequest {
  readonly environment: string;
  /** Names that drills of this environment give to clusters and snapshots. */
  readonly names: readonly string[];
}

export interface ReapPorts {
  readonly temporary: Pick<TemporaryResources, 'list' | 'remove'>;
  readonly store: Pick<DrillStateStore, 'read'>;
  readonly logger: Logger;
}

export interface ReapResult {
  /** What was removed, as sentences: "the cluster … in …, made at …". */
  readonly removed: readonly string[];
  /** What carries the tag and was left, with the reason. */
  readonly left: readonly string[];
}

/** Clusters go with their instances, and before them is no order that RDS accepts. */
const ORDER: Readonly<Record<TemporaryResource['kind'], number>> = { cluster: 0, instance: 1, snapshot: 2 };

/**
 * Removes what drills have left: that which carries their tag **and** one of their names, is older than any drill can last, and belongs to none that
 * is not closed. Nothing else is ever touched, whatever it is called or tagged.
 */
export async function reap(request: ReapRequest, ports: ReapPorts, now: Date): Promise<ReapResult> {
  const stored = await ports.store.read();
  // A record that cannot be read may name anything.
  const kept =
    stored.kind === 'none' || (stored.kind === 'state' && isClosed(stored.state))
      ? []
      : stored.kind === 'state'
        ? stored.state.temporary.map(({ id }) => id)
        : request.names;
  const removed: string[] = [];
  const left: string[] = [];
  const found = [...(await ports.temporary.list())].sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  for (const resource of found) {
    const reason = reasonToLeave(resource, request, kept, now);
    const what = describe(resource);
    if (reason !== undefined) {
      left.push(`${what}: ${reason}`);
      continue;
    }
    try {
      await ports.temporary.remove(resource);
      removed.push(what);
      ports.logger.warn(`removed, because a drill left it: ${what}`);
    } catch (error) {
      left.push(`${what}: ${reasonOf(error)}`);
    }
  }
  return { removed, left };
}

function reasonToLeave(
  { kind, id, environment, createdAt }: TemporaryResource,
  request: ReapRequest,
  kept: readonly string[],
  now: Date,
): string | undefined {
  if (environment !== request.environment) return `its tag names the environment ${environment}`;
  if (!request.names.some((name) => isNamed(kind, id, name))) return 'it has no name that a drill gives';
  if (kept.some((name) => isNamed(kind, id, name))) return 'a drill that is not closed has named it';
  if (createdAt === undefined) return 'it is being made';
  const ageMs = now.getTime() - createdAt.getTime();
  return ageMs < REAP_AFTER_MS ? `it is ${Math.round(ageMs / 60_000)} minutes old` : undefined;
}

/** An instance is called like its cluster, with a number. */
function isNamed(kind: TemporaryResource['kind'], id: string, name: string): boolean {
  if (id === name) return true;
  return kind === 'instance' && id.startsWith(`${name}-`) && /^\d+$/.test(id.slice(name.length + 1));
}

function describe({ kind, id, region, createdAt }: TemporaryResource): string {
  return `the ${kind} ${id} in ${region}${createdAt === undefined ? '' : `, made at ${createdAt.toISOString()}`}`;
}
