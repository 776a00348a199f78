import { standingOf, type Standing } from '../drill/recovery/standing';
import type { Clock } from '../ports/clock';
import type { DrillStateStore } from '../ports/drill-state';
import type { ControllerRecords, FailoverRecord } from '../ports/failover-record';
import type { GlobalDatabase, GlobalStatus } from '../ports/global-database';
import type { EnvironmentLease, LeaseHolder } from '../ports/lease';
import type { ObjectStore } from '../ports/object-store';
import type { RotationFreeze } from '../ports/rotation-freeze';
import { lastDrills, type DrillRecord } from '../records/drill-record';
import { look, type Look } from './bounded';

/** One look may take this long, in ms: all of them are made side by side, so this is how long a person waits while a region is lost. */
const LOOK_LIMIT_MS = 8_000;

export interface StatusPorts {
  readonly regions: readonly string[];
  readonly globalDatabase: Pick<GlobalDatabase, 'describe'>;
  readonly controllers: ControllerRecords;
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  /** The state bucket. */
  readonly records: ObjectStore;
  readonly drillState: Pick<DrillStateStore, 'read'>;
  readonly freezeIn: (region: string) => Pick<RotationFreeze, 'reason'>;
  /** How far the cluster of a region is behind, in ms, as CloudWatch last heard; `undefined` when it heard nothing lately. */
  readonly lagMs: (region: string) => Promise<number | undefined>;
  /** Names of the environment's alarms that are raised in a region. */
  readonly alarms: (region: string) => Promise<readonly string[]>;
  readonly clock: Clock;
}

/** What one region says. */
export interface RegionStatus {
  readonly region: string;
  readonly controller: Look<FailoverRecord | undefined>;
  readonly freeze: Look<string | undefined>;
  readonly lagMs: Look<number | undefined>;
  readonly alarms: Look<readonly string[]>;
}

export interface EnvironmentStatus {
  readonly database: Look<GlobalStatus>;
  readonly regions: readonly RegionStatus[];
  readonly lease: Look<LeaseHolder | undefined>;
  readonly drills: Look<readonly DrillRecord[]>;
  /** Whether a drill is unfinished, or waits for a person. */
  readonly standing: Look<Standing>;
}

/** Looks at everything that a person wants to know before deciding, and changes nothing. Never throws. */
export async function readStatus(environment: string, ports: StatusPorts): Promise<EnvironmentStatus> {
  const { clock, globalDatabase, controllers, lease, records } = ports;
  const bounded = <T>(work: () => Promise<T>) => look(LOOK_LIMIT_MS, clock, work);
  const regionStatus = async (region: string): Promise<RegionStatus> => {
    const [controller, freeze, lagMs, alarms] = await Promise.all([
      bounded(() => controllers.of(region)),
      bounded(() => ports.freezeIn(region).reason()),
      bounded(() => ports.lagMs(region)),
      bounded(() => ports.alarms(region)),
    ]);
    return { region, controller, freeze, lagMs, alarms };
  };
  const [database, held, drills, standing, ...regions] = await Promise.all([
    bounded(() => globalDatabase.describe()),
    bounded(() => lease.holder()),
    bounded(() => lastDrills(records, environment)),
    bounded(async () => standingOf(await ports.drillState.read())),
    ...ports.regions.map(regionStatus),
  ]);
  return { database, regions, lease: held, drills, standing };
}
