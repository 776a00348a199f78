import { SqlError, type SqlConnector, type SqlSession, type SqlTarget } from '../ports/sql';

/** For connecting and for each statement, in ms. */
export const SQL_TIMEOUT_MS = 5_000;

/** A rotation must not go on now. Secrets Manager tries again later, with the same version. */
export class RotationRefusedError extends Error {
  override readonly name = 'RotationRefusedError';
}

/**
 * Connects to the writer.
 *
 * @returns `undefined` when the server knows no such user or another password
 * @throws RotationRefusedError on a server that follows: after a move, a name can still lead to the old writer
 * @throws SqlError when the server cannot be reached
 */
export async function logInToWriter(connector: SqlConnector, target: SqlTarget): Promise<SqlSession | undefined> {
  const session = await logIn(connector, target);
  if (session === undefined) return undefined;
  try {
    const [row] = await session.query('SELECT pg_is_in_recovery() AS follows');
    if (row?.['follows'] === false) return session;
    throw new RotationRefusedError(`${target.host} leads to a server that takes no writes; nothing has been changed`);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** @returns `undefined` when the server knows no such user or another password @throws SqlError when it cannot be reached */
export async function logIn(connector: SqlConnector, target: SqlTarget): Promise<SqlSession | undefined> {
  try {
    return await connector.connect(target, SQL_TIMEOUT_MS);
  } catch (error) {
    if (isWrongPassword(error)) return undefined;
    throw error;
  }
}

/** SQLSTATE class 28, invalid authorization: the user does not exist, may not log in, or has another password. */
function isWrongPassword(error: unknown): boolean {
  return error instanceof SqlError && error.sqlState?.startsWith('28') === true;
}
