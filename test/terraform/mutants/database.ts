import { both, type PlanMutant } from './mutant';

const MAIN = 'modules/regional_database/main.tf';
const CLUSTERS = both('module.database_{region}.aws_rds_cluster.this');
const INSTANCES = ['0', '1', '2'].flatMap((index) =>
  both(`module.database_{region}.aws_rds_cluster_instance.this[${index}]`),
);
const MODULES = both('module.database_{region}');
const [WEST_CLUSTER = ''] = CLUSTERS.slice(1);
const GLOBAL = 'module.global_database.aws_rds_global_cluster.this';

/** Clusters, instances, parameters and who may connect (P, S, T3, T8). */
export const DATABASE_MUTANTS: readonly PlanMutant[] = [
  {
    name: 'clusters without encryption',
    edits: [{ file: MAIN, replace: 'storage_encrypted = true', by: 'storage_encrypted = false' }],
    expected: { rule: 'DR102', at: CLUSTERS, says: 'would not be encrypted' },
  },
  {
    name: 'clusters with a key of AWS',
    edits: [{ file: MAIN, replace: '  kms_key_id        = var.data_key_arn\n', by: '' }],
    expected: { rule: 'DR102', at: CLUSTERS, says: 'key of AWS' },
  },
  {
    name: 'global database without encryption',
    edits: [
      {
        file: 'modules/global_database/main.tf',
        replace: 'storage_encrypted         = true',
        by: 'storage_encrypted         = false',
      },
    ],
    expected: { rule: 'DR102', at: [GLOBAL], says: 'would not be encrypted' },
  },
  {
    name: 'the key of one region in both',
    edits: [
      {
        file: 'database.tf',
        replace: 'data_key_arn = module.encryption_us_west_2.data_key_arn',
        by: 'data_key_arn = module.encryption_us_east_1.data_key_arn',
      },
    ],
    expected: {
      rule: 'DR604',
      at: [WEST_CLUSTER, ...INSTANCES.filter((address) => address.includes('us_west_2'))],
      says: 'a key of the other region',
    },
  },
  {
    name: 'backups for 0 days',
    edits: [
      {
        file: MAIN,
        replace: 'backup_retention_period      = var.database.backup_retention_days',
        by: 'backup_retention_period      = 0',
      },
    ],
    expected: { rule: 'DR106', at: CLUSTERS, says: '0 days' },
  },
  {
    name: 'a public address',
    edits: [{ file: MAIN, replace: 'publicly_accessible     = false', by: 'publicly_accessible     = true' }],
    expected: { rule: 'DR109', at: INSTANCES, says: 'publicly_accessible is true' },
  },
  {
    name: 'instances that upgrade themselves',
    edits: [{ file: MAIN, replace: 'auto_minor_version_upgrade = false', by: 'auto_minor_version_upgrade = true' }],
    expected: { rule: 'DR110', at: INSTANCES, says: 'upgrade itself' },
  },
  {
    name: 'Enhanced Monitoring off',
    edits: [{ file: MAIN, replace: 'monitoring_interval             = 60', by: 'monitoring_interval             = 0' }],
    expected: { rule: 'DR111', at: INSTANCES, says: 'Enhanced Monitoring' },
  },
  {
    name: 'Performance Insights off',
    edits: [
      { file: MAIN, replace: 'performance_insights_enabled    = true', by: 'performance_insights_enabled    = false' },
    ],
    expected: { rule: 'DR111', at: INSTANCES, says: 'Performance Insights' },
  },
  {
    name: 'equal promotion tiers',
    edits: [{ file: MAIN, replace: 'promotion_tier    = min(count.index, 15)', by: 'promotion_tier    = 1' }],
    expected: { rule: 'DR105', at: MODULES, says: 'first in line' },
  },
  {
    name: 'one availability zone',
    edits: [{ file: MAIN, replace: 'count.index % length(var.network.availability_zones)', by: '0' }],
    expected: { rule: 'DR104', at: MODULES, says: 'share 1 availability zones' },
  },
  {
    name: 'one reader',
    edits: [{ file: MAIN, replace: 'instance_count = 1 + var.database.readers_per_region', by: 'instance_count = 2' }],
    expected: { rule: 'DR103', at: MODULES, says: '2 instances instead of 3' },
    also: ['DR104', 'DR105', 'DR108', 'DR109', 'DR110', 'DR111', 'DR604'],
  },
  {
    name: 'deletion protection',
    edits: [{ file: MAIN, replace: 'deletion_protection      = false', by: 'deletion_protection      = true' }],
    expected: { rule: 'DR114', at: CLUSTERS, says: 'deletion_protection would be true' },
  },
  {
    name: 'a final snapshot',
    edits: [{ file: MAIN, replace: 'skip_final_snapshot      = true', by: 'skip_final_snapshot      = false' }],
    expected: { rule: 'DR114', at: CLUSTERS, says: 'skip_final_snapshot would be false' },
  },
  {
    name: 'automated backups that stay behind',
    edits: [{ file: MAIN, replace: 'delete_automated_backups = true', by: 'delete_automated_backups = false' }],
    expected: { rule: 'DR114', at: CLUSTERS, says: 'delete_automated_backups would be false' },
  },
  {
    name: 'deletion protection of the global database',
    edits: [
      {
        file: 'modules/global_database/main.tf',
        replace: 'deletion_protection = false',
        by: 'deletion_protection = true',
      },
    ],
    expected: { rule: 'DR114', at: [GLOBAL], says: 'deletion_protection would be true' },
  },
  {
    name: 'a global database that keeps its members',
    edits: [
      {
        file: 'modules/global_database/main.tf',
        replace: 'force_destroy       = true',
        by: 'force_destroy       = false',
      },
    ],
    expected: { rule: 'DR114', at: [GLOBAL], says: 'force_destroy would be false' },
  },
  {
    name: 'a secondary with a user of its own',
    edits: [
      {
        file: MAIN,
        replace: 'var.creates_the_database ? var.database.master_username : null',
        by: 'var.database.master_username',
      },
    ],
    expected: { rule: 'DR112', at: [WEST_CLUSTER], says: 'master_username' },
  },
  {
    name: 'a secondary with a database of its own',
    edits: [{ file: MAIN, replace: 'var.creates_the_database ? var.database.name : null', by: 'var.database.name' }],
    expected: { rule: 'DR112', at: [WEST_CLUSTER], says: 'database_name' },
  },
  {
    name: 'no source region',
    edits: [{ file: MAIN, replace: '  source_region = var.source_region\n', by: '' }],
    expected: { rule: 'DR113', at: [WEST_CLUSTER], says: 'source_region is null' },
  },
  {
    name: 'a secondary that does not wait for the writer',
    edits: [
      {
        file: 'database.tf',
        replace: 'module.database_us_east_1.joined_global_cluster_id',
        by: 'module.global_database.id',
      },
    ],
    expected: { rule: 'DR118', at: [WEST_CLUSTER], says: 'would not wait' },
  },
  {
    name: 'clusters outside the global database',
    edits: [{ file: MAIN, replace: '  global_cluster_identifier = var.global_cluster_id\n', by: '' }],
    expected: { rule: 'DR101', at: CLUSTERS, says: 'would not belong' },
    also: ['DR118'],
  },
  {
    name: 'another engine version in one region',
    edits: [
      {
        file: MAIN,
        replace: 'engine_version = var.database.engine_version',
        by: 'engine_version = var.region == "us-east-1" ? var.database.engine_version : "15.9"',
      },
    ],
    expected: { rule: 'DR108', at: [WEST_CLUSTER], says: 'engine_version of the cluster would be "15.9"' },
  },
  {
    name: 'smaller instances in one region',
    edits: [
      {
        file: MAIN,
        replace: 'instance_class     = var.database.instance_class',
        by: 'instance_class     = var.region == "us-east-1" ? "db.r6g.2xlarge" : "db.r6g.large"',
      },
    ],
    expected: { rule: 'DR108', at: ['module.database_us_west_2'], says: 'db.r6g.large here and db.r6g.2xlarge' },
  },
  {
    name: 'another parameter in one region',
    edits: [
      {
        file: 'modules/regional_database/parameters.tf',
        replace: 'value        = "all"',
        by: 'value        = var.region == "us-east-1" ? "all" : "top"',
      },
    ],
    expected: {
      rule: 'DR108',
      at: ['module.database_us_west_2.aws_db_parameter_group.this'],
      says: 'pg_stat_statements.track',
    },
  },
  {
    name: 'connections without TLS',
    edits: [
      { file: 'modules/regional_database/parameters.tf', replace: 'value        = "1"', by: 'value        = "0"' },
    ],
    expected: {
      rule: 'DR107',
      at: both('module.database_{region}.aws_rds_cluster_parameter_group.this'),
      says: 'rds.force_ssl',
    },
  },
  {
    name: 'pg_stat_statements not loaded',
    edits: [
      {
        file: 'modules/regional_database/parameters.tf',
        replace: 'value        = "pg_stat_statements"',
        by: 'value        = "auto_explain"',
      },
    ],
    expected: {
      rule: 'DR107',
      at: both('module.database_{region}.aws_rds_cluster_parameter_group.this'),
      says: 'pg_stat_statements',
    },
  },
  {
    name: 'clusters with the parameters of AWS',
    edits: [
      {
        file: MAIN,
        replace: '  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name\n',
        by: '',
      },
    ],
    expected: { rule: 'DR107', at: CLUSTERS, says: 'no parameter group of ours' },
  },
  {
    name: 'logs that stay in the region',
    edits: [
      {
        file: MAIN,
        replace: 'enabled_cloudwatch_logs_exports = ["postgresql"]',
        by: 'enabled_cloudwatch_logs_exports = []',
      },
    ],
    expected: { rule: 'DR115', at: CLUSTERS, says: 'inside the lost region' },
  },
  {
    name: 'a log group that RDS makes',
    edits: [
      {
        file: 'modules/regional_database/monitoring.tf',
        replace: '"/aws/rds/cluster/${local.cluster_id}/postgresql"',
        by: '"/aws/rds/${local.cluster_id}/postgresql"',
      },
    ],
    expected: { rule: 'DR115', at: CLUSTERS, says: 'nobody makes the log group' },
  },
  {
    name: 'logs that are kept for ever',
    edits: [
      {
        file: 'modules/regional_database/monitoring.tf',
        replace: '  retention_in_days = var.log_retention_days\n',
        by: '',
      },
    ],
    expected: {
      rule: 'DR609',
      at: both('module.database_{region}.aws_cloudwatch_log_group.postgresql'),
      says: 'for ever',
    },
  },
  {
    name: 'a database that the internet may connect to',
    edits: [
      {
        file: 'modules/regional_database/network.tf',
        replace: 'cidr_ipv4         = each.value',
        by: 'cidr_ipv4         = "0.0.0.0/0"',
      },
    ],
    expected: {
      rule: 'DR116',
      at: ['10.10.0.0/18', '10.20.0.0/18'].flatMap((cidr) =>
        both(`module.database_{region}.aws_vpc_security_group_ingress_rule.application["${cidr}"]`),
      ),
      says: '0.0.0.0/0 could connect',
    },
    also: ['DR116'],
  },
  {
    name: 'a whole network that may connect',
    edits: [
      {
        file: 'modules/regional_database/network.tf',
        replace: 'cidr_ipv4         = each.value',
        by: 'cidr_ipv4         = each.value == "10.10.0.0/18" ? "10.0.0.0/8" : each.value',
      },
    ],
    expected: {
      rule: 'DR116',
      at: both('module.database_{region}.aws_vpc_security_group_ingress_rule.application["10.10.0.0/18"]'),
      says: '10.0.0.0/8 could connect',
    },
  },
  {
    name: 'clusters that cannot export',
    edits: [{ file: 'modules/regional_database/export.tf', replace: '"s3Export"', by: '"s3Import"' }],
    expected: { rule: 'DR117', at: MODULES, says: 'could not write exports' },
  },
];
