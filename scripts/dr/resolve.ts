import { randomUUID } from 'node:crypto';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { systemClock } from '../../src/adapters/system-clock';
import { resolveByHand, type ResolutionByHand } from '../../src/drill/recovery/resolve-by-hand';
import { dynamoDb } from './aws-clients';
import { openEnvironment } from './open-environment';
import { terminalLogger } from './terminal-logger';

/** A person says that what a drill left has been dealt with. */
export async function resolved(root: string, name: string, resolution: ResolutionByHand): Promise<number> {
  const { environment } = await openEnvironment(root, name);
  const { lockTable, region } = environment.state;
  const store = dynamoDbDrillState({ table: lockTable, environment: name, client: dynamoDb(region) });
  const ports = { clock: systemClock, logger: terminalLogger, newId: randomUUID };
  console.log(await resolveByHand(store, resolution, ports));
  return 0;
}
