import type { RotationEvidence } from '../../evidence/document';
import type { RotatingSecret, SecretLogins } from '../../ports/secret-rotation';
import type { MoveDrillRequest } from '../move-drill-request';
import type { DrillPorts } from '../ports';
import type { DrillResult } from '../result';

/** A drill of the kind rotation, as the environment file asks for it. */
export interface RotationDrillRequest extends MoveDrillRequest {
  /** Limit for the rotation of one secret, in ms. */
  readonly rotationDeadlineMs: number;
}

export interface RotationDrillPorts extends DrillPorts {
  /** Every secret of the environment, of both regions. */
  readonly secrets: readonly RotatingSecret[];
  /** For those who read the secrets of `region`. */
  readonly logins: (region: string) => SecretLogins;
}

export interface RotationDrillResult extends DrillResult {
  readonly kind: 'rotation';
  readonly rotation?: RotationEvidence;
}
