import type { MovePorts } from '../failover/promote';
import type { DatabaseCredentials } from '../ports/database-credentials';
import type { DrillProbes } from '../ports/drill-probe';
import type { ControllerRecords } from '../ports/failover-record';
import type { FaultInjector } from '../ports/fault-injector';
import type { BackupRestore } from '../ports/restore';
import type { DrillJournal } from './journal';
import type { DrillProgress } from './recovery/progress';

/** What every drill needs of the outside. */
export interface DrillPorts extends MovePorts {
  readonly credentials: DatabaseCredentials;
  readonly journal: DrillJournal;
  /** Where the state of the drill is kept, so that it can be recovered. Absent only where a part of a drill is run by itself. */
  readonly progress?: DrillProgress;
  readonly probes: DrillProbes;
  /** A fresh UUID for each measured run. */
  readonly newRunId: () => string;
}

export interface FailoverDrillPorts extends DrillPorts {
  readonly faultInjector: FaultInjector;
  /** Where controllers are deployed that promote by themselves, they do it in the drill too. */
  readonly controllers?: ControllerRecords;
}

export interface RestoreDrillPorts extends DrillPorts {
  readonly backupRestore: BackupRestore;
}
