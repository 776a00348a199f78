import type { DetectionEvidence } from '../../evidence/document';
import type { ControllerRecords, RehearsalBoard } from '../../ports/failover-record';
import type { HealthPathInjector } from '../../ports/fault-injector';
import type { ProbeSettings } from '../measured-move';
import type { DrillPorts } from '../ports';
import type { DrillResult } from '../result';
import type { Objectives } from '../verdict';

/** A drill of the kind detection, as the environment file asks for it. */
export interface DetectionDrillRequest {
  readonly objectives: Objectives;
  readonly probe: ProbeSettings;
}

export interface DetectionDrillPorts extends DrillPorts {
  /** Absent where no fault hook is configured. */
  readonly healthPath?: HealthPathInjector;
  readonly controllers: ControllerRecords;
  readonly rehearsals: RehearsalBoard;
}

export interface DetectionDrillResult extends DrillResult {
  readonly kind: 'detection';
  readonly detection?: DetectionEvidence;
}
