import type { Clock } from '../../ports/clock';
import type { Alarms, DatabaseSettings } from '../../ports/drill-facts';
import type { DrillProbes } from '../../ports/drill-probe';
import type { DrillStateSummary } from '../../ports/drill-state-summary';
import type { ControllerRecords } from '../../ports/failover-record';
import type { GlobalDatabase } from '../../ports/global-database';
import type { Logger } from '../../ports/logger';
import type { RotationFreeze } from '../../ports/rotation-freeze';
import type { SecretVersions } from '../../ports/secret-versions';

export interface PreflightPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly globalDatabase: Pick<GlobalDatabase, 'describe'>;
  readonly controllers: ControllerRecords;
  readonly settings: DatabaseSettings;
  readonly alarms: Alarms;
  /** Every secret of the environment, in every region. */
  readonly secrets: readonly RegionalSecret[];
  readonly freezes: readonly RegionalFreeze[];
  readonly drillState: DrillStateSummary;
  readonly probes: DrillProbes;
  /** A fresh UUID. */
  readonly newRunId: () => string;
}

export interface RegionalSecret {
  readonly region: string;
  readonly secret: Pick<SecretVersions, 'name' | 'labels'>;
}

export interface RegionalFreeze {
  readonly region: string;
  readonly freeze: RotationFreeze;
}
