import type { TemporaryResources } from '../../ports/temporary-resources';

/**
 * After an unplanned failover Aurora overwrites the region that was lost, and leaves a snapshot of what was there: the writes that were not replicated. Aurora
 * may remove it by itself, so it is copied before anything else is moved.
 *
 * @returns a sentence for each copy
 */
export async function keepUnplannedSnapshots({
  temporary,
}: {
  readonly temporary: Pick<TemporaryResources, 'unplannedFailoverSnapshots' | 'keep'>;
}): Promise<readonly string[]> {
  const sentences: string[] = [];
  for (const snapshot of await temporary.unplannedFailoverSnapshots()) {
    const copy = await temporary.keep(snapshot);
    sentences.push(
      `the snapshot ${snapshot.id} in ${snapshot.region}, which holds what ${snapshot.clusterId} had not replicated, is kept as ${copy}`,
    );
  }
  return sentences;
}
