import { z } from 'zod';

const secretArn = z.string().regex(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/);

const schema = z.object({
  AWS_REGION: z.string().min(1),
  MASTER_SECRET_ARN: secretArn,
  PEER_MASTER_SECRET_ARN: secretArn,
  APPLICATION_SECRET_ARN: secretArn,
  APPLICATION_ROLE: z.string().regex(/^[a-z][a-z0-9_]*$/),
  READER_HOSTS: z
    .string()
    .transform((hosts) => hosts.split(','))
    .pipe(z.array(z.string().min(1)).min(1)),
  GLOBAL_CLUSTER_ID: z.string().min(1),
  FREEZE_TABLE: z.string().min(1),
});

export interface RotationSettings {
  readonly region: string;
  readonly masterSecretArn: string;
  /** The master secret of the other region. */
  readonly peerMasterSecretArn: string;
  readonly applicationSecretArn: string;
  readonly applicationRole: string;
  /** Reader endpoints of both regions. */
  readonly readerHosts: readonly string[];
  readonly globalClusterId: string;
  /** The DynamoDB table of the failover controller; it has the same name in both regions. */
  readonly freezeTable: string;
}

/** The environment of the function lacks something or holds something that makes no sense. */
export class RotationSettingsError extends Error {
  override readonly name = 'RotationSettingsError';
}

/**
 * Reads the settings that terraform/modules/rotation gives to the function, and the region, which Lambda gives.
 *
 * @throws RotationSettingsError that names every setting that is wrong
 */
export function parseRotationSettings(environment: Readonly<Record<string, string | undefined>>): RotationSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new RotationSettingsError(`the environment of the function is wrong: ${problems.join('; ')}`);
  }
  const settings = parsed.data;
  return {
    region: settings.AWS_REGION,
    masterSecretArn: settings.MASTER_SECRET_ARN,
    peerMasterSecretArn: settings.PEER_MASTER_SECRET_ARN,
    applicationSecretArn: settings.APPLICATION_SECRET_ARN,
    applicationRole: settings.APPLICATION_ROLE,
    readerHosts: settings.READER_HOSTS,
    globalClusterId: settings.GLOBAL_CLUSTER_ID,
    freezeTable: settings.FREEZE_TABLE,
  };
}

/** The region in the ARN of a secret. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
