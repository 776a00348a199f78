import { runDetectionDrill } from '../../../src/drill/detection/detection-drill';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import type { MoveDrillRequest } from '../../../src/drill/move-drill-request';
import type { DrillKind } from '../../../src/drill/kinds';
import type { DrillPorts } from '../../../src/drill/ports';
import { runRotationDrill } from '../../../src/drill/rotation/rotation-drill';
import type { RotationDrillPorts } from '../../../src/drill/rotation/request';
import { runRestoreDrill } from '../../../src/drill/restore-drill';
import type { DrillResult } from '../../../src/drill/result';
import { resourceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { ControllerRecords, RehearsalBoard } from '../../../src/ports/failover-record';
import type { FaultInjector, HealthPathInjector } from '../../../src/ports/fault-injector';
import type { BackupRestore } from '../../../src/ports/restore';

export interface KindRequest {
  readonly kind: DrillKind;
  readonly environment: Environment;
  readonly exerciseId: string;
  readonly failBack: boolean;
  readonly moveDeadlineMs: number;
}

/** What the kinds need beyond what every drill needs. */
export interface KindPorts extends DrillPorts {
  /** `undefined` where no fault hook is configured. */
  readonly faultInjector: (FaultInjector & HealthPathInjector) | undefined;
  readonly controllers: ControllerRecords;
  readonly rehearsals: RehearsalBoard;
  readonly rotatingSecrets: RotationDrillPorts['secrets'];
  readonly logins: RotationDrillPorts['logins'];
  readonly backupRestore: () => Promise<BackupRestore>;
}

/** Limits that end a drill which hangs, in ms; each is well beyond what Aurora documents for the step. */
export const LIMITS = {
  faultDeadlineMs: 10 * 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60 * 60_000,
  backupDeadlineMs: 30 * 60_000,
  rotationDeadlineMs: 15 * 60_000,
};
/** How long a restore drill writes on each side of its point in time, in ms. */
const RESTORE_WRITE_MS = 4_000;

/** Runs the drill of a kind; its preflight is over. */
export async function runKind(request: KindRequest, ports: KindPorts): Promise<DrillResult> {
  const { kind, environment, exerciseId } = request;
  switch (kind) {
    case 'failover': {
      const { controllers, ...others } = ports;
      return runFailoverDrill(toMoveRequest(request), {
        ...others,
        faultInjector: faultInjectorOf(ports),
        // In manual mode a human promotes, and the drill plays the human.
        ...(environment.failover.mode === 'automatic' ? { controllers } : {}),
      });
    }
    case 'switchover':
      return runSwitchoverDrill(toMoveRequest(request), ports);
    case 'restore': {
      const { restoreDrillCluster, restoreDrillSnapshot } = resourceNames(environment);
      return runRestoreDrill(
        {
          exerciseId,
          restoredClusterId: restoreDrillCluster,
          snapshotId: restoreDrillSnapshot,
          checksumTables: environment.drill.checksumTables,
          probe: { ...environment.drill.probe, writeMs: RESTORE_WRITE_MS },
          backupDeadlineMs: LIMITS.backupDeadlineMs,
        },
        { ...ports, backupRestore: await ports.backupRestore() },
      );
    }
    case 'detection':
      return runDetectionDrill(
        { objectives: environment.objectives, probe: toMoveRequest(request).probe },
        { ...ports, ...(ports.faultInjector === undefined ? {} : { healthPath: ports.faultInjector }) },
      );
    case 'rotation':
      return runRotationDrill(
        { ...toMoveRequest(request), rotationDeadlineMs: LIMITS.rotationDeadlineMs },
        { ...ports, secrets: ports.rotatingSecrets },
      );
  }
}

function faultInjectorOf({ faultInjector }: KindPorts): FaultInjector {
  if (faultInjector === undefined) throw new Error('no fault hook is configured: nothing can be taken away');
  return faultInjector;
}

function toMoveRequest({ environment, failBack, moveDeadlineMs }: KindRequest): MoveDrillRequest {
  const { drill, objectives, dns } = environment;
  return {
    writerName: dns.writerName,
    objectives,
    probe: { ...drill.probe, baselineMs: drill.baselineSeconds * 1000 },
    detector: environment.failover.detector,
    failBack,
    moveDeadlineMs,
    ...LIMITS,
  };
}
