import type { SqlSession } from '../ports/sql';
import type { ApplicationUsers } from './application-users';

/** Serialises changes of users: both regions rotate in the same database. Any number will do that nobody else locks. */
const LOCK = 4_711_001;

/** The master user gives itself another password. */
export async function setOwnPassword(session: SqlSession, username: string, verifier: string): Promise<void> {
  await inTransaction(session, () => run(session, 'ALTER ROLE %I PASSWORD %L', username, verifier));
}

/**
 * Makes an application user, or gives it another password. The role that it belongs to is made with the first user; privileges that
 * somebody takes from that role later stay taken.
 *
 * @param session of the master user
 */
export async function setApplicationPassword(
  session: SqlSession,
  { role }: ApplicationUsers,
  user: string,
  verifier: string,
  database: string,
): Promise<void> {
  await inTransaction(session, async () => {
    if (!(await roleExists(session, role))) {
      await run(session, 'CREATE ROLE %I NOLOGIN', role);
      await run(session, 'GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', database, role);
      await run(session, 'GRANT USAGE, CREATE ON SCHEMA public TO %I', role);
    }
    if (await roleExists(session, user)) await run(session, 'ALTER ROLE %I LOGIN PASSWORD %L', user, verifier);
    else await run(session, 'CREATE ROLE %I LOGIN PASSWORD %L', user, verifier);
    await run(session, 'GRANT %I TO %I', role, user);
    // What one user creates belongs to the role, so that the other can change it a month later.
    await run(session, 'ALTER ROLE %I SET role TO %I', user, role);
  });
}

async function inTransaction(session: SqlSession, work: () => Promise<void>): Promise<void> {
  await session.query('BEGIN');
  await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await work();
  // Without a commit nothing has happened: after an error the connection is closed.
  await session.query('COMMIT');
}

async function roleExists(session: SqlSession, name: string): Promise<boolean> {
  return (await session.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name])).length > 0;
}

/** Statements about roles take no parameters; the server itself quotes names (%I) and texts (%L). */
async function run(session: SqlSession, template: string, ...values: readonly string[]): Promise<void> {
  const [row] = await session.query('SELECT format($1, VARIADIC $2::text[]) AS statement', [template, values]);
  const statement = row?.['statement'];
  if (typeof statement !== 'string') throw new Error('the server did not quote a statement');
  await session.query(statement);
}
