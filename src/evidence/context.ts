import type { JournalRecord } from '../drill/journal';
import { resourceNames } from '../environment/names';
import { REGIONS, type Environment } from '../environment/schema';
import type { EvidenceDocument } from './document';

/** An order to AWS that was carried out, with the id under which CloudTrail knows it. */
export interface RecordedCall {
  /** When it was sent, by the monotonic clock. */
  readonly atMs: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly requestId: string;
}

/** What is known of a drill beside its result. */
export interface EvidenceContext {
  /** A UUID of its own, also when nothing was run. */
  readonly exerciseId: string;
  readonly environment: string;
  readonly scope: EvidenceDocument['scope'];
  readonly objectives: EvidenceDocument['objectives'];
  readonly conduct: EvidenceDocument['conduct'];
  /** The wall clock and the monotonic clock at the same moment, before the first step. */
  readonly startedAt: Date;
  readonly startedMs: number;
  /** The monotonic clock at the end; when that was is computed, because the wall clock may have been set in between. */
  readonly finishedMs: number;
  /** What the drill has told its journal. */
  readonly journal: readonly JournalRecord[];
  /** In the order in which they were answered. */
  readonly awsCalls: readonly RecordedCall[];
  readonly interruption?: EvidenceDocument['interruption'];
}

/** What of the evidence is said of an environment, whatever happens in a drill. */
export function aboutEnvironment(
  environment: Environment,
): Pick<EvidenceContext, 'environment' | 'scope' | 'objectives'> {
  const { rpoSeconds, rtoSeconds, detectionSeconds } = environment.objectives;
  return {
    environment: environment.name,
    scope: {
      account: environment.account,
      globalCluster: resourceNames(environment).globalCluster,
      regions: [...REGIONS],
      writerName: environment.dns.writerName,
    },
    objectives: { rpoSeconds, rtoSeconds, detectionSeconds },
  };
}
