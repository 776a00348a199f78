import { randomUUID } from 'node:crypto';
import { awsInterlock } from '../../src/adapters/aws-interlock';
import { dynamoDbFailoverRecords } from '../../src/adapters/dynamodb-failover-records';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { systemClock } from '../../src/adapters/system-clock';
import { resourceNames } from '../../src/environment/names';
import type { Environment } from '../../src/environment/schema';
import { leaseHolder } from '../../src/interlock/interlock';
import { LEASE_WAIT_MS } from '../../src/interlock/settings';
import { look } from '../../src/operate/bounded';
import { failOverByHand, switchOverByHand, type MoveOutcome } from '../../src/operate/move-by-hand';
import type { FailoverRecords } from '../../src/ports/failover-record';
import { dynamoDb, FOR_MOVING, globalDatabaseOf } from './aws-clients';
import { MistakeError } from './mistake';
import { openEnvironment, regionOf } from './open-environment';
import { terminalLogger } from './terminal-logger';
import { writeProbe, type ProbeOptions } from './write-probe';

export interface MoveOptions extends ProbeOptions {
  readonly to: string;
  readonly limitSeconds: number;
}

/** So long nobody waits for what only informs, in ms. */
const BRIEFLY_MS = 6_000;

/** Promotes the other region at once. */
export async function failover(
  root: string,
  name: string,
  options: MoveOptions & { readonly iAcceptDataLoss: boolean },
): Promise<number> {
  const to = regionOf(options.to);
  if (!options.iAcceptDataLoss) {
    throw new MistakeError(
      'a failover loses the acknowledged writes that were not copied yet ("status" shows how far the other region is behind). ' +
        'If both regions are alive, "switchover" loses nothing. If you accept the loss, add --i-accept-data-loss',
    );
  }
  const { environment, who } = await openEnvironment(root, name);
  await sayWhoHoldsTheLease(environment);
  const writeOnce = writeProbe(environment, to, options);
  const client = dynamoDb(to);
  const { failoverTable: table, globalCluster: globalClusterId } = resourceNames(environment);
  sayOnInterrupt('AWS goes on with what it has accepted, and the controller of the region follows it from its record.');
  const outcome = await failOverByHand(
    { to, who, writerName: environment.dns.writerName, deadlineMs: options.limitSeconds * 1000 },
    {
      globalDatabase: globalDatabaseOf(environment, to, FOR_MOVING),
      writeOnce,
      records: await readableRecords(dynamoDbFailoverRecords({ table, globalClusterId, client })),
      rotation: dynamoDbRotationFreeze({ table, client, clock: systemClock }),
      clock: systemClock,
      logger: terminalLogger,
      newId: randomUUID,
    },
  );
  return tell(outcome, to, name);
}

/** Swaps the roles without loss. */
export async function switchover(root: string, name: string, options: MoveOptions): Promise<number> {
  const to = regionOf(options.to);
  const { environment, who } = await openEnvironment(root, name);
  const writeOnce = writeProbe(environment, to, options);
  sayOnInterrupt('AWS goes on with what it has accepted; the lease of the environment runs out in two minutes.');
  const outcome = await switchOverByHand(
    {
      to,
      who,
      writerName: environment.dns.writerName,
      deadlineMs: options.limitSeconds * 1000,
      holder: leaseHolder('switchover', `a laptop, by ${who}`, systemClock.now()),
      leaseWaitMs: LEASE_WAIT_MS,
    },
    {
      globalDatabase: globalDatabaseOf(environment, to, FOR_MOVING),
      writeOnce,
      interlock: awsInterlock({ environment, clock: systemClock, logger: terminalLogger }),
      clock: systemClock,
      logger: terminalLogger,
    },
  );
  return tell(outcome, to, name);
}

function tell(outcome: MoveOutcome, to: string, name: string): number {
  console.log(
    outcome === 'moved'
      ? `${to} takes writes. Next: "npm run dr -- status ${name}", until the other region follows again`
      : `${to} takes writes already and nothing is moving; nothing was done`,
  );
  return 0;
}

/** Rescue goes first: without the record it is only less sure that the controller and a person do not ask for the same at once. */
async function readableRecords(records: FailoverRecords): Promise<FailoverRecords | undefined> {
  const seen = await look(BRIEFLY_MS, systemClock, () => records.read());
  if ('seen' in seen) return records;
  terminalLogger.warn(`the controller's record does not answer, so it is not written that you decide: ${seen.silent}`);
  return undefined;
}

async function sayWhoHoldsTheLease(environment: Environment): Promise<void> {
  const { lease } = awsInterlock({ environment, clock: systemClock, logger: terminalLogger });
  const holder = await look(BRIEFLY_MS, systemClock, () => lease.holder());
  if ('silent' in holder) terminalLogger.warn(`the lease of the environment does not answer: ${holder.silent}`);
  else if (holder.seen !== undefined)
    terminalLogger.warn(`the ${holder.seen.kind} of ${holder.seen.run} is at work here; it is not waited for`);
}

function sayOnInterrupt(what: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.error(`\nNo longer watched. ${what} Look with "status".`);
      process.exit(130);
    });
  }
}
