import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { SqlError, type SqlConnector, type SqlTarget } from '../ports/sql';
import { logIn, RotationRefusedError } from './guards';
import type { Credentials } from './rotated-user';

/** Replication takes less than a second as a rule; a rotation can be repeated, so it need not wait for longer than this, in ms. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 500;

export interface ReplicationPorts {
  /** The reader endpoints of all regions. */
  readonly readerHosts: readonly string[];
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Waits until the password is accepted by the readers of every region that answers. A failover loses what has not been replicated:
 * were such a password published, applications would be locked out of the surviving region.
 *
 * A region that does not answer is passed over: after the loss of one, the other has to be able to rotate.
 *
 * @throws RotationRefusedError when replication takes too long
 */
export async function untilReplicated(secret: Credentials, ports: ReplicationPorts): Promise<void> {
  const { clock, logger, readerHosts } = ports;
  const deadlineMs = clock.monotonicMs() + PATIENCE_MS;
  await Promise.all(
    readerHosts.map(async (host) => {
      while (!(await isAccepted(host, secret, ports))) {
        if (clock.monotonicMs() >= deadlineMs) {
          throw new RotationRefusedError(
            `the password has not reached ${host} within ${PATIENCE_MS / 1000} s; replication lags`,
          );
        }
        logger.debug(`waiting for the password to reach ${host}`);
        await clock.sleep(PAUSE_MS);
      }
    }),
  );
}

async function isAccepted(host: string, secret: Credentials, { sql, logger }: ReplicationPorts): Promise<boolean> {
  const { port, dbname: database, username, password } = secret;
  const target: SqlTarget = { host, port, database, username, password, tlsServerName: host };
  try {
    const session = await logIn(sql, target);
    await session?.close();
    return session !== undefined;
  } catch (error) {
    if (error instanceof SqlError && error.serverAnswered) throw error;
    logger.warn(
      `${host} does not answer and is passed over: ${error instanceof Error ? error.message : String(error)}`,
    );
    return true;
  }
}
