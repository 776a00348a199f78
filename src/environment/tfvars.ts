import type { BackendConfig } from '../ports/terraform';
import { REGIONS, type Environment } from './schema';

/** The variables of terraform/variables.tf, ready for a `.tfvars.json` file. No secret is among them. */
export function toTfvars(environment: Environment): Readonly<Record<string, unknown>> {
  const { database, dns, objectives, regions } = environment;
  return {
    environment: environment.name,
    environment_suffix: environment.environmentSuffix,
    account_id: environment.account,
    home_region: environment.homeRegion,
    dns: {
      hosted_zone_id: dns.hostedZoneId,
      zone_name: dns.zoneName,
      writer_name: dns.writerName,
      reader_name: dns.readerName,
    },
    database: {
      engine_version: database.engineVersion,
      name: database.name,
      master_username: database.masterUsername,
      instance_class: database.instanceClass,
      readers_per_region: database.readersPerRegion,
      backup_retention_days: database.backupRetentionDays,
      backup_window: database.backupWindow,
      maintenance_window: database.maintenanceWindow,
    },
    regions: Object.fromEntries(
      REGIONS.map((region) => [
        region,
        {
          vpc_id: regions[region].vpcId,
          vpc_cidr: regions[region].vpcCidr,
          availability_zones: regions[region].availabilityZones,
          private_subnet_ids: regions[region].privateSubnetIds,
          application_cidrs: regions[region].applicationCidrs,
          egress_cidrs: regions[region].egressCidrs,
        },
      ]),
    ),
    objectives: {
      rpo_seconds: objectives.rpoSeconds,
      rto_seconds: objectives.rtoSeconds,
      detection_seconds: objectives.detectionSeconds,
      replication_lag_seconds: objectives.replicationLagSeconds,
    },
    health_check_failure_threshold: environment.healthChecks.failureThreshold,
    secrets: {
      rotation_days: environment.secrets.rotationDays,
      application_role: environment.secrets.applicationRole,
    },
    exports: {
      glacier_after_days: environment.exports.glacierAfterDays,
      expire_after_days: environment.exports.expireAfterDays,
    },
    log_retention_days: environment.logs.retentionDays,
    failover: {
      mode: environment.failover.mode,
      interval_ms: environment.failover.detector.intervalMs,
      timeout_ms: environment.failover.detector.timeoutMs,
      failure_threshold: environment.failover.detector.failureThreshold,
      in_region_grace_seconds: environment.failover.inRegionGraceSeconds,
    },
    notification_emails: environment.notifications.emails,
  };
}

/**
 * The arguments of `terraform init -backend-config` (T4).
 *
 * `encrypt` is left out on purpose. Without a key of its own the backend takes it for AES256, a key of S3, and asks for that with each state it
 * writes; what a request asks for goes before the default of the bucket. Without it the default applies: SSE-KMS with the key that
 * terraform/bootstrap made for states.
 */
export function toBackendConfig({ name, state }: Environment): BackendConfig {
  return {
    bucket: state.bucket,
    key: `${name}/terraform.tfstate`,
    region: state.region,
    dynamodb_table: state.lockTable,
  };
}
