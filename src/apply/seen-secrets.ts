import type { Secrets } from '../plan/secrets';
import { ApplyError } from './refusals';

/** What is secret in the plans that a run has read so far. Every text and error that leaves the run passes here. */
export class SeenSecrets {
  private readonly plans: Secrets[] = [];

  /** @param redact removes what looks like a secret, whoever knows it */
  constructor(private readonly redact: (text: string) => string) {}

  learn(secrets: Secrets): void {
    this.plans.push(secrets);
  }

  readonly remove = (text: string): string =>
    this.redact(this.plans.reduce((rest, secrets) => secrets.remove(rest), text));

  /** The error itself when its message holds nothing secret; otherwise another one, which does not keep it as its cause. */
  without(error: unknown): Error {
    const text = error instanceof Error ? error.message : String(error);
    const message = this.remove(text);
    return error instanceof Error && text === message ? error : new ApplyError(message);
  }
}
