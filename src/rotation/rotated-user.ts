import { nextUser, type ApplicationUsers } from './application-users';
import type { ConnectionSecret } from './connection-secret';
import { logInAsMaster, type MasterLoginPorts } from './master-login';
import { scramVerifier } from './scram';
import { setApplicationPassword, setOwnPassword } from './users';

/** A connection with its password. */
export type Credentials = ConnectionSecret & { readonly password: string };

/** Whose password a rotation changes, and how. */
export interface RotatedUser {
  /** Who gets the new password, when applications log in as `current` now. */
  nextUsername(current: string): string;
  /** Makes the password valid in the database. */
  setPassword(next: Credentials): Promise<void>;
  /** What has to happen before the new version becomes current. */
  beforePublication(versionId: string, text: string): Promise<void>;
}

export interface RotatedUserPorts extends MasterLoginPorts {
  /** 16 random bytes. */
  readonly salt: () => Uint8Array;
}

/**
 * The master user changes its own password, by SQL. Not by ModifyDBCluster: that permission covers everything that a cluster can
 * be modified in, it works in the writer's region only, it takes minutes, and the password goes over the wire in the clear.
 *
 * One user has one password, so the secrets of both regions get it: this one, and then the other's. When the other region does
 * not answer, it is lost or cut off; its next rotation finds the password here.
 */
export function masterUser(ports: RotatedUserPorts): RotatedUser {
  const { peer, logger, salt } = ports;
  return {
    nextUsername: (current) => current,
    async setPassword({ username, password }) {
      const session = await logInAsMaster(ports);
      try {
        await setOwnPassword(session, username, scramVerifier(password, salt()));
      } finally {
        await session.close();
      }
    },
    async beforePublication(versionId, text) {
      try {
        await peer.storeCurrent(versionId, text);
      } catch (error) {
        logger.warn(
          `${peer.name} did not get the new password: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
}

/**
 * Two users by turns: the one that applications log in as now keeps its password, until the rotation after this one. The master
 * makes them, with the first rotation of each.
 */
export function alternatingUsers(users: ApplicationUsers, ports: RotatedUserPorts): RotatedUser {
  return {
    nextUsername: (current) => nextUser(users, current),
    async setPassword({ username, password, dbname }) {
      const session = await logInAsMaster(ports);
      try {
        await setApplicationPassword(session, users, username, scramVerifier(password, ports.salt()), dbname);
      } finally {
        await session.close();
      }
    },
    // Each region has users of its own; the other one has nothing to be told.
    beforePublication: async () => undefined,
  };
}
