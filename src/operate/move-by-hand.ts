import { moveWriter, type MoveMilestone } from '../failover/promote';
import { chooseTarget, currentWriter, NotMovableError } from '../failover/target';
import { FREEZE_MS } from '../failover/controller/settings';
import { underInterlock, type Interlock } from '../interlock/interlock';
import { requireHeld } from '../interlock/only-while-held';
import type { LeaseHolder } from '../ports/lease';
import type { Clock } from '../ports/clock';
import type { FailoverRecords } from '../ports/failover-record';
import type { GlobalDatabase, GlobalMember, GlobalStatus } from '../ports/global-database';
import type { Logger } from '../ports/logger';
import type { RotationFreezer } from '../ports/rotation-freeze';
import { EpisodeByHand } from './episode-by-hand';

export interface MoveByHandRequest {
  readonly to: string;
  /** Who decides, as AWS names them. */
  readonly who: string;
  /** The name that applications write through; for messages, because `writeOnce` does the writing. */
  readonly writerName: string;
  /** Limit for the whole move, in ms. */
  readonly deadlineMs: number;
}

export interface MoveByHandPorts {
  readonly globalDatabase: GlobalDatabase;
  /** Writes once through the writer name. @returns the instance that took it */
  readonly writeOnce: () => Promise<string>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface FailOverByHandPorts extends MoveByHandPorts {
  /** Of the controller of the target region; `undefined` where none is deployed, or its table does not answer. */
  readonly records: FailoverRecords | undefined;
  /** In the target region. */
  readonly rotation: RotationFreezer;
  readonly newId: () => string;
}

/** AWS did not say yes to the order, which is not the same as no. */
export class UnconfirmedMoveError extends Error {
  override readonly name = 'UnconfirmedMoveError';
}

export type MoveOutcome = 'moved' | 'nothing to do';

/**
 * Promotes the other region at once, as the controller would: judges the target → takes the controller's record → freezes rotation → asks for the
 * failover → waits until a real write has gone through the writer name.
 *
 * It takes no notice of the lease of the environment, because rescue goes first. Acknowledged writes that were not copied yet are lost; whoever calls
 * this has let a person say so.
 *
 * @throws NotMovableError, FailoverInProgressError, MoveTimeoutError
 */
export async function failOverByHand(request: MoveByHandRequest, ports: FailOverByHandPorts): Promise<MoveOutcome> {
  const status = await ports.globalDatabase.describe();
  const move = movable(status, request.to);
  if (move === undefined) return 'nothing to do';
  const { target, writer } = move;
  const { records, rotation, clock, logger, newId } = ports;
  const loss = { lostRegion: writer.region, targetRegion: target.region, who: request.who };
  const episode =
    records === undefined ? undefined : await EpisodeByHand.begin(loss, { records, clock, logger, newId });
  try {
    const until = new Date(clock.now().getTime() + FREEZE_MS);
    await attempt(`rotation could not be frozen in ${target.region}`, logger, () =>
      rotation.freeze(`${target.region} is being promoted by hand`, until),
    );
    logger.warn(`promoting ${target.clusterId} in ${target.region}; writes that were not copied yet are lost`);
    await carryOut(
      request,
      target,
      () => ports.globalDatabase.failover(target),
      ports,
      (milestone) => {
        if (milestone === 'requested' || milestone === 'promoted') episode?.reach(milestone);
      },
    );
  } catch (error) {
    // Perhaps refused, perhaps accepted and the answer lost: the controller looks, and goes on from what it sees.
    await episode?.handBack();
    throw error;
  }
  await episode?.succeed();
  await attempt(`rotation stays frozen in ${target.region} for an hour`, logger, () => rotation.thaw());
  return 'moved';
}

/**
 * Swaps the roles without loss: takes the lease of the environment → looks that nobody moves the writer → judges the target → asks for the switchover
 * in the region that writes → waits for a real write through the writer name.
 *
 * @throws NotMovableError, FailoverInProgressError, MoveTimeoutError, and what the lease throws
 */
export async function switchOverByHand(
  request: MoveByHandRequest & { readonly holder: LeaseHolder; readonly leaseWaitMs: number },
  ports: MoveByHandPorts & { readonly interlock: Interlock },
): Promise<MoveOutcome> {
  return underInterlock(ports.interlock, request.holder, request.leaseWaitMs, async (held) => {
    const move = movable(await ports.globalDatabase.describe(), request.to);
    if (move === undefined) return 'nothing to do';
    const { target, writer } = move;
    requireHeld(held, `the switchover to ${target.region}`);
    ports.logger.info(`switching over from ${writer.region} to ${target.region}; Aurora copies what is missing first`);
    await carryOut(
      request,
      target,
      () => ports.globalDatabase.switchover(target, writer),
      ports,
      () => undefined,
    );
    return 'moved';
  });
}

/** @returns `undefined` when the region writes already and nothing is going on */
function movable(
  status: GlobalStatus,
  to: string,
): { readonly target: GlobalMember; readonly writer: GlobalMember } | undefined {
  if (status.failoverState !== undefined) {
    const { status: state, from, to: towards } = status.failoverState;
    const way = from === undefined || towards === undefined ? '' : ` from ${from} to ${towards}`;
    throw new NotMovableError(
      `the writer of ${status.globalClusterId} is being moved${way} already (${state}); wait until that has ended, and look again`,
    );
  }
  const writer = currentWriter(status);
  if (writer.region === to) return undefined;
  const target = chooseTarget({
    ...status,
    members: status.members.filter(({ region, isWriter }) => isWriter || region === to),
  });
  return { target, writer };
}

async function carryOut(
  { writerName, deadlineMs }: MoveByHandRequest,
  target: GlobalMember,
  request: () => Promise<void>,
  { globalDatabase, writeOnce, clock, logger }: MoveByHandPorts,
  onMilestone: (milestone: MoveMilestone) => void,
): Promise<void> {
  const say: Readonly<Record<MoveMilestone, string>> = {
    requested: 'AWS has accepted the move',
    promoted: `${target.region} is the writer, says AWS`,
    'writer-name-moved': `a write through ${writerName} reached ${target.region}`,
  };
  await moveWriter(
    {
      target,
      request: async () => {
        try {
          await request();
        } catch (cause) {
          throw new UnconfirmedMoveError(
            `AWS did not confirm the order (${cause instanceof Error ? cause.message || cause.name : String(cause)}); unless it says why it refuses, it may ` +
              'have accepted it all the same: look with "status" before you order anything again',
            { cause },
          );
        }
      },
      // The writing itself is done by writeOnce; a person at a laptop has no way to the servers.
      writer: { host: writerName, port: 5432, database: '', username: '', password: '', tlsServerName: writerName },
      deadlineMs,
      onMilestone: (milestone) => {
        logger.info(say[milestone]);
        onMilestone(milestone);
      },
    },
    {
      globalDatabase,
      writeOnce,
      clock,
      logger,
      sql: { connect: () => Promise.reject(new Error('not connected from here')) },
    },
  );
}

async function attempt(what: string, logger: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
