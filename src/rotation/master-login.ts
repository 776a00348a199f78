import type { Logger } from '../ports/logger';
import { CURRENT, type SecretVersions } from '../ports/secret-versions';
import type { SqlConnector, SqlSession } from '../ports/sql';
import { parseConnectionSecret, targetOf } from './connection-secret';
import { logInToWriter } from './guards';
import { readLabelled } from './labelled';

/** So many older versions are tried: what a rotation that was given up left in the database is among the newest. */
const HISTORY = 10;

export interface MasterLoginPorts {
  /** The master secret of this region. */
  readonly master: SecretVersions;
  /** The master secret of the other region. */
  readonly peer: SecretVersions;
  readonly sql: SqlConnector;
  readonly logger: Logger;
}

/** None of the passwords that are known opens the database. */
export class MasterLoginError extends Error {
  override readonly name = 'MasterLoginError';
}

/**
 * Logs in to the writer as the master user, with whichever known password works: the current one; one of an older version, when a
 * rotation changed the password and was given up before it was published, or when a failover lost the change; or that of the other
 * region, when a rotation there could not reach this one.
 *
 * @throws MasterLoginError, RotationRefusedError, SqlError
 */
export async function logInAsMaster(ports: MasterLoginPorts): Promise<SqlSession> {
  const tried = new Set<string>();
  for await (const { text, name } of knownSecrets(ports)) {
    const target = targetOf(parseConnectionSecret(text, name));
    if (target === undefined || tried.has(`${target.username} ${target.password}`)) continue;
    tried.add(`${target.username} ${target.password}`);
    const session = await logInToWriter(ports.sql, target);
    if (session === undefined) continue;
    if (tried.size > 1)
      ports.logger.warn(
        `the current password of ${ports.master.name} is not that of the database; another known one is`,
      );
    return session;
  }
  throw new MasterLoginError(
    `none of the ${tried.size} passwords known to ${ports.master.name} opens the database; set a new one as docs/rotation.md says`,
  );
}

async function* knownSecrets({
  master,
  peer,
  logger,
}: MasterLoginPorts): AsyncGenerator<{ text: string; name: string }> {
  const current = await readLabelled(master, CURRENT);
  if (current !== undefined) yield { text: current, name: master.name };
  for (const text of await master.history(HISTORY)) yield { text, name: master.name };
  let theirs: string | undefined;
  try {
    theirs = await readLabelled(peer, CURRENT);
  } catch (error) {
    // Its region may be lost; that must not hide what is wrong here.
    logger.warn(`${peer.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (theirs !== undefined) yield { text: theirs, name: peer.name };
}
