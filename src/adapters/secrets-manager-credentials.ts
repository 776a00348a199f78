import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { DatabaseCredentials } from '../ports/database-credentials';

/** The secret cannot be read or does not hold what an Aurora client needs. The message never holds its content. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/** The shape that Secrets Manager's rotation functions and Aurora agree on. */
const secretSchema = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535),
  username: z.string().min(1),
  password: z.string().min(1),
  dbname: z.string().min(1),
});

export interface SecretsManagerCredentialsOptions {
  readonly secretId: string;
  readonly region: string;
  readonly client: SecretsManagerClient;
  /** Told the password before anybody else sees it, so that it can be masked in logs. */
  readonly maskSecret: (value: string) => void;
}

/** Reads the secret of one region; its `host` is the global writer endpoint. */
export function secretsManagerCredentials(options: SecretsManagerCredentialsOptions): DatabaseCredentials {
  const where = `secret ${options.secretId} in ${options.region}`;
  return {
    async read() {
      let text: string | undefined;
      try {
        text = (await options.client.send(new GetSecretValueCommand({ SecretId: options.secretId }))).SecretString;
      } catch (error) {
        throw new CredentialsError(
          `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}; ` +
            'check that the environment has been applied and that the role may call secretsmanager:GetSecretValue and kms:Decrypt',
          { cause: error },
        );
      }
      const parsed = secretSchema.safeParse(parseJson(text ?? '', where));
      if (!parsed.success) {
        // Only the field names are told: a value could be the password in the wrong field.
        const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
        throw new CredentialsError(`${where} lacks a usable ${fields}`);
      }
      const { host, port, username, password, dbname } = parsed.data;
      options.maskSecret(password);
      return { host, port, username, password, database: dbname, tlsServerName: host };
    },
  };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text.
    throw new CredentialsError(`${where} is not JSON`);
  }
}
