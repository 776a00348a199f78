import { writeThrough } from '../failover/promote';
import { parseConnectionSecret, targetOf } from '../rotation/connection-secret';
import type { LoginLabel, SecretLogins, SecretUser } from '../ports/secret-rotation';
import { SqlError, type SqlConnector } from '../ports/sql';

export interface SecretLoginPorts {
  readonly sql: SqlConnector;
  /** The name that applications write through; replaces the host of the secret. */
  readonly writerName: string;
  /** The text of a version of the secret; `undefined` when there is no such version. */
  readonly read: (user: SecretUser, label: LoginLabel) => Promise<string | undefined>;
}

/** Logs in from this process, which must be able to reach the database. */
export function secretLogins({ sql, writerName, read }: SecretLoginPorts): SecretLogins {
  return {
    async logIn(user, label) {
      const text = await read(user, label);
      const target = text === undefined ? undefined : targetOf(parseConnectionSecret(text, `the ${user} secret`));
      if (target === undefined) return { outcome: 'no-password' };
      try {
        return { outcome: 'logged-in', instance: await writeThrough({ ...target, host: writerName }, sql) };
      } catch (error) {
        // Class 28, invalid authorization. Anything else says nothing about the password.
        if (error instanceof SqlError && error.sqlState?.startsWith('28') === true) return { outcome: 'refused' };
        throw error;
      }
    },
  };
}
