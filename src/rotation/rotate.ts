import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { CURRENT, PENDING, type SecretVersions } from '../ports/secret-versions';
import type { SqlConnector } from '../ports/sql';
import { parseConnectionSecret, targetOf, withCredentials, type ConnectionSecret } from './connection-secret';
import { logInToWriter, RotationRefusedError } from './guards';
import { versionWith } from './labelled';
import { checkPassword } from './new-password';
import { untilReplicated, type ReplicationPorts } from './replicated';
import type { Credentials, RotatedUser } from './rotated-user';
import type { Step } from './step';

export interface RotationRequest {
  readonly step: Step;
  /** The request's token, which is the id of the new version as well. */
  readonly versionId: string;
  readonly rotationToken?: string | undefined;
}

export interface RotationPorts extends ReplicationPorts {
  /** The secret that is rotated. */
  readonly secret: SecretVersions;
  readonly user: RotatedUser;
  /** Why passwords must stay as they are now: the writer is being moved. */
  readonly frozenBecause: () => Promise<string | undefined>;
  readonly newPassword: () => Promise<string>;
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The steps do not fit what the secret says of its versions. */
export class RotationStateError extends Error {
  override readonly name = 'RotationStateError';
}

/**
 * One step of a rotation by Secrets Manager. Every step can be repeated, and can be broken off anywhere: a repetition looks at
 * what is there, in the secret and in the database, and does what is missing.
 *
 * 1. createSecret makes a password and stores it as the pending version.
 * 2. setSecret gives it to the user in the database. Neither of the two starts while the writer is being moved.
 * 3. testSecret logs in with it everywhere: at the writer, and at the readers of both regions. Nothing is published that a
 *    failover at this moment would lose.
 * 4. finishSecret makes it current, after one more login: in a step that is repeated late, it could have been overtaken.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 *
 * @throws RotationRefusedError, RotationStateError, MasterLoginError, SqlError: Secrets Manager repeats the rotation later
 */
export async function rotate(request: RotationRequest, ports: RotationPorts): Promise<void> {
  const { secret, logger } = ports;
  const labels = (await secret.labels()).get(request.versionId) ?? [];
  if (labels.includes(CURRENT)) {
    if (request.step === 'finishSecret' && labels.includes(PENDING)) await secret.clearPending(request.versionId);
    logger.info(`${request.step}: this version of ${secret.name} is current already`);
    return;
  }
  if (request.step !== 'createSecret' && !labels.includes(PENDING)) {
    throw new RotationStateError(`version ${request.versionId} of ${secret.name} is not pending; begin a new rotation`);
  }
  await STEPS[request.step](request, ports);
  logger.info(`${request.step}: done for ${secret.name}`);
}

const STEPS: Readonly<Record<Step, (request: RotationRequest, ports: RotationPorts) => Promise<void>>> = {
  createSecret: async ({ versionId, rotationToken }, ports) => {
    if ((await pending(versionId, ports)) !== undefined) return;
    await refuseWhileMoving(ports);
    const current = await currentSecret(ports);
    const password = checkPassword(await ports.newPassword());
    const text = withCredentials(current, ports.user.nextUsername(current.username), password);
    await ports.secret.storePending(versionId, text, rotationToken);
  },

  setSecret: async ({ versionId }, ports) => {
    const next = required(await pending(versionId, ports), versionId, ports);
    await refuseWhileMoving(ports);
    if (await opensWriter(next, ports)) return;
    await ports.user.setPassword(next);
  },

  testSecret: async ({ versionId }, ports) => {
    // A rotation that is configured but not yet due is tried out with a version that has no value.
    const secret = (await pending(versionId, ports)) ?? (await currentSecret(ports));
    if (targetOf(secret) === undefined) return;
    const { username } = secret;
    if (!(await opensWriter(secret, ports)))
      throw new RotationStateError(`the writer does not accept the password of ${username}`);
    await untilReplicated(credentials(secret, ports), ports);
  },

  finishSecret: async ({ versionId }, ports) => {
    const next = required(await pending(versionId, ports), versionId, ports);
    if (!(await opensWriter(next, ports))) {
      throw new RotationStateError(
        `the writer no longer accepts the password of ${next.username}; it has been changed meanwhile`,
      );
    }
    const from = await versionWith(ports.secret, CURRENT);
    if (from === undefined) throw new RotationStateError(`${ports.secret.name} has no current version`);
    await ports.user.beforePublication(versionId, JSON.stringify(next));
    await ports.secret.makeCurrent(versionId, from);
    // Left where it is, the label would stand on a version that is no longer current as soon as the other region publishes a password
    // here, and Secrets Manager would take that for a rotation that is not over.
    await ports.secret.clearPending(versionId);
  },
};

async function pending(versionId: string, { secret }: RotationPorts): Promise<ConnectionSecret | undefined> {
  const text = await secret.read({ versionId, label: PENDING });
  return text === undefined ? undefined : parseConnectionSecret(text, `the pending version of ${secret.name}`);
}

async function currentSecret({ secret }: RotationPorts): Promise<ConnectionSecret> {
  const versionId = await versionWith(secret, CURRENT);
  const text = versionId === undefined ? undefined : await secret.read({ versionId, label: CURRENT });
  if (text === undefined) throw new RotationStateError(`${secret.name} has no current version to start from`);
  return parseConnectionSecret(text, secret.name);
}

function required(secret: ConnectionSecret | undefined, versionId: string, ports: RotationPorts): Credentials {
  if (secret !== undefined) return credentials(secret, ports);
  throw new RotationStateError(`version ${versionId} of ${ports.secret.name} has no value; createSecret has not run`);
}

function credentials(secret: ConnectionSecret, { secret: { name } }: RotationPorts): Credentials {
  const { password } = secret;
  if (password === undefined) throw new RotationStateError(`a version of ${name} has no password`);
  return { ...secret, password };
}

async function refuseWhileMoving({ frozenBecause, secret }: RotationPorts): Promise<void> {
  const reason = await frozenBecause();
  if (reason !== undefined) throw new RotationRefusedError(`${secret.name} is not rotated now: ${reason}`);
}

async function opensWriter(secret: ConnectionSecret, { sql }: RotationPorts): Promise<boolean> {
  const target = targetOf(secret);
  const session = target === undefined ? undefined : await logInToWriter(sql, target);
  await session?.close();
  return session !== undefined;
}
