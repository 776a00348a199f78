import { awsInterlock } from '../../src/adapters/aws-interlock';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { dynamoDbRotationFreeze } from '../../src/adapters/dynamodb-rotation-freeze';
import { systemClock } from '../../src/adapters/system-clock';
import { resourceNames } from '../../src/environment/names';
import { REGIONS } from '../../src/environment/schema';
import { printStatus } from '../../src/operate/print-status';
import { readStatus } from '../../src/operate/status';
import { bucketOf, dynamoDb, FOR_LOOKING, globalDatabaseOf } from './aws-clients';
import { lagMs, raisedAlarms } from './cloudwatch';
import { openEnvironment, regionOf } from './open-environment';
import { terminalLogger } from './terminal-logger';

/** Prints how an environment is. Changes nothing. */
export async function status(root: string, name: string): Promise<number> {
  const { environment, who } = await openEnvironment(root, name);
  const { lease, controllers } = awsInterlock({ environment, clock: systemClock, logger: terminalLogger });
  const { failoverTable: table } = resourceNames(environment);
  const seen = await readStatus(environment.name, {
    regions: REGIONS,
    // The region of the state first: it is the one that still answers when home is lost.
    globalDatabase: globalDatabaseOf(environment, environment.state.region, FOR_LOOKING),
    controllers,
    lease,
    records: bucketOf(environment, environment.state.bucket, environment.state.region),
    drillState: dynamoDbDrillState({
      table: environment.state.lockTable,
      environment: environment.name,
      client: dynamoDb(environment.state.region),
    }),
    freezeIn: (region) => dynamoDbRotationFreeze({ table, client: dynamoDb(region), clock: systemClock }),
    lagMs: (region) => lagMs(environment, regionOf(region), systemClock.now()),
    alarms: (region) => raisedAlarms(environment, region),
    clock: systemClock,
  });
  console.log(printStatus(environment, who, seen, systemClock.now()));
  return 0;
}
