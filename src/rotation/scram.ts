import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** What PostgreSQL uses itself; more would slow every login down, and a random password of 40 characters needs no stretching. */
const ITERATIONS = 4_096;
const KEY_BYTES = 32;

/**
 * The SCRAM-SHA-256 verifier of a password, in the form that `ALTER ROLE … PASSWORD` takes instead of the password.
 * The server stores exactly this, so neither its log nor pg_stat_statements ever sees the password (K5).
 * RFC 5802 and 7677, and the comment at the top of PostgreSQL's src/common/scram-common.c.
 *
 * @param password printable ASCII: for anything else the server would apply SASLprep first, and the verifier would not fit
 * @param salt     16 random bytes
 * @throws Error for a password that is not printable ASCII
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new Error('a password must be printable ASCII without spaces');
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  const serverKey = key('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`;
}
