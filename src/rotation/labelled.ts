import type { SecretVersions } from '../ports/secret-versions';

/** The version that carries a label. */
export async function versionWith(secret: SecretVersions, label: string): Promise<string | undefined> {
  for (const [versionId, labels] of await secret.labels()) if (labels.includes(label)) return versionId;
  return undefined;
}

/** The value of the version that carries a label; `undefined` when none does, or it is empty. */
export async function readLabelled(secret: SecretVersions, label: string): Promise<string | undefined> {
  const versionId = await versionWith(secret, label);
  return versionId === undefined ? undefined : secret.read({ versionId, label });
}
