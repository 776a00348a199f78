import { CURRENT, PENDING } from '../../ports/secret-versions';
import type { RegionalSecret } from '../preflight/ports';

/**
 * The secrets whose rotation has begun and not ended: the label AWSPENDING is on another version than the current one.
 *
 * @param secrets every secret of the environment, in every region
 * @throws when one of them cannot be read: then nobody can say
 */
export async function pendingRotations(secrets: readonly RegionalSecret[]): Promise<readonly string[]> {
  const found = await Promise.all(
    secrets.map(async ({ region, secret }) => {
      const versions = [...(await secret.labels())];
      const withLabel = (label: string) => versions.find(([, labels]) => labels.includes(label))?.[0];
      const pending = withLabel(PENDING);
      return pending === undefined || pending === withLabel(CURRENT) ? [] : [`${secret.name} in ${region}`];
    }),
  );
  return found.flat();
}
