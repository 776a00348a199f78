import { z } from 'zod';
import type { Logger } from '../../src/ports/logger';
import { rotate, type RotationPorts } from '../../src/rotation/rotate';
import { parseRotationEvent, RotationEventError } from '../../src/rotation/step';

export interface RotationFunctionPorts {
  /** Publishes how old the passwords are. */
  readonly publishAges: () => Promise<void>;
  /** What rotating a secret takes; `undefined` for a secret that this function does not rotate. */
  readonly portsFor: (secretArn: string) => RotationPorts | undefined;
  readonly logger: Logger;
}

/** What the schedule of terraform/modules/rotation sends. */
const lookSchema = z.object({ look: z.literal('password-ages') });

/**
 * Answers Secrets Manager, and a schedule that has the ages of the passwords looked at. A rejection makes Secrets Manager repeat the
 * rotation later, and raises the alarm of the function.
 */
export function rotationSteps({
  portsFor,
  publishAges,
  logger,
}: RotationFunctionPorts): (event: unknown) => Promise<void> {
  return async (event) => {
    try {
      if (lookSchema.safeParse(event).success) {
        await publishAges();
        return;
      }
      const { step, secretArn, versionId, rotationToken } = parseRotationEvent(event);
      const ports = portsFor(secretArn);
      if (ports === undefined) throw new RotationEventError(`${secretArn} is not a secret that this function rotates`);
      await rotate({ step, versionId, rotationToken }, ports);
    } catch (error) {
      logger.error(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      throw error;
    }
  };
}
