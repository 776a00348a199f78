import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { labelling } from '../../src/plan/change-labels';
import { parsePlanJson } from '../../src/plan/plan-json';
import { plan } from './terraform-support/plan';
import { copyTerraform, type TerraformCopy } from './terraform-support/terraform-copy';

const WEST_ARN = 'arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-test';

const CONFIGURATION = `
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
}

module "database" {
  source = "../terraform/modules/regional_database"

  region                  = "us-east-1"
  account_id              = "123456789012"
  environment_suffix      = "test"
  global_cluster_id       = "aurora-global-test"
  port                    = 5432
  data_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
  logs_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000003"
  log_retention_days      = 30
  export_role_arn         = "arn:aws:iam::123456789012:role/iam-export-us-east-1-test"
  s3_prefix_list_id       = "pl-63a5400a"
  peer_application_cidrs  = ["10.20.0.0/18"]
  peer_private_cidrs      = ["10.20.128.0/20"]
  creates_the_database    = true
  master_password         = "not-a-real-password"
  master_password_version = 1

  database = {
    engine_version        = "15.10"
    name                  = "app"
    master_username       = "dr_admin"
    instance_class        = "db.r6g.large"
    readers_per_region    = 2
    backup_retention_days = 14
    backup_window         = "03:00-03:30"
    maintenance_window    = "sun:06:00-sun:07:00"
  }

  network = {
    vpc_id             = "vpc-0a1b2c3d4e5f60001"
    vpc_cidr           = "10.10.0.0/16"
    availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012", "subnet-0a1b2c3d4e5f60013"]
    application_cidrs  = ["10.10.0.0/18"]
  }
}
`;

// The state that a refresh writes once the roles are swapped. Without ignore_changes the plan wants the replication source of
// the cluster that was built as the writer removed, and applying that promotes the replica out of the global database.
const SWAPPED_CLUSTER = {
  id: 'aurora-us-east-1-test',
  cluster_identifier: 'aurora-us-east-1-test',
  arn: 'arn:aws:rds:us-east-1:123456789012:cluster:aurora-us-east-1-test',
  // Without zones in the state, the cluster would be replaced.
  availability_zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  engine: 'aurora-postgresql',
  engine_mode: 'provisioned',
  storage_encrypted: true,
  kms_key_id: 'arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001',
  database_name: 'app',
  master_username: 'dr_admin',
  master_password_wo_version: 1,
  port: 5432,
  backup_retention_period: 14,
  db_subnet_group_name: 'subnets-database-test',
  engine_version: '15.12',
  replication_source_identifier: WEST_ARN,
  // As between the removal of a failed cluster and its return.
  global_cluster_identifier: '',
};

describe('a plan after the roles were swapped', () => {
  let copy: TerraformCopy;

  beforeAll(async () => {
    copy = await copyTerraform();
    await mkdir(join(copy.directory, 'swapped'));
    await writeFile(join(copy.directory, 'swapped', 'main.tf'), CONFIGURATION);
    await writeFile(join(copy.directory, 'swapped', 'terraform.tfstate'), JSON.stringify(stateOf(SWAPPED_CLUSTER)));
    await copy.terraform('swapped', 'init', '-no-color');
  });

  afterAll(async () => {
    await copy.remove();
  });

  test('leaves replication source, membership and version of a cluster alone', async () => {
    const { resources } = await plan(copy, 'swapped', '-refresh=false');
    const cluster = resources.find(({ address }) => address === 'module.database.aws_rds_cluster.this');
    // An update, because the rest of the stack is not in this state; nothing in it touches a role.
    expect(cluster?.actions).toEqual(['update']);
    expect(cluster?.values).toMatchObject({
      replication_source_identifier: WEST_ARN,
      global_cluster_identifier: '',
      engine_version: '15.12',
    });
  });

  test('is told to undo the swap where the configuration does not leave the roles alone, and only while the writer is away', async () => {
    const file = join(copy.directory, 'terraform', 'modules', 'regional_database', 'main.tf');
    const text = await readFile(file, 'utf8');
    const careless = text
      .replace(/^ +replication_source_identifier,$/m, '')
      .replace(/^ +global_cluster_identifier,$/m, '');
    expect(careless.length).toBeLessThan(text.length - 60);
    await writeFile(file, careless);
    try {
      const { json } = await plan(copy, 'swapped', '-refresh=false');
      expect(labelsOf(json, 'us-west-2').get(CLUSTER)).toBe('role change');
      expect(labelsOf(json, 'us-east-1').get(CLUSTER)).toBe('real');
    } finally {
      await writeFile(file, text);
    }
    const { json } = await plan(copy, 'swapped', '-refresh=false');
    expect([...labelsOf(json, 'us-west-2').values()]).not.toContain('role change');
  });
});

const CLUSTER = 'module.database.aws_rds_cluster.this';

/** Why each resource would change, with the writer in a region and its home in us-east-1. */
function labelsOf(json: string, writer: string): ReadonlyMap<string, string> {
  const parsed = parsePlanJson(json);
  const { labelOf } = labelling({ state: 'known', region: writer }, 'us-east-1')(parsed);
  return new Map(parsed.resourceChanges.map((change) => [change.address, labelOf(change)]));
}

function stateOf(attributes: Readonly<Record<string, unknown>>): unknown {
  return {
    version: 4,
    terraform_version: '1.11.0',
    serial: 1,
    lineage: '00000000-0000-0000-0000-000000000000',
    outputs: {},
    resources: [
      {
        module: 'module.database',
        mode: 'managed',
        type: 'aws_rds_cluster',
        name: 'this',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 1, attributes }],
      },
    ],
  };
}
