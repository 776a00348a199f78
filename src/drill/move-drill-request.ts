import type { DetectionPolicy } from '../failover/decision';
import type { GlobalStatus } from '../ports/global-database';
import type { SqlTarget } from '../ports/sql';
import type { ProbeSettings } from './measured-move';
import type { Objectives } from './verdict';

/** A failover or switchover drill, as the environment file and the inputs of the action ask for it. */
export interface MoveDrillRequest {
  /** The name that applications write through; replaces the host of the secret. */
  readonly writerName: string;
  readonly objectives: Objectives;
  readonly probe: ProbeSettings;
  readonly detector: DetectionPolicy;
  /** Whether the writer goes back to where it was; without it the drill ends with the roles swapped. */
  readonly failBack: boolean;
  /** Limit for the fault to strike and be declared, in ms. */
  readonly faultDeadlineMs: number;
  /** Limit for one move, in ms. */
  readonly moveDeadlineMs: number;
  /** After the fault has ended and the old writer may be back, it is watched for so long, in ms. */
  readonly fencingWatchMs: number;
  /** Limit for the lost region to become a replica again, in ms. */
  readonly redundancyDeadlineMs: number;
}

/** What the preflight found. */
export interface Prepared {
  readonly status: GlobalStatus;
  readonly writer: SqlTarget;
  readonly fromRegion: string;
  readonly toRegion: string;
}
