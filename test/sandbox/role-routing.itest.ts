import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { openSocksSocket, parseSocksProxy } from '../../src/adapters/socks-socket';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { createDatabase, emulatorClients } from '../../sandbox/aws-cluster';
import { copyTerraform, type TerraformCopy } from '../terraform/terraform-support/terraform-copy';

// The modules health, replication and routing as they are, applied by Terraform; the deployed functions asked over TLS under AWS's
// names; and the names of the customer's zone answered as Route 53 answers them.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const REGIONS = ['us-east-1', 'us-west-2'] as const;
const WRITER = 'writer.db.sandbox.internal';

function configuration(
  clusters: Readonly<Record<string, { endpoint: string; readerEndpoint: string; secretArn: string }>>,
  globalEndpoint: string,
): string {
  const perRegion = REGIONS.map((region) => {
    const name = region.replaceAll('-', '_');
    const cluster = clusters[region];
    return `
provider "aws" {
  alias  = "${name}"
  region = "${region}"
}

module "network_${name}" {
  source    = "../test/fixtures/foundation/region"
  providers = { aws = aws.${name} }
  region    = "${region}"
  cidr      = "10.${region === 'us-east-1' ? 10 : 20}.0.0/16"
}

resource "aws_security_group" "database_${name}" {
  provider = aws.${name}
  name     = "security-group-database-test"
  vpc_id   = module.network_${name}.network.vpc_id
}

resource "aws_sns_topic" "${name}" {
  provider = aws.${name}
  name     = "topic-test"
}

resource "aws_kms_key" "${name}" {
  provider = aws.${name}
}

module "health_${name}" {
  source    = "../terraform/modules/health"
  providers = { aws = aws.${name} }

  region             = "${region}"
  account_id         = "123456789012"
  environment_suffix = "test"
  zip                = "../terraform/functions/health.zip"
  network            = module.network_${name}.network
  caller_cidrs       = []
  database = {
    cluster_id        = "${NAMES.clusters[region]}"
    endpoint          = "${cluster?.endpoint ?? ''}"
    reader_endpoint   = "${cluster?.readerEndpoint ?? ''}"
    name              = "${ENVIRONMENT.database.name}"
    port              = 5432
    security_group_id = aws_security_group.database_${name}.id
  }
  secret_arn              = "${cluster?.secretArn ?? ''}"
  data_key_arn            = aws_kms_key.${name}.arn
  replication_lag_seconds = 60
  logs_key_arn            = aws_kms_key.${name}.arn
  log_retention_days      = 7
  topic_arn               = aws_sns_topic.${name}.arn
}

module "replication_${name}" {
  source    = "../terraform/modules/replication"
  providers = { aws = aws.${name} }

  region                  = "${region}"
  environment_suffix      = "test"
  cluster_id              = "${NAMES.clusters[region]}"
  replication_lag_seconds = 60
  topic_arn               = aws_sns_topic.${name}.arn
}
`;
  });
  return `
${perRegion.join('')}
resource "aws_route53_zone" "private" {
  provider = aws.us_east_1
  name     = "db.sandbox.internal"
  vpc {
    vpc_id     = module.network_us_east_1.network.vpc_id
    vpc_region = "us-east-1"
  }
}

module "routing" {
  source    = "../terraform/modules/routing"
  providers = { aws = aws.us_east_1 }

  environment_suffix     = "test"
  home_region            = "us-east-1"
  other_region           = "us-west-2"
  failure_threshold      = 1
  topic_arn              = aws_sns_topic.us_east_1.arn
  global_writer_endpoint = "${globalEndpoint}"
  dns = {
    hosted_zone_id = aws_route53_zone.private.zone_id
    writer_name    = "${WRITER}"
    reader_name    = "reader.db.sandbox.internal"
  }
  regions = {
    ${REGIONS.map((region) => {
      const name = region.replaceAll('-', '_');
      return `"${region}" = {
      health_host     = module.health_${name}.host
      health_paths    = module.health_${name}.paths
      writer_endpoint = "${clusters[region]?.endpoint ?? ''}"
      reader_endpoint = "${clusters[region]?.readerEndpoint ?? ''}"
      lag_alarm       = module.replication_${name}.lag_alarm
      engine_alarm    = module.replication_${name}.engine_alarm
    }`;
    }).join('\n    ')}
  }
}

output "hosts" {
  value = { ${REGIONS.map((region) => `"${region}" = module.health_${region.replaceAll('-', '_')}.host`).join(', ')} }
}

output "writer_checks" {
  value = { for region, checks in module.routing.health_check_ids : region => checks.writer }
}
`;
}

const outputsSchema = z.object({
  hosts: z.object({ value: z.record(z.string(), z.string()) }),
  writer_checks: z.object({ value: z.record(z.string(), z.string()) }),
});

let scratch: string;
let sandbox: Sandbox;
let copy: TerraformCopy | undefined;
let hosts: Readonly<Record<string, string>> = {};
let writerChecks: Readonly<Record<string, string>> = {};

/** Asks the health endpoint of a region as anybody on the internet would: by name, over TLS, verified. */
async function askHealth(region: string, path: string): Promise<string> {
  const host = hosts[region] ?? '';
  const socket = await openSocksSocket(parseSocksProxy(sandbox.dataPlane.socksUrl), host, 443, 3_000);
  const ca = readFileSync(sandbox.dataPlane.caFile);
  return new Promise((resolve, reject) => {
    request(
      {
        host,
        path: `/health${path}`,
        createConnection: () => connectTls({ socket, servername: host, ca }),
        signal: AbortSignal.timeout(4_000),
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => (body += String(chunk)));
        answer.on('end', () => {
          resolve(`${answer.statusCode ?? 0} ${body}`);
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

async function until(what: string, reached: () => Promise<boolean>, seconds = 60): Promise<void> {
  const giveUpAt = Date.now() + seconds * 1_000;
  while (!(await reached())) {
    if (Date.now() > giveUpAt) throw new Error(`in vain: ${what}`);
    await delay(250);
  }
}

/** The region that answers under the name for writers, as an application sees it, and whether it takes writes. */
async function writerSeenByApplication(): Promise<string> {
  const { SecretString } = await emulatorClients(sandbox)
    .secrets('us-west-2')
    .send(new GetSecretValueCommand({ SecretId: NAMES.secret }));
  const secret = z.object({ username: z.string(), password: z.string() }).parse(JSON.parse(SecretString ?? ''));
  const sql = pgSqlConnector({
    ca: readFileSync(sandbox.dataPlane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(sandbox.dataPlane.socksUrl),
    applicationName: 'application',
  });
  const tlsServerName = sandbox.dataPlane.state().globals[0]?.endpoint ?? '';
  try {
    const session = await sql.connect(
      { host: WRITER, port: 5432, database: ENVIRONMENT.database.name, tlsServerName, ...secret },
      2_000,
    );
    try {
      const [row] = await session.query(
        'SELECT aurora_db_instance_identifier() AS instance, NOT pg_is_in_recovery() AS writes',
      );
      return row?.['writes'] === true
        ? String(row['instance']).slice('aurora-'.length, 'aurora-us-east-1'.length)
        : 'a reader';
    } finally {
      await session.close();
    }
  } catch {
    return 'nobody';
  }
}

const isHealthy = (region: string) => sandbox.healthCheckers.isHealthy(writerChecks[region] ?? '');

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'role-routing-'));
  sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  const secretArns = await createDatabase(sandbox, ENVIRONMENT);
  const clients = emulatorClients(sandbox);
  const clusters = Object.fromEntries(
    await Promise.all(
      REGIONS.map(async (region) => {
        const { DBClusters } = await clients
          .rds(region)
          .send(new DescribeDBClustersCommand({ DBClusterIdentifier: NAMES.clusters[region] }));
        return [
          region,
          {
            endpoint: DBClusters?.[0]?.Endpoint ?? '',
            readerEndpoint: DBClusters?.[0]?.ReaderEndpoint ?? '',
            secretArn: secretArns[region],
          },
        ] as const;
      }),
    ),
  );
  copy = await copyTerraform(sandbox.environment);
  mkdirSync(join(copy.directory, 'routing'));
  writeFileSync(
    join(copy.directory, 'routing', 'main.tf'),
    configuration(clusters, sandbox.dataPlane.state().globals[0]?.endpoint ?? ''),
  );
  await copy.terraform('routing', 'init', '-no-color');
  await copy.terraform('routing', 'apply', '-auto-approve', '-no-color');
  const outputs = outputsSchema.parse(JSON.parse(await copy.terraform('routing', 'output', '-json')));
  hosts = outputs.hosts.value;
  writerChecks = outputs.writer_checks.value;
}, 400_000);

afterAll(async () => {
  await copy?.remove();
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

describe('the health function, deployed (H1, H5)', () => {
  test('answers each region’s role under AWS’s name, over TLS that is verified', async () => {
    expect(await askHealth('us-east-1', '/writer')).toBe('200 writer');
    expect(await askHealth('us-east-1', '/replica')).toBe('200 replica');
    expect(await askHealth('us-west-2', '/writer')).toBe('503 standby');
    await until('a readable west', async () => (await askHealth('us-west-2', '/replica')) === '200 replica');
  });
});

describe('the name for writers follows the role (H4)', () => {
  test('before anything happens it leads home, although new checks are healthy until they know better', async () => {
    await until('west is known not to write', async () => !isHealthy('us-west-2'));
    expect(isHealthy('us-east-1')).toBe(true);
    expect(await writerSeenByApplication()).toBe('us-east-1');
  });

  test('it follows a promotion after the loss of a region, with no call of a control plane', async () => {
    await sandbox.dataPlane.killRegion('us-east-1');
    await until('east is unhealthy', async () => !isHealthy('us-east-1'));
    await expect(askHealth('us-east-1', '/writer')).rejects.toThrow();
    // DNS promotes nothing (H6): both are unhealthy now, and the name still leads to the first choice.
    expect(isHealthy('us-west-2')).toBe(false);
    expect(await writerSeenByApplication()).toBe('nobody');

    await sandbox.dataPlane.world.operations.failoverGlobal({
      region: 'us-west-2',
      clusterId: NAMES.clusters['us-west-2'],
      globalClusterId: NAMES.globalCluster,
    });
    await until('west is healthy', async () => isHealthy('us-west-2'));
    await until('the name leads west', async () => (await writerSeenByApplication()) === 'us-west-2');
  }, 120_000);

  test('the old region does not take the name back when it returns, and does when it writes again', async () => {
    sandbox.dataPlane.recoverRegion('us-east-1');
    await until('east answers again', async () =>
      askHealth('us-east-1', '/writer').then(
        (said) => said === '503 standby',
        () => false,
      ),
    );
    expect(isHealthy('us-east-1')).toBe(false);
    expect(await writerSeenByApplication()).toBe('us-west-2');

    await until('the global database is whole', async () =>
      Promise.resolve(
        sandbox.dataPlane.state().globals.every(({ status }) => status === 'available') &&
          sandbox.dataPlane.state().clusters.every(({ status }) => status === 'available'),
      ),
    );
    await sandbox.dataPlane.world.operations.switchoverGlobal({
      region: 'us-east-1',
      clusterId: NAMES.clusters['us-east-1'],
      globalClusterId: NAMES.globalCluster,
    });
    await until(
      'the name leads home',
      async () => isHealthy('us-east-1') && (await writerSeenByApplication()) === 'us-east-1',
    );
    await until('west is known not to write', async () => !isHealthy('us-west-2'));
  }, 180_000);
});
