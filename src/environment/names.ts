import type { Environment, Region } from './schema';

/** The names of an environment's resources, as terraform/ derives them too: `{resource-type}-{purpose}-{environmentSuffix}` (T2). */
export interface ResourceNames {
  readonly globalCluster: string;
  readonly clusters: Readonly<Record<Region, string>>;
  readonly instances: Readonly<Record<Region, readonly string[]>>;
  /** The same name in each region. */
  readonly secret: string;
  /** The applications' one; the same name in each region. */
  readonly applicationSecret: string;
  /** The table of the failover controller; the same name in each region. */
  readonly failoverTable: string;
  /** The temporary clusters of a restore drill: beside the writer, and in the other region. The same name in each region. */
  readonly restoreDrillCluster: string;
  /** The snapshot that a restore drill takes, and its copy in the other region. The same name in each region. */
  readonly restoreDrillSnapshot: string;
}

/** Derives the names; no AWS call is needed to know them, so they are known while a region is lost. */
export function resourceNames(
  environment: Pick<Environment, 'environmentSuffix'> & {
    readonly database: Pick<Environment['database'], 'readersPerRegion'>;
  },
): ResourceNames {
  const { environmentSuffix: suffix } = environment;
  const perRegion = <T>(make: (region: Region) => T): Record<Region, T> => ({
    'us-east-1': make('us-east-1'),
    'us-west-2': make('us-west-2'),
  });
  return {
    globalCluster: `aurora-global-${suffix}`,
    clusters: perRegion((region) => `aurora-${region}-${suffix}`),
    instances: perRegion((region) =>
      Array.from(
        { length: 1 + environment.database.readersPerRegion },
        (_, index) => `aurora-${region}-${index + 1}-${suffix}`,
      ),
    ),
    secret: `secret-database-${suffix}`,
    applicationSecret: `secret-application-${suffix}`,
    failoverTable: `dynamodb-failover-${suffix}`,
    restoreDrillCluster: `aurora-restore-drill-${suffix}`,
    restoreDrillSnapshot: `aurora-restore-drill-${suffix}`,
  };
}

/**
 * The probe function of a region, and the bucket for its histories, as terraform/modules/drill_probe names them. The account is part of
 * the bucket's name, because bucket names are shared by all accounts of AWS.
 */
export function drillProbeNames(
  environment: Pick<Environment, 'environmentSuffix' | 'account'>,
  region: string,
): { readonly function: string; readonly bucket: string } {
  const { environmentSuffix: suffix, account } = environment;
  return {
    function: `lambda-drill-probe-${region}-${suffix}`,
    bucket: `s3-drill-history-${account}-${region}-${suffix}`,
  };
}

/**
 * The bucket for evidence and the key that signs it, in the region of the state, as terraform/bootstrap names them. They are outside the stack, so
 * that neither a drill nor the end of the environment takes them along.
 */
export function evidenceNames(environment: Pick<Environment, 'environmentSuffix' | 'account' | 'state'>): {
  readonly bucket: string;
  /** Alias of the key. */
  readonly keyAlias: string;
  readonly region: string;
} {
  const { environmentSuffix: suffix, account, state } = environment;
  return {
    bucket: `s3-evidence-${account}-${suffix}`,
    keyAlias: `alias/kms-evidence-${suffix}`,
    region: state.region,
  };
}
