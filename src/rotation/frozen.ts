import type { Logger } from '../ports/logger';
import type { RotationFreeze } from '../ports/rotation-freeze';

/**
 * Why passwords must stay as they are, by what either region says: a controller freezes rotation in the region that it promotes.
 * The own region has to answer. The other one may be lost, and that must not end rotation here.
 *
 * @returns a function that throws when the own region does not answer
 */
export function frozenInEitherRegion(
  own: RotationFreeze,
  other: RotationFreeze,
  logger: Logger,
): () => Promise<string | undefined> {
  return async () => {
    const reason = await own.reason();
    if (reason !== undefined) return reason;
    try {
      return await other.reason();
    } catch (error) {
      logger.warn(
        `the other region does not say whether rotation is frozen: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  };
}
