import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  RotateSecretCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { LoginLabel, RotatingSecret } from '../ports/secret-rotation';
import { CURRENT, PENDING } from '../ports/secret-versions';

/** A secret cannot be rotated. The message never holds its content. */
export class SecretRotationError extends Error {
  override readonly name = 'SecretRotationError';
}

export interface SecretsManagerRotationOptions extends Pick<RotatingSecret, 'name' | 'region' | 'user'> {
  /** A client for the region of the secret. */
  readonly client: SecretsManagerClient;
}

/** A secret that Secrets Manager rotates by the function that it is set up with. Needs RotateSecret and DescribeSecret, and reads no value. */
export function secretsManagerRotation({ name, region, user, client }: SecretsManagerRotationOptions): RotatingSecret {
  return {
    name,
    region,
    user,
    async begin() {
      const versionId = randomUUID();
      try {
        await client.send(
          new RotateSecretCommand({ SecretId: name, ClientRequestToken: versionId, RotateImmediately: true }),
        );
      } catch (error) {
        throw new SecretRotationError(
          `Secrets Manager did not begin to rotate ${name} in ${region}: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
      return versionId;
    },
    async isDone(versionId) {
      const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: name }));
      const labels = VersionIdsToStages[versionId] ?? [];
      // The label of a pending version is taken away at the very end.
      return labels.includes(CURRENT) && !labels.includes(PENDING);
    },
  };
}

/** Reads the text of the version with a label; `undefined` when there is none. Whoever asks keeps it to himself. */
export function secretText(
  secretId: string,
  client: SecretsManagerClient,
): (label: LoginLabel) => Promise<string | undefined> {
  return async (label) => {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: label }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
}
