import { withinTime } from '../../health/time-limit';
import type { Clock } from '../../ports/clock';
import type { GlobalDatabase, GlobalStatus } from '../../ports/global-database';
import type { Logger } from '../../ports/logger';
import { SURVEY_LIMIT_MS } from './settings';

/** What a controller sees beside the paths to the other region. */
export interface Surroundings {
  /** When the look began, in ms of the monotonic clock. */
  readonly atMs: number;
  /** `undefined` while the control plane does not answer. */
  readonly topology: GlobalStatus | undefined;
  /** Whether the cluster of the own region answers. */
  readonly targetAnswers: boolean;
  /** How far it is behind, in ms; `undefined` when it cannot say. */
  readonly targetLagMs: number | undefined;
  /** Whether the own region's public endpoint can be reached: who cannot reach that is cut off, and knows nothing about others. */
  readonly networkWorks: boolean;
}

export interface SurveyPorts {
  readonly globalDatabase: GlobalDatabase;
  /** Asks the own region's cluster how far it is behind, in ms; rejects when it does not answer. */
  readonly askTargetLag: (limitMs: number) => Promise<number | undefined>;
  /** Rejects when the own region's public endpoint gives no answer. */
  readonly reachOwnEndpoint: (limitMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Looks at everything side by side; what does not answer in time is unknown. Never rejects. */
export async function survey(ports: SurveyPorts): Promise<Surroundings> {
  const atMs = ports.clock.monotonicMs();
  const inTime = async <T>(what: string, work: Promise<T>): Promise<{ readonly value: T } | undefined> => {
    try {
      return { value: await withinTime(work, SURVEY_LIMIT_MS, ports.clock) };
    } catch (error) {
      ports.logger.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const [topology, lag, network] = await Promise.all([
    inTime('the roles cannot be read', ports.globalDatabase.describe()),
    inTime('the own cluster does not answer', ports.askTargetLag(SURVEY_LIMIT_MS)),
    inTime('the own endpoint does not answer', ports.reachOwnEndpoint(SURVEY_LIMIT_MS)),
  ]);
  return {
    atMs,
    topology: topology?.value,
    targetAnswers: lag !== undefined,
    targetLagMs: lag?.value,
    networkWorks: network !== undefined,
  };
}

export type Role = 'follower' | 'writer' | 'unknown';

/** The role of a region. `unknown` unless there is exactly one writer and the region has a member. */
export function roleOf(region: string, topology: GlobalStatus | undefined): Role {
  const writers = topology?.members.filter((member) => member.isWriter) ?? [];
  const own = topology?.members.find((member) => member.region === region);
  if (writers.length !== 1 || own === undefined) return 'unknown';
  return own.isWriter ? 'writer' : 'follower';
}
