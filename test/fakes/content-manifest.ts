import type { ContentManifest, TableContent } from '../../src/ports/content';

const section = { count: 1, digest: '0'.repeat(64), objects: { something: '000000000000' } };

/** What a small database holds; the same each time unless something is named. */
export function contentManifest(overrides: Partial<ContentManifest> = {}): ContentManifest {
  return {
    horizon: '1000',
    sections: {
      tables: section,
      constraints: section,
      indexes: section,
      functions: section,
      triggers: section,
      views: section,
      'sequence definitions': section,
      types: section,
      roles: section,
      memberships: section,
      grants: section,
      settings: section,
      extensions: section,
      database: section,
    },
    sequences: [],
    newestHeartbeatMs: 1_000,
    tables: [readTable('dr.heartbeat', { 1: 100 })],
    indexChecks: [],
    ...overrides,
  };
}

/** A table of one row in each of its buckets. @param buckets name → sum */
export function readTable(table: string, buckets: Readonly<Record<string, number>>): TableContent {
  return {
    table,
    state: 'read',
    extent: 'all',
    buckets: Object.fromEntries(Object.entries(buckets).map(([name, sum]) => [name, { rows: 1, sum: String(sum) }])),
    younger: 0,
    indexes: [],
  };
}
