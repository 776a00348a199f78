import type { Logger } from '../../src/ports/logger';
import { rotate, type RotationPorts } from '../../src/rotation/rotate';
import { parseRotationEvent, RotationEventError } from '../../src/rotation/step';

export interface RotationFunctionPorts {
  /** What rotating a secret takes; `undefined` for a secret that this function does not rotate. */
  readonly portsFor: (secretArn: string) => RotationPorts | undefined;
  readonly logger: Logger;
}

/** Answers Secrets Manager. A rejection makes it repeat the rotation later, and raises the alarm of the function. */
export function rotationSteps({ portsFor, logger }: RotationFunctionPorts): (event: unknown) => Promise<void> {
  return async (event) => {
    try {
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
