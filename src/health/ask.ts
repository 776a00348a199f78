import { SqlError, type SqlSession } from '../ports/sql';
import { judgeReader, judgeWriter, parseReaderRow, parseWriterRow } from './observation';
import {
  AURORA_READER_STATEMENT,
  ENGINE_STATEMENT,
  POSTGRES_READER_STATEMENT,
  WRITER_STATEMENT,
  WRITER_STATEMENT_WITHOUT_MESSAGE,
} from './statements';
import type { Verdict } from './verdict';

/** SQLSTATE classes of a function that is not there, not allowed, or not supported. */
const CANNOT_SEND_MESSAGES = /^(?:42|0A|55)/;

/** H1: does the cluster behind this connection take writes? @throws SqlError, ObservationError */
export async function askWriter(session: SqlSession): Promise<Verdict> {
  const [row] = await writerRow(session);
  return judgeWriter(parseWriterRow(row));
}

async function writerRow(session: SqlSession) {
  try {
    return await session.query(WRITER_STATEMENT);
  } catch (error) {
    if (!(error instanceof SqlError) || !CANNOT_SEND_MESSAGES.test(error.sqlState ?? '')) throw error;
    return session.query(WRITER_STATEMENT_WITHOUT_MESSAGE);
  }
}

/** H2: is the server behind this connection fit to be read? Asks once for each connection which engine it is. @throws SqlError, ObservationError */
export function readerQuestion(lagLimitMs: number): (session: SqlSession) => Promise<Verdict> {
  const statements = new WeakMap<SqlSession, string>();
  return async (session) => {
    const statement = statements.get(session) ?? (await readerStatement(session));
    statements.set(session, statement);
    const [row] = await session.query(statement);
    return judgeReader(parseReaderRow(row), lagLimitMs);
  };
}

async function readerStatement(session: SqlSession): Promise<string> {
  const [row] = await session.query(ENGINE_STATEMENT);
  return row?.['is_aurora'] === true ? AURORA_READER_STATEMENT : POSTGRES_READER_STATEMENT;
}
