import type { MovePorts } from '../../failover/promote';
import type { DatabaseCredentials } from '../../ports/database-credentials';
import type { DrillStateStore } from '../../ports/drill-state';
import type { ControllerRecords } from '../../ports/failover-record';
import type { FaultInjector } from '../../ports/fault-injector';
import type { HeldLease } from '../../ports/lease';
import type { TemporaryResources } from '../../ports/temporary-resources';

export interface RecoveryRequest {
  /** The workflow run, or who it is on a laptop. */
  readonly by: string;
  /** All regions of the environment. */
  readonly regions: readonly string[];
  /** The name that applications write through; replaces the host of the secret. */
  readonly writerName: string;
  /** The writer is not failed back while the other region is further behind than this, in ms. */
  readonly maxLagMs: number;
}

export interface RecoveryPorts extends MovePorts {
  readonly store: DrillStateStore;
  readonly held: Pick<HeldLease, 'isHeld'>;
  readonly interrupted: AbortSignal;
  readonly credentials: DatabaseCredentials;
  /** Absent where no fault hook is configured: then a fault that may be active needs a human. */
  readonly faultInjector?: FaultInjector;
  readonly controllers: ControllerRecords;
  /** How far the region that does not write is behind, in ms. @throws when nobody can say */
  readonly replicationLagMs: () => Promise<number>;
  readonly temporary: TemporaryResources;
  /** Switches a rehearsal off that makes the controller of the other region only pretend; harmless when there is none. */
  readonly endRehearsal: (region: string) => Promise<void>;
  /** Secrets whose rotation has begun and not ended. */
  readonly pendingRotations: () => Promise<readonly string[]>;
  readonly newId: () => string;
}
