/** Something in the configuration that must not reach Terraform. */
export interface SourceProblem {
  /** `terraform/modules/x/main.tf`, or what else it is about. */
  readonly file: string;
  readonly line?: number;
  /** What it is and what to do. */
  readonly sentence: string;
}

/** More than these are not listed: the first ones say what is going on. */
const MOST = 20;

/** The configuration could run something other than the AWS provider, so Terraform was not started. */
export class SourceGuardError extends Error {
  override readonly name = 'SourceGuardError';
  constructor(readonly problems: readonly SourceProblem[]) {
    const listed = problems
      .slice(0, MOST)
      .map(({ file, line, sentence }) => `${file}${line === undefined ? '' : `:${line}`}: ${sentence}`);
    const more = problems.length > MOST ? [`and ${problems.length - MOST} more`] : [];
    super(
      `Terraform was not started, because planning runs what the configuration names (docs/security.md):\n${[...listed, ...more].join('\n')}`,
    );
  }
}
