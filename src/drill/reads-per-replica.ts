import type { Read } from './history';

/** How the reads through one reader endpoint spread over its replicas (O6). */
export interface RegionalReads {
  readonly region: string;
  readonly answered: readonly { readonly instance: string; readonly reads: number }[];
  readonly failed: number;
}

/** Counts reads by region and by the instance that answered, both in the order of their names. */
export function countReads(reads: readonly Read[]): readonly RegionalReads[] {
  const regions = [...new Set(reads.map(({ region }) => region))].sort();
  return regions.map((region) => {
    const counts = new Map<string, number>();
    let failed = 0;
    for (const read of reads) {
      if (read.region !== region) continue;
      if (read.outcome === 'fail') failed++;
      else counts.set(read.instance ?? 'unnamed', (counts.get(read.instance ?? 'unnamed') ?? 0) + 1);
    }
    const answered = [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([instance, count]) => ({ instance, reads: count }));
    return { region, answered, failed };
  });
}
