import { CURRENT, PENDING } from '../ports/secret-versions';

/**
 * Whether a rotation is under way, or stuck: it has given the label AWSPENDING to another version than the current one. Afterwards both are on the same, or the
 * first is gone.
 *
 * @param versions the staging labels of every version that has one
 */
export function isRotating(versions: ReadonlyMap<string, readonly string[]>): boolean {
  return [...versions.values()].some((labels) => labels.includes(PENDING) && !labels.includes(CURRENT));
}
