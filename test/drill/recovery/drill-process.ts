import { randomUUID } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { environmentLease, leaseClient } from '../../../src/adapters/dynamodb-environment-lease';
import { dynamoDbDrillState } from '../../../src/adapters/dynamodb-drill-state';
import { httpFaultInjector } from '../../../src/adapters/http-fault-injector';
import { processInterruption } from '../../../src/adapters/process-interruption';
import { systemClock } from '../../../src/adapters/system-clock';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import { abortable, promotingUnlessInterrupted, whileUnderWay } from '../../../src/drill/recovery/abortable';
import { beginDrill } from '../../../src/drill/recovery/progress';
import { breakingOnlyWhileHeld, switchingOnlyWhileHeld } from '../../../src/interlock/only-while-held';
import { withLease } from '../../../src/interlock/with-lease';
import { MemoryLogger } from '../../fakes/logger';
import { ENVIRONMENT, MOVE_DRILL, realPorts } from './real-ports';

// A drill as a process of its own, to be killed by test/drill/recovery/killed-process.itest.ts. Tells each step on its standard output.

const settings = z
  .object({
    kind: z.enum(['failover', 'switchover']),
    writerName: z.string(),
    caFile: z.string(),
    socksUrl: z.string(),
    faultHookUrl: z.string(),
    faultHookToken: z.string(),
  })
  .parse(JSON.parse(readFileSync(0, 'utf8')));

/** At once: the process may be killed the next moment. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function main(): Promise<void> {
  const interrupted = processInterruption();
  const logger = new MemoryLogger();
  const ports = realPorts(settings, logger);
  const lease = environmentLease({ environment: ENVIRONMENT, clientFor: leaseClient, clock: systemClock, logger });
  const run = `process ${process.pid}`;
  const startedAt = new Date();
  await withLease(lease, { kind: 'drill', run, since: startedAt.toISOString() }, 0, async (lease) => {
    const held = whileUnderWay(lease, interrupted);
    const drill = await beginDrill(
      {
        drillId: randomUUID(),
        kind: settings.kind,
        startedAt,
        run,
        failBack: true,
        temporary: [],
        limits: { moveMs: 20_000, redundancyMs: 60_000 },
        history: 'nowhere',
      },
      {
        ...ports,
        store: dynamoDbDrillState({
          table: ENVIRONMENT.state.lockTable,
          environment: ENVIRONMENT.name,
          client: leaseClient(ENVIRONMENT.state.region),
        }),
        held,
        interrupted,
        newId: randomUUID,
      },
    );
    const request = { ...MOVE_DRILL, writerName: settings.writerName };
    const faultInjector = breakingOnlyWhileHeld(
      held,
      httpFaultInjector({ url: settings.faultHookUrl, token: settings.faultHookToken }),
    );
    const drillPorts = {
      ...ports,
      globalDatabase: promotingUnlessInterrupted(interrupted, switchingOnlyWhileHeld(held, ports.globalDatabase)),
      faultInjector,
      journal: {
        append: (record: { readonly type: string; readonly phase?: string; readonly name?: string }) => {
          if (record.type === 'phase') say(`step: ${record.phase ?? ''}`);
          if (record.type === 'mark') say(`mark: ${record.name ?? ''}`);
        },
      },
      newRunId: randomUUID,
      progress: drill,
    };
    const result = await abortable(drill, { interrupted, faultInjector, clock: systemClock, logger }, () =>
      settings.kind === 'failover' ? runFailoverDrill(request, drillPorts) : runSwitchoverDrill(request, drillPorts),
    );
    say(`verdict: ${result.verdict}; ${JSON.stringify(result.runs.map(({ reasons }) => reasons))}`);
    await drill.end();
  });
  say('ended');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    // What an interrupted drill was in the middle of would keep the process alive.
    process.exit(1);
  },
);
