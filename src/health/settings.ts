import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z.object({
  DATABASE_HOST: z.string().min(1),
  DATABASE_READER_HOST: z.string().min(1),
  DATABASE_PORT: port,
  DATABASE_NAME: z.string().min(1),
  DATABASE_SECRET_ARN: z.string().startsWith('arn:'),
  REPLICATION_LAG_LIMIT_SECONDS: z.coerce.number().positive().max(60),
  CLUSTER_IDENTIFIER: z.string().min(1),
  AWS_REGION: z.string().min(1),
});

export interface HealthSettings {
  /** Endpoint of the cluster's writer. In a region that follows Aurora leaves it unanswered. */
  readonly writerHost: string;
  /** Endpoint of the cluster's readers. */
  readonly readerHost: string;
  readonly port: number;
  readonly database: string;
  readonly secretArn: string;
  /** A replica that is this far behind, or further, is unfit to be read (H2). */
  readonly lagLimitMs: number;
  /** Dimension of the metric. */
  readonly clusterIdentifier: string;
  readonly region: string;
}

/** The environment of the function lacks something or holds something that makes no sense. */
export class HealthSettingsError extends Error {
  override readonly name = 'HealthSettingsError';
}

/**
 * Reads the settings that terraform/modules/health gives to the function, and the region, which Lambda gives.
 *
 * @throws HealthSettingsError that names every setting that is wrong
 */
export function parseHealthSettings(environment: Readonly<Record<string, string | undefined>>): HealthSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new HealthSettingsError(`the environment of the function is wrong: ${problems.join('; ')}`);
  }
  const settings = parsed.data;
  return {
    writerHost: settings.DATABASE_HOST,
    readerHost: settings.DATABASE_READER_HOST,
    port: settings.DATABASE_PORT,
    database: settings.DATABASE_NAME,
    secretArn: settings.DATABASE_SECRET_ARN,
    lagLimitMs: settings.REPLICATION_LAG_LIMIT_SECONDS * 1000,
    clusterIdentifier: settings.CLUSTER_IDENTIFIER,
    region: settings.AWS_REGION,
  };
}
