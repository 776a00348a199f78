import type { RotationEvidence } from '../../evidence/document';
import { CURRENT } from '../../ports/secret-versions';
import { PREVIOUS, type RotatingSecret } from '../../ports/secret-rotation';
import { inPhase, reasonOf } from '../phases';
import type { RotationDrillPorts } from './request';

/** Where a rotation that has not ended is taken up. */
export const STUCK_RUNBOOK = 'docs/runbooks/rotation-stuck.md';
const POLL_MS = 1_000;

export type RotatedSecret = RotationEvidence['secrets'][number];

export interface Rotated {
  readonly secrets: readonly RotatedSecret[];
  /** One sentence for each thing that is not as it has to be. */
  readonly reasons: readonly string[];
}

/**
 * Rotates one secret after the other, those of the region that writes first. After one that does not end nothing more is begun: it is left as it
 * is, because a second rotation beside it would only hide what happened.
 */
export async function rotateAll(writerRegion: string, deadlineMs: number, ports: RotationDrillPorts): Promise<Rotated> {
  const secrets: RotatedSecret[] = [];
  const reasons: string[] = [];
  for (const secret of inOrder(ports.secrets, writerRegion)) {
    const what = `${secret.name} in ${secret.region}`;
    const rotated = await inPhase(`rotation of ${what}`, ports, () => rotateOne(secret, what, deadlineMs, ports));
    secrets.push(rotated.secret);
    reasons.push(...rotated.reasons);
    if (rotated.secret.error !== undefined) break;
  }
  const left = ports.secrets.length - secrets.length;
  if (left > 0) reasons.push(`${left} more secrets were not rotated after that`);
  return { secrets, reasons };
}

/** As applications are served: first where the writer is, and their own secrets before the master's. */
function inOrder(secrets: readonly RotatingSecret[], writerRegion: string): readonly RotatingSecret[] {
  const rank = ({ region, user }: RotatingSecret) => (user === 'master' ? 2 : 0) + (region === writerRegion ? 0 : 1);
  return secrets.toSorted((one, other) => rank(one) - rank(other));
}

async function rotateOne(
  secret: RotatingSecret,
  what: string,
  deadlineMs: number,
  ports: RotationDrillPorts,
): Promise<{ readonly secret: RotatedSecret; readonly reasons: readonly string[] }> {
  const { clock, logger } = ports;
  const startedMs = clock.monotonicMs();
  try {
    await untilDone(secret, await secret.begin(), deadlineMs, ports);
  } catch (error) {
    const why = reasonOf(error);
    return {
      secret: { secret: what, newVersionLogsIn: false, error: why },
      reasons: [`${what} was not rotated: ${why}; it is left as it is, see ${STUCK_RUNBOOK}`],
    };
  }
  const rotationMs = clock.monotonicMs() - startedMs;
  logger.info(`${what} rotated in ${(rotationMs / 1000).toFixed(1)} s`);
  const reasons: string[] = [];
  const newVersionLogsIn = await logsIn(secret.region, secret, what, reasons, ports);
  const previous = await previousVersion(secret, what, reasons, ports);
  if (secret.user === 'master') await loginsOfTheOthers(secret, reasons, ports);
  return { secret: { secret: what, rotationMs, newVersionLogsIn, ...previous }, reasons };
}

async function untilDone(
  secret: RotatingSecret,
  versionId: string,
  deadlineMs: number,
  { clock, logger }: RotationDrillPorts,
): Promise<void> {
  const startedMs = clock.monotonicMs();
  while (clock.monotonicMs() - startedMs < deadlineMs) {
    try {
      if (await secret.isDone(versionId)) return;
    } catch (error) {
      logger.debug(`the versions of ${secret.name} could not be read, trying again: ${reasonOf(error)}`);
    }
    await clock.sleep(POLL_MS);
  }
  throw new Error(`the new version has not become the current one within ${Math.round(deadlineMs / 1000)} s`);
}

/** Whether the current version opens the writer, and takes a write. */
export async function logsIn(
  region: string,
  { user }: Pick<RotatingSecret, 'user'>,
  what: string,
  reasons: string[],
  { logins }: Pick<RotationDrillPorts, 'logins'>,
): Promise<boolean> {
  try {
    const { outcome } = await logins(region).logIn(user, CURRENT);
    if (outcome === 'logged-in') return true;
    reasons.push(`the password of ${what} does not open the database (${outcome}); see ${STUCK_RUNBOOK}`);
  } catch (error) {
    reasons.push(`with the password of ${what} nothing could be written: ${reasonOf(error)}`);
  }
  return false;
}

/**
 * One master user has one password, so the old one has to be refused. Applications have two users by turns: what they have read before the
 * rotation has to go on working until the next one.
 */
async function previousVersion(
  secret: RotatingSecret,
  what: string,
  reasons: string[],
  { logins }: RotationDrillPorts,
): Promise<Pick<RotatedSecret, 'oldVersionRefused'>> {
  try {
    const { outcome } = await logins(secret.region).logIn(secret.user, PREVIOUS);
    if (outcome === 'no-password') return {};
    if (secret.user === 'master') {
      if (outcome === 'logged-in') reasons.push(`the old password of ${what} still opens the database`);
      return { oldVersionRefused: outcome === 'refused' };
    }
    if (outcome === 'refused') {
      reasons.push(`the password before that of ${what} is refused: applications that remember it are locked out`);
    }
    return {};
  } catch (error) {
    reasons.push(`whether the old password of ${what} is refused is not known: ${reasonOf(error)}`);
    return {};
  }
}

/** The master's password is one for all regions: only an equal secret opens the database after it was changed. */
async function loginsOfTheOthers(rotated: RotatingSecret, reasons: string[], ports: RotationDrillPorts): Promise<void> {
  for (const other of ports.secrets) {
    if (other.user !== 'master' || other.region === rotated.region) continue;
    await logsIn(
      other.region,
      other,
      `${other.name} in ${other.region} after the other region rotated it`,
      reasons,
      ports,
    );
  }
}
