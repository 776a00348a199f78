import { parseReaderRow } from '../../health/observation';
import { AURORA_READER_STATEMENT, ENGINE_STATEMENT, POSTGRES_READER_STATEMENT } from '../../health/statements';
import type { SqlConnector, SqlTarget } from '../../ports/sql';

/**
 * Asks a replica how far it is behind, in the same words as the health endpoint.
 *
 * @returns ms, 0 for a server that is the writer, `undefined` when it cannot say
 * @throws SqlError when it does not answer
 */
export async function askLag(target: SqlTarget, sql: SqlConnector, limitMs: number): Promise<number | undefined> {
  const session = await sql.connect(target, limitMs);
  try {
    const [engine] = await session.query(ENGINE_STATEMENT);
    const statement = engine?.['is_aurora'] === true ? AURORA_READER_STATEMENT : POSTGRES_READER_STATEMENT;
    const [row] = await session.query(statement);
    const { isInRecovery, lagMs } = parseReaderRow(row);
    return isInRecovery ? lagMs : 0;
  } finally {
    await session.close();
  }
}
