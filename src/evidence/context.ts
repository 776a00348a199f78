import type { JournalRecord } from '../drill/journal';
import { resourceNames } from '../environment/names';
import { REGIONS, type Environment } from '../environment/schema';
import type { EvidenceDocument } from './document';

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
  readonly awsCalls: EvidenceDocument['awsCalls'];
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
