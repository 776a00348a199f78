import { z } from 'zod';

/** The four steps of a rotation, in their order. */
export const STEP_NAMES = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type Step = (typeof STEP_NAMES)[number];

/** What Secrets Manager sends. */
export interface RotationEvent {
  readonly step: Step;
  readonly secretArn: string;
  readonly versionId: string;
  readonly rotationToken: string | undefined;
}

const schema = z.object({
  // Events say createSecret, a page of the documentation says create_secret.
  Step: z
    .string()
    .transform((step) => step.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .pipe(z.enum(STEP_NAMES)),
  SecretId: z.string().startsWith('arn:'),
  ClientRequestToken: z.string().min(32).max(64),
  RotationToken: z.string().min(1).optional(),
});

/** The event is not one of Secrets Manager. */
export class RotationEventError extends Error {
  override readonly name = 'RotationEventError';
}

/** @throws RotationEventError naming what is wrong with it */
export function parseRotationEvent(event: unknown): RotationEvent {
  const parsed = schema.safeParse(event);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new RotationEventError(`this is not an event of a rotation: ${problems.join('; ')}`);
  }
  const { Step: step, SecretId: secretArn, ClientRequestToken: versionId, RotationToken: rotationToken } = parsed.data;
  return { step, secretArn, versionId, rotationToken };
}
