import type { Clock } from '../../ports/clock';
import type { ContentManifest, Horizon, IndexCheck, IndexName, TableContent } from '../../ports/content';
import type { HeartbeatPlace } from '../../ports/drill-probe';
import { catalogAnswer, indexAnswer, tableAnswer, type ContentQuestion } from './content-answers';

/** The table of the drills themselves: it is always compared, so that the comparison never has nothing to compare. */
const ALWAYS = 'dr.heartbeat';

/**
 * How long tables are read, in ms; the others are not read then, and said to be unknown. At the original this is also how long no heartbeat is
 * written, and how long production bears a reader; nobody waits for the copy.
 */
const READ_FOR_MS: Readonly<Record<HeartbeatPlace['kind'], number>> = { writer: 60_000, restored: 600_000 };
const CHECK_INDEXES_FOR_MS = 600_000;

export interface ManifestRequest {
  readonly place: HeartbeatPlace;
  readonly tables: readonly string[];
  readonly horizon: Horizon | undefined;
}

/**
 * Takes the manifest of a database, one question after the other. Indexes are checked in a restored copy only.
 *
 * @param ask answers one question, here or inside the VPC
 * @throws what `ask` throws
 */
export async function takeManifest(
  { place, tables, horizon }: ManifestRequest,
  clock: Clock,
  ask: (question: ContentQuestion) => Promise<unknown>,
): Promise<ContentManifest> {
  // What somebody drops at this moment makes the catalogs contradict themselves, once.
  const catalog = catalogAnswer.parse(await ask({ about: 'catalog' }).catch(() => ask({ about: 'catalog' })));
  const since = horizon ?? catalog.horizon;
  const contents: TableContent[] = [];
  const readingMs = clock.monotonicMs();
  for (const table of new Set([ALWAYS, ...tables])) {
    const isLate = clock.monotonicMs() - readingMs > READ_FOR_MS[place.kind];
    contents.push(
      isLate
        ? {
            table,
            state: 'not-read',
            reason: `${table} was not read: the others took ${seconds(READ_FOR_MS[place.kind])}`,
          }
        : tableAnswer.parse(await ask({ about: 'table', table, horizon: since })),
    );
  }
  const indexes = place.kind === 'writer' ? [] : contents.flatMap(indexesOf);
  const indexChecks: IndexCheck[] = [];
  const checkingMs = clock.monotonicMs();
  for (const { schema, name } of indexes) {
    const isLate = clock.monotonicMs() - checkingMs > CHECK_INDEXES_FOR_MS;
    indexChecks.push(
      isLate
        ? {
            index: `${schema}.${name}`,
            outcome: 'unknown',
            detail: `not checked: the others took ${seconds(CHECK_INDEXES_FOR_MS)}`,
          }
        : indexAnswer.parse(await ask({ about: 'index', schema, name })),
    );
  }
  return { ...catalog, horizon: since, tables: contents, indexChecks };
}

function indexesOf(table: TableContent): readonly IndexName[] {
  return table.state === 'read' ? table.indexes : [];
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
