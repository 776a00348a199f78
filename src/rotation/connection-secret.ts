import { z } from 'zod';
import type { SqlTarget } from '../ports/sql';

/** A secret does not hold what a client of the database needs. The message names fields, never their content. */
export class SecretContentError extends Error {
  override readonly name = 'SecretContentError';
}

/** The shape that applications, rotation and drills read. What an application keeps beside it is carried along. */
const schema = z.looseObject({
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535),
  dbname: z.string().min(1),
  username: z.string().min(1),
  // Absent until the first rotation of a secret that begins without a password.
  password: z.string().min(1).optional(),
  // A secret that allowed a connection in the clear would be an invitation.
  ssl: z.literal(true).optional(),
});

export type ConnectionSecret = z.infer<typeof schema>;

/** @param where the secret, for the message @throws SecretContentError */
export function parseConnectionSecret(text: string, where: string): ConnectionSecret {
  const parsed = schema.safeParse(parseJson(text, where));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'object'))].join(', ');
  throw new SecretContentError(`${where} lacks a usable ${fields}`);
}

/** The text of a secret with other credentials and everything else as it was. */
export function withCredentials(secret: ConnectionSecret, username: string, password: string): string {
  return JSON.stringify({ ...secret, username, password });
}

/** Where and as whom a secret connects; `undefined` while it holds no password. */
export function targetOf(secret: ConnectionSecret): SqlTarget | undefined {
  const { host, port, dbname: database, username, password } = secret;
  return password === undefined ? undefined : { host, port, database, username, password, tlsServerName: host };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text.
    throw new SecretContentError(`${where} is not JSON`);
  }
}
