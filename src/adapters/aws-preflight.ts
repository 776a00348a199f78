import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { PreflightPorts } from '../drill/preflight/ports';
import { resourceNames } from '../environment/names';
import { REGIONS, type Environment } from '../environment/schema';
import type { Clock } from '../ports/clock';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { dynamoDbRotationFreeze } from './dynamodb-rotation-freeze';
import { rdsDatabaseSettings } from './rds-database-settings';
import { secretsManagerVersions } from './secrets-manager-versions';

/** A region that is lost swallows requests; without limits a guard would end by its own limit, and not say why. */
const LIMITS = { maxAttempts: 3, requestHandler: { connectionTimeout: 2_000, requestTimeout: 6_000 } };

/** What a preflight asks AWS beyond what a drill has at hand anyway, with clients of its own. */
export function awsPreflightPorts(
  environment: Environment,
  clock: Clock,
): Pick<PreflightPorts, 'settings' | 'alarms' | 'secrets' | 'freezes'> {
  const names = resourceNames(environment);
  return {
    settings: rdsDatabaseSettings((region) => new RDSClient({ ...LIMITS, region })),
    alarms: cloudWatchAlarms({
      environmentSuffix: environment.environmentSuffix,
      regions: REGIONS,
      clientFor: (region) => new CloudWatchClient({ ...LIMITS, region }),
    }),
    secrets: REGIONS.flatMap((region) => {
      const client = new SecretsManagerClient({ ...LIMITS, region });
      return [names.secret, names.applicationSecret].map((secretArn) => ({
        region,
        secret: secretsManagerVersions({ secretArn, client }),
      }));
    }),
    freezes: REGIONS.map((region) => ({
      region,
      freeze: dynamoDbRotationFreeze({
        table: names.failoverTable,
        client: new DynamoDBClient({ ...LIMITS, region }),
        clock,
      }),
    })),
  };
}
