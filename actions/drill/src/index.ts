import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { InputError } from '../../../src/adapters/action-inputs';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { awsInterlock } from '../../../src/adapters/aws-interlock';
import { dynamoDbControllerRecords } from '../../../src/adapters/dynamodb-failover-records';
import { fileDrillJournal } from '../../../src/adapters/file-drill-journal';
import { httpFaultInjector } from '../../../src/adapters/http-fault-injector';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { rdsBackupRestore } from '../../../src/adapters/rds-backup-restore';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { environmentFiles } from '../../../src/adapters/repository-files';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { systemClock } from '../../../src/adapters/system-clock';
import { readWorkflowContext } from '../../../src/adapters/workflow-context';
import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import { resourceNames } from '../../../src/environment/names';
import { REGIONS, type Environment } from '../../../src/environment/schema';
import { currentWriter } from '../../../src/failover/target';
import type { GlobalDatabase } from '../../../src/ports/global-database';
import type { ObjectStore } from '../../../src/ports/object-store';
import { conductDrill } from './conduct';
import { readInputs, type DrillInputs } from './inputs';
import { drillProbes } from './probes';
import type { DrillRequest } from './run';

async function main(): Promise<void> {
  const inputs = readInputs();
  if (inputs.kind === 'failover') core.setSecret(inputs.faultHook.token);
  const context = readWorkflowContext(process.env);
  const environments = loadEnvironments(await environmentFiles(context.workspace).readAll());
  const environment = findEnvironment(environments, inputs.environment, inputs.target);
  const names = resourceNames(environment);

  const clients = new Map<string, RDSClient>(REGIONS.map((region) => [region, rdsClient(region)]));
  const clientFor = (region: string): RDSClient => clients.get(region) ?? rdsClient(region);
  const globalDatabase = rdsGlobalDatabase({
    globalClusterId: names.globalCluster,
    // The region that is not at home first: it is the one that still answers when home is lost.
    regions: [...REGIONS].sort((a, b) => Number(a === environment.homeRegion) - Number(b === environment.homeRegion)),
    clientFor,
  });
  const directory = join(context.workspace, inputs.reportDirectory);
  mkdirSync(directory, { recursive: true });
  const name = `${environment.name}-${inputs.kind}-${systemClock.now().toISOString().replaceAll(/[:.]/g, '-')}`;

  const sql = pgSqlConnector({
    ca: readCa(inputs.databaseCaFile),
    ...(inputs.socksProxy === undefined ? {} : { socksProxy: inputs.socksProxy }),
    applicationName: 'dr-drill',
  });
  const credentials = secretsManagerCredentials({
    secretId: names.secret,
    region: environment.state.region,
    client: new SecretsManagerClient({ region: environment.state.region }),
    maskSecret: core.setSecret,
  });
  const probes = drillProbes(inputs.probe, environment, {
    sql,
    credentials,
    clock: systemClock,
    logger: actionsLogger,
  });

  const outcome = await conductDrill(
    {
      kind: inputs.kind,
      request: () => toRequest(inputs, environment, globalDatabase, clientFor),
      environment,
      commit: context.commit,
      runUrl: context.runUrl,
    },
    {
      globalDatabase,
      sql,
      probes,
      clock: systemClock,
      logger: actionsLogger,
      credentials,
      journal: fileDrillJournal(join(directory, `${name}.journal.jsonl`)),
      newRunId: randomUUID,
      interlock: awsInterlock({ environment, clock: systemClock, logger: actionsLogger }),
      records: stateBucket(environment),
    },
  );

  const markdown = join(directory, `${name}.md`);
  const json = join(directory, `${name}.json`);
  writeFileSync(markdown, outcome.markdown);
  writeFileSync(json, `${JSON.stringify(outcome.document, undefined, 2)}\n`);
  core.setOutput('verdict', outcome.verdict);
  core.setOutput('rpo-seconds', outcome.rpoSeconds ?? '');
  core.setOutput('rto-seconds', outcome.rtoSeconds ?? '');
  core.setOutput('detection-seconds', outcome.detectionSeconds ?? '');
  core.setOutput('report-markdown', markdown);
  core.setOutput('report-json', json);
  await core.summary.addRaw(outcome.markdown, true).write();
  if (outcome.verdict !== 'passed') core.setFailed(`the drill is ${outcome.verdict}: ${outcome.reasons.join('; ')}`);
  if (outcome.recordFailure !== undefined) core.setFailed(outcome.recordFailure);
}

function stateBucket({ state, target }: Environment): ObjectStore {
  return s3ObjectStore({
    bucket: state.bucket,
    client: new S3Client({
      region: state.region,
      // The emulator has no name for each bucket.
      forcePathStyle: target === 'sandbox',
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
    }),
  });
}

async function toRequest(
  inputs: DrillInputs,
  environment: Environment,
  globalDatabase: GlobalDatabase,
  clientFor: (region: string) => RDSClient,
): Promise<DrillRequest> {
  switch (inputs.kind) {
    case 'failover':
      return {
        ...inputs,
        faultInjector: httpFaultInjector(inputs.faultHook),
        controllers: dynamoDbControllerRecords({
          table: resourceNames(environment).failoverTable,
          globalClusterId: resourceNames(environment).globalCluster,
          clientFor: (region) =>
            new DynamoDBClient({ region, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } }),
        }),
      };
    case 'switchover':
      return inputs;
    case 'restore': {
      // The backups that count are those of the cluster that writes now, wherever that is.
      const writer = currentWriter(await globalDatabase.describe());
      return {
        kind: 'restore',
        backupRestore: rdsBackupRestore({
          client: clientFor(writer.region),
          clock: systemClock,
          sourceClusterId: writer.clusterId,
          tags: { Environment: 'production', 'DR-Tier': 'critical', 'dr-drill': environment.name },
          deadlineMs: 60 * 60_000,
          pollIntervalMs: 2_000,
        }),
      };
    }
  }
}

/** A lost region swallows requests; without limits the SDK would wait for it, and the promotion with it. */
function rdsClient(region: string): RDSClient {
  return new RDSClient({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`input "database-ca-file": ${file} cannot be read`, { cause });
  }
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
