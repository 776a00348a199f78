import * as core from '@actions/core';
import { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { awsInterlock } from '../../../src/adapters/aws-interlock';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { rdsGlobalDatabasePresence } from '../../../src/adapters/rds-global-database-presence';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { systemClock } from '../../../src/adapters/system-clock';
import type { DatabasePorts, SwitchBackMeans } from '../../../src/destroy/bring-writer-home';
import { resourceNames } from '../../../src/environment/names';
import { REGIONS, type Environment } from '../../../src/environment/schema';
import type { Interlock } from '../../../src/interlock/interlock';
import type { SwitchBackInputs } from './inputs';

// The part of the composition root that only destroying needs.

/** The adapters for the database of an environment. */
export function databaseOf(environment: Environment): DatabasePorts & { readonly interlock: Interlock } {
  const names = resourceNames(environment);
  const clients = new Map<string, RDSClient>(REGIONS.map((region) => [region, rdsClient(region)]));
  const control = {
    globalClusterId: names.globalCluster,
    // The region that is not at home first: it is the one that still answers when home is lost.
    regions: [...REGIONS].sort((a, b) => Number(a === environment.homeRegion) - Number(b === environment.homeRegion)),
    clientFor: (region: string): RDSClient => clients.get(region) ?? rdsClient(region),
  };
  return {
    interlock: awsInterlock({ environment, clock: systemClock, logger: actionsLogger }),
    presence: rdsGlobalDatabasePresence(control),
    globalDatabase: rdsGlobalDatabase(control),
    credentials: secretsManagerCredentials({
      secretId: names.secret,
      region: environment.state.region,
      client: new SecretsManagerClient({ region: environment.state.region }),
      maskSecret: core.setSecret,
    }),
  };
}

/** What switches the writer back, where the inputs allow it. */
export function switchBackMeans(inputs: SwitchBackInputs | undefined): SwitchBackMeans | undefined {
  if (inputs === undefined) return undefined;
  const { databaseCa, socksProxy, moveDeadlineMs } = inputs;
  return {
    sql: pgSqlConnector({
      ca: databaseCa,
      ...(socksProxy === undefined ? {} : { socksProxy }),
      applicationName: 'dr-destroy',
    }),
    deadlineMs: moveDeadlineMs,
  };
}

/** A lost region swallows requests; without limits the SDK would wait for it. */
function rdsClient(region: string): RDSClient {
  return new RDSClient({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
}
