import { z } from 'zod';
import type { RegionalEndpoints } from '../../ports/drill-probe';

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z.object({
  AWS_REGION: z.string().min(1),
  WRITER_NAME: z.string().min(1),
  DATABASE_PORT: port,
  DATABASE_SECRET_ARN: z.string().startsWith('arn:'),
  APPLICATION_SECRET_ARN: z.string().startsWith('arn:').optional(),
  /** By region: the endpoints of its cluster, as JSON. */
  DATABASE_ENDPOINTS: z.string().transform((text, context) => {
    try {
      return endpoints.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON with the endpoints of each region' });
      return z.NEVER;
    }
  }),
  RESTORED_CLUSTER_IDENTIFIER: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  HISTORY_BUCKET: z.string().min(3),
});
const endpoints = z.record(z.string(), z.strictObject({ writer: z.string().min(1), reader: z.string().min(1) }));

export interface ProbeSettings {
  readonly region: string;
  /** The name that applications write through. */
  readonly writerName: string;
  readonly port: number;
  readonly secretArn: string;
  /** Of the applications of the region; `undefined` in an environment that was applied before there was a rotation drill. */
  readonly applicationSecretArn?: string | undefined;
  readonly regions: readonly RegionalEndpoints[];
  /** Endpoint of the temporary cluster of a restore drill, which stands in the region of this function. */
  readonly restoredHost: string;
  readonly bucket: string;
}

/** The environment of the function lacks something or holds something that makes no sense. */
export class ProbeSettingsError extends Error {
  override readonly name = 'ProbeSettingsError';
}

/**
 * Reads the settings that terraform/modules/drill_probe gives to the function, and the region, which Lambda gives.
 *
 * @throws ProbeSettingsError that names every setting that is wrong
 */
export function parseProbeSettings(environment: Readonly<Record<string, string | undefined>>): ProbeSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ProbeSettingsError(`the environment of the function is wrong: ${problems.join('; ')}`);
  }
  const settings = parsed.data;
  const here = settings.DATABASE_ENDPOINTS[settings.AWS_REGION];
  if (here === undefined) {
    throw new ProbeSettingsError(
      `DATABASE_ENDPOINTS has no endpoints of ${settings.AWS_REGION}, where the function runs`,
    );
  }
  return {
    region: settings.AWS_REGION,
    writerName: settings.WRITER_NAME,
    port: settings.DATABASE_PORT,
    secretArn: settings.DATABASE_SECRET_ARN,
    applicationSecretArn: settings.APPLICATION_SECRET_ARN,
    regions: Object.entries(settings.DATABASE_ENDPOINTS).map(([region, { writer, reader }]) => ({
      region,
      endpoint: writer,
      readerEndpoint: reader,
      port: settings.DATABASE_PORT,
    })),
    restoredHost: siblingEndpoint(here.writer, settings.RESTORED_CLUSTER_IDENTIFIER),
    bucket: settings.HISTORY_BUCKET,
  };
}

/**
 * The endpoint of another cluster of the same account and region: they differ in the first label only. Derived and not asked for, so
 * that no request can lead the function, and the password that it knows, to another server.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
 *
 * @throws ProbeSettingsError when `endpoint` is not that of a cluster
 */
function siblingEndpoint(endpoint: string, clusterId: string): string {
  const match = /^[a-z0-9-]+(?<rest>\.cluster-[a-z0-9]+\..+)$/.exec(endpoint);
  const rest = match?.groups?.['rest'];
  if (rest === undefined) throw new ProbeSettingsError(`${endpoint} is not the writer endpoint of an Aurora cluster`);
  return `${clusterId}${rest}`;
}
