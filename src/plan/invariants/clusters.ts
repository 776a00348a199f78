import type { Region } from '../../environment/schema';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asList, asNumber, asText, asTexts } from './values';

// Both clusters, as they will be after the apply.

/** The cluster of a region, or undefined when it is missing, which {@link membersOfTheGlobalDatabase} says. */
export function clusterOf(stack: PlannedStack, region: Region): Planned | undefined {
  return stack.ours('aws_rds_cluster', region)[0];
}

export function* membersOfTheGlobalDatabase(stack: PlannedStack): Iterable<Finding> {
  const [global, second] = stack.ours('aws_rds_global_cluster');
  if (second !== undefined)
    yield { address: second.address, sentence: 'a second global database; an environment has exactly one' };
  for (const region of stack.regions) {
    const cluster = clusterOf(stack, region);
    if (cluster === undefined) {
      yield {
        address: stack.expected('regional_database', region),
        sentence: `${region} would have no cluster: nothing could take over; keep one cluster in each region`,
      };
    } else if (!joins(stack, cluster, global)) {
      yield {
        address: cluster.address,
        sentence: `the cluster of ${region} would not belong to the global database; give it global_cluster_identifier`,
      };
    }
  }
}

function joins(stack: PlannedStack, cluster: Planned, global: Planned | undefined): boolean {
  const id = stack.known(cluster, 'global_cluster_identifier');
  // Empty while a failed cluster is away: whether it comes back is not for Terraform to say, which ignores the attribute.
  if (id === '' && cluster.change.action !== 'create') return true;
  if (id !== undefined) return id !== null && id === stack.known(global ?? cluster, 'global_cluster_identifier');
  return global !== undefined && stack.origins(cluster, 'global_cluster_identifier').has(global.configAddress);
}

export function* secondaryComesAfterTheWriter(stack: PlannedStack): Iterable<Finding> {
  for (const cluster of otherClusters(stack)) {
    // Once it exists, the order in which it was made is past.
    if (cluster.change.action !== 'create') continue;
    const home = stack.ours('aws_rds_cluster_instance', stack.environment.homeRegion)[0];
    if (home !== undefined && !stack.origins(cluster, 'global_cluster_identifier').has(home.configAddress)) {
      yield {
        address: cluster.address,
        sentence:
          'it would not wait for the instances of the first cluster, and RDS refuses a secondary before the writer serves; take the id from joined_global_cluster_id of the first cluster',
      };
    }
  }
}

/** User, password and database come from the first cluster; RDS refuses them on a secondary. */
export function* nothingOfItsOwnOnTheSecondary(stack: PlannedStack): Iterable<Finding> {
  for (const cluster of otherClusters(stack)) {
    if (cluster.change.action !== 'create') continue;
    for (const attribute of ['master_username', 'database_name', 'master_password_wo_version', 'master_password']) {
      const value = stack.known(cluster, attribute);
      if (value !== undefined && value !== null) {
        yield {
          address: cluster.address,
          sentence: `${attribute} is given for a secondary cluster, which RDS refuses; leave it null here`,
        };
      }
    }
  }
}

export function* sourceRegion(stack: PlannedStack): Iterable<Finding> {
  const { homeRegion } = stack.environment;
  for (const cluster of otherClusters(stack)) {
    const region = stack.known(cluster, 'source_region');
    if (region !== undefined && region !== homeRegion) {
      yield {
        address: cluster.address,
        sentence: `source_region is ${JSON.stringify(region)}: an encrypted secondary can only be made with the constant ${homeRegion}, and changing it later replaces the cluster`,
      };
    }
  }
}

function otherClusters(stack: PlannedStack): readonly Planned[] {
  return stack.regions
    .filter((region) => region !== stack.environment.homeRegion)
    .flatMap((region) => clusterOf(stack, region) ?? []);
}

export function* encryptedClusters(stack: PlannedStack): Iterable<Finding> {
  for (const type of ['aws_rds_global_cluster', 'aws_rds_cluster']) {
    for (const cluster of stack.ours(type)) {
      const encrypted = stack.read(cluster, 'storage_encrypted');
      const isOff = encrypted.isKnown ? encrypted.value !== true : !stack.isGiven(cluster, 'storage_encrypted');
      if (isOff)
        yield { address: cluster.address, sentence: 'its storage would not be encrypted; set storage_encrypted' };
      if (type === 'aws_rds_cluster' && !stack.isGiven(cluster, 'kms_key_id')) {
        yield {
          address: cluster.address,
          sentence:
            'it would be encrypted with a key of AWS, whose use we cannot grant or watch; give kms_key_id of its own region',
        };
      }
    }
  }
}

export function* pointInTimeRecovery(stack: PlannedStack): Iterable<Finding> {
  for (const cluster of stack.ours('aws_rds_cluster')) {
    const reading = stack.read(cluster, 'backup_retention_period');
    const days = reading.isKnown ? asNumber(reading.value) : undefined;
    if (reading.isKnown && (days === undefined || days < 1)) {
      yield {
        address: cluster.address,
        sentence: 'backups would be kept for 0 days, which turns point-in-time recovery off; keep at least one day',
      };
    } else if (!reading.isKnown && !stack.isGiven(cluster, 'backup_retention_period')) {
      yield { address: cluster.address, sentence: 'how long backups are kept is not given; give the number of days' };
    }
  }
}

export function* destroyableClusters(stack: PlannedStack): Iterable<Finding> {
  const wanted: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
    aws_rds_global_cluster: { deletion_protection: false, force_destroy: true },
    aws_rds_cluster: { deletion_protection: false, skip_final_snapshot: true, delete_automated_backups: true },
  };
  for (const [type, attributes] of Object.entries(wanted)) {
    for (const cluster of stack.ours(type)) {
      for (const [attribute, value] of Object.entries(attributes)) {
        const found = stack.known(cluster, attribute);
        // RDS reads "not given" as false.
        if (found !== undefined && (found ?? false) !== value) {
          yield {
            address: cluster.address,
            sentence: `${attribute} would be ${JSON.stringify(found)}, and a destroy would need steps by hand or leave something behind; set it to ${String(value)}`,
          };
        }
      }
    }
  }
}

export function* clusterLogs(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const cluster = clusterOf(stack, region);
    if (cluster === undefined) continue;
    const exported = stack.known(cluster, 'enabled_cloudwatch_logs_exports');
    if (exported !== undefined && !asTexts(exported).includes('postgresql')) {
      yield {
        address: cluster.address,
        sentence: 'its log would stay inside the lost region; export "postgresql" to CloudWatch',
      };
    }
    const id = asText(stack.known(cluster, 'cluster_identifier'));
    const name = `/aws/rds/cluster/${id ?? ''}/postgresql`;
    const groups = stack.ours('aws_cloudwatch_log_group', region);
    const group = groups.find((candidate) => stack.known(candidate, 'name') === name);
    if (id !== undefined && group === undefined && groups.every((other) => stack.read(other, 'name').isKnown)) {
      yield {
        address: cluster.address,
        sentence: `nobody makes the log group ${name}: RDS would, without retention, and it would outlive a destroy`,
      };
    }
  }
}

export function* exportRoles(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const exists = stack
      .ours('aws_rds_cluster_role_association', region)
      .some((association) => ['s3Export', undefined].includes(asText(stack.known(association, 'feature_name'))));
    if (!exists) {
      yield {
        address: stack.expected('regional_database', region),
        sentence: `the cluster of ${region} could not write exports to S3; both clusters need the role for s3Export, because either can be the writer`,
      };
    }
  }
}

/** The parameters of a group as one line each, for comparisons. */
export function parametersOf(stack: PlannedStack, group: Planned): readonly string[] | undefined {
  const reading = stack.read(group, 'parameter');
  if (!reading.isKnown) return undefined;
  return asList(reading.value)
    .map((_parameter, index) => {
      const [name, value] = ['name', 'value'].map((key) => stack.known(group, 'parameter', index, key));
      return `${asText(name) ?? '?'} = ${asText(value) ?? '?'}`;
    })
    .sort((a, b) => a.localeCompare(b, 'en'));
}

export function* clusterParameters(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const cluster = clusterOf(stack, region);
    if (cluster === undefined) continue;
    const group = stack.ours('aws_rds_cluster_parameter_group', region)[0];
    if (group === undefined || !stack.isGiven(cluster, 'db_cluster_parameter_group_name')) {
      yield {
        address: cluster.address,
        sentence: 'it has no parameter group of ours, so that neither TLS is forced nor statements are counted',
      };
    }
    if (group === undefined) continue;
    const parameters = parametersOf(stack, group);
    if (parameters === undefined) continue;
    if (!parameters.includes('rds.force_ssl = 1')) {
      yield { address: group.address, sentence: 'connections without TLS would be accepted; set rds.force_ssl to 1' };
    }
    if (!parameters.some((line) => /^shared_preload_libraries = .*\bpg_stat_statements\b/.test(line))) {
      yield {
        address: group.address,
        sentence: 'pg_stat_statements would not be loaded; it belongs into shared_preload_libraries',
      };
    }
  }
}
