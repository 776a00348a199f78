import { isInterlockRefusal, leaseHolder, underInterlock, type Interlock } from '../../../src/interlock/interlock';
import { breakingOnlyWhileHeld, switchingOnlyWhileHeld } from '../../../src/interlock/only-while-held';
import { LEASE_WAIT_MS } from '../../../src/interlock/settings';
import type { HeldLease } from '../../../src/ports/lease';
import type { Environment } from '../../../src/environment/schema';
import type { ObjectStore } from '../../../src/ports/object-store';
import { rememberDrill, type DrillRecord } from '../../../src/records/drill-record';
import { drillNotRun, runDrill, type DrillOutcome, type DrillRequest, type DrillRunPorts } from './run';

export interface ConductedDrill {
  readonly kind: DrillRequest['kind'];
  /** What the drill needs beyond the environment; asked for once nobody else changes the environment. */
  readonly request: () => Promise<DrillRequest>;
  readonly environment: Environment;
  readonly commit: string | undefined;
  readonly runUrl: string | undefined;
}

export interface ConductPorts extends DrillRunPorts {
  readonly interlock: Interlock;
  /** The state bucket. */
  readonly records: ObjectStore;
}

export interface ConductedOutcome extends DrillOutcome {
  /** Why the drill is not remembered; `undefined` when it is. The next plans do not know of it then. */
  readonly recordFailure: string | undefined;
}

/**
 * Takes the lease of the environment → looks that no failover is going on → runs the drill → remembers it, however it ended.
 *
 * A drill that does not get the lease, or meets a failover, is *not run*, and that is remembered too: the weekly proof is missing.
 *
 * @throws whatever the drill throws, after that was remembered as a failure
 */
export async function conductDrill(drill: ConductedDrill, ports: ConductPorts): Promise<ConductedOutcome> {
  const { kind, environment, commit, runUrl } = drill;
  const startedAt = ports.clock.now();
  let outcome: DrillOutcome;
  try {
    outcome = await underInterlock(
      ports.interlock,
      leaseHolder('drill', runUrl, startedAt),
      LEASE_WAIT_MS,
      async (held) =>
        runDrill(whileHeld(held, await drill.request()), environment, commit, {
          ...ports,
          globalDatabase: switchingOnlyWhileHeld(held, ports.globalDatabase),
        }),
    );
  } catch (error) {
    if (!isInterlockRefusal(error)) {
      const failure = await remember(drill, { verdict: 'failed' }, ports);
      if (failure !== undefined) ports.logger.error(failure);
      throw error;
    }
    const context = {
      environment: environment.name,
      startedAt,
      finishedAt: ports.clock.now(),
      objectives: environment.objectives,
      commit,
    };
    outcome = drillNotRun(kind, `interlock: ${error.message}`, context);
  }
  return { ...outcome, recordFailure: await remember(drill, outcome, ports) };
}

function whileHeld(held: Pick<HeldLease, 'isHeld'>, request: DrillRequest): DrillRequest {
  return request.kind === 'failover'
    ? { ...request, faultInjector: breakingOnlyWhileHeld(held, request.faultInjector) }
    : request;
}

type Remembered = Pick<DrillOutcome, 'verdict'> &
  Partial<Pick<DrillOutcome, 'rpoSeconds' | 'rtoSeconds' | 'detectionSeconds'>>;

/** @returns why it could not be remembered; the report is worth more than the record, so that is not thrown */
async function remember(
  { kind, environment, runUrl }: ConductedDrill,
  { verdict, rpoSeconds, rtoSeconds, detectionSeconds }: Remembered,
  { clock, records }: ConductPorts,
): Promise<string | undefined> {
  const record: DrillRecord = {
    kind,
    verdict,
    finishedAt: clock.now().toISOString(),
    ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
    ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
    ...(detectionSeconds === undefined ? {} : { detectionSeconds }),
    ...(runUrl === undefined ? {} : { runUrl }),
  };
  try {
    await rememberDrill(records, environment.name, record);
    return undefined;
  } catch (error) {
    return (
      `the ${kind} drill is ${verdict}, but that could not be remembered for the next plans: ${error instanceof Error ? error.message : String(error)}. ` +
      `The role of the drill needs s3:PutObject on drills/${environment.name}/* in ${environment.state.bucket}; repair that, and drill again`
    );
  }
}
