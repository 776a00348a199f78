import { z } from 'zod';
import { worstDetectionMs } from '../decision';
import type { ControllerSettings } from './settings';

const text = z.string().min(1);
const whole = z.coerce.number().int().min(1);
const httpsUrl = z.url({ protocol: /^https$/ }).transform((value) => new URL(value));

const schema = z
  .object({
    AWS_REGION: text,
    MODE: z.enum(['automatic', 'manual']),
    GLOBAL_CLUSTER_ID: text,
    OWN_CLUSTER_ARN: z.string().regex(/^arn:aws:rds:[a-z0-9-]+:\d{12}:cluster:.+$/),
    OWN_READER_HOST: text,
    OWN_HEALTH_URL: httpsUrl,
    PEER_REGION: text,
    PEER_WRITER_HOST: text,
    PEER_READER_HOST: text,
    PEER_HEALTH_URL: httpsUrl,
    WRITER_NAME: text,
    DATABASE_PORT: whole.max(65_535),
    DATABASE_SECRET_ARN: z.string().startsWith('arn:'),
    TABLE: text,
    TOPIC_ARN: z.string().startsWith('arn:'),
    PROBE_INTERVAL_MS: whole,
    PROBE_TIMEOUT_MS: whole,
    FAILURE_THRESHOLD: whole.min(2),
    REPLICATION_LAG_LIMIT_SECONDS: whole.max(60),
    IN_REGION_GRACE_SECONDS: whole,
  })
  .refine(({ AWS_REGION, PEER_REGION }) => AWS_REGION !== PEER_REGION, {
    path: ['PEER_REGION'],
    error: 'must be the other region',
  })
  .refine(({ AWS_REGION, OWN_CLUSTER_ARN }) => OWN_CLUSTER_ARN.split(':')[3] === AWS_REGION, {
    path: ['OWN_CLUSTER_ARN'],
    error: 'must be a cluster of the region of the function',
  });

export interface FunctionSettings {
  readonly controller: ControllerSettings;
  readonly ownReaderHost: string;
  readonly ownHealthUrl: URL;
  readonly peer: {
    readonly region: string;
    readonly writerHost: string;
    readonly readerHost: string;
    readonly healthUrl: URL;
  };
  /** The name that applications write through. */
  readonly writerName: string;
  readonly port: number;
  readonly secretArn: string;
  readonly table: string;
  readonly topicArn: string;
}

/** The environment of the function lacks something or holds something that makes no sense. */
export class FunctionSettingsError extends Error {
  override readonly name = 'FunctionSettingsError';
}

/** An invocation each minute, and so long two of them overlap, in ms: what the next one must have seen before the last one ends. */
const SCHEDULE_MS = 60_000;
/** Lambda ends the function after 900 s; the last round must have ended before. In ms. */
const LIMIT_MS = 870_000;

/**
 * Reads the settings that terraform/modules/failover_controller gives to the function, and the region, which Lambda gives.
 *
 * @throws FunctionSettingsError that names every setting that is wrong
 */
export function parseFunctionSettings(environment: Readonly<Record<string, string | undefined>>): FunctionSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new FunctionSettingsError(`the environment of the function is wrong: ${problems.join('; ')}`);
  }
  const settings = parsed.data;
  const policy = {
    intervalMs: settings.PROBE_INTERVAL_MS,
    timeoutMs: settings.PROBE_TIMEOUT_MS,
    failureThreshold: settings.FAILURE_THRESHOLD,
  };
  return {
    controller: {
      ownRegion: settings.AWS_REGION,
      ownClusterArn: settings.OWN_CLUSTER_ARN,
      globalClusterId: settings.GLOBAL_CLUSTER_ID,
      mode: settings.MODE,
      policy,
      lagLimitMs: settings.REPLICATION_LAG_LIMIT_SECONDS * 1000,
      inRegionGraceMs: settings.IN_REGION_GRACE_SECONDS * 1000,
      watchMs: SCHEDULE_MS + worstDetectionMs(policy),
      limitMs: LIMIT_MS,
    },
    ownReaderHost: settings.OWN_READER_HOST,
    ownHealthUrl: settings.OWN_HEALTH_URL,
    peer: {
      region: settings.PEER_REGION,
      writerHost: settings.PEER_WRITER_HOST,
      readerHost: settings.PEER_READER_HOST,
      healthUrl: settings.PEER_HEALTH_URL,
    },
    writerName: settings.WRITER_NAME,
    port: settings.DATABASE_PORT,
    secretArn: settings.DATABASE_SECRET_ARN,
    table: settings.TABLE,
    topicArn: settings.TOPIC_ARN,
  };
}
