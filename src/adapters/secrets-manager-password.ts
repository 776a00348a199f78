import { GetRandomPasswordCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { EXCLUDED_CHARACTERS, PASSWORD_LENGTH } from '../rotation/new-password';

/** Passwords made by Secrets Manager, with letters of both cases, digits and special characters in each (K4). */
export function secretsManagerPassword(client: SecretsManagerClient): () => Promise<string> {
  return async () => {
    const { RandomPassword } = await client.send(
      new GetRandomPasswordCommand({
        PasswordLength: PASSWORD_LENGTH,
        ExcludeCharacters: EXCLUDED_CHARACTERS,
        RequireEachIncludedType: true,
        IncludeSpace: false,
      }),
    );
    if (RandomPassword === undefined) throw new Error('Secrets Manager made no password');
    return RandomPassword;
  };
}
