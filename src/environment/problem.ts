/** One thing that is wrong in an environment file. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The field, for example `regions.us-east-1.vpcId`; empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
}

/** One or more environment files cannot be used; `problems` holds everything that is wrong, not just the first thing. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(readonly problems: readonly Problem[]) {
    super(
      [
        `${problems.length} problem${problems.length === 1 ? '' : 's'} in the environment files:`,
        ...problems.map(
          ({ file, line, column, field, message }) =>
            `  ${file}:${line}:${column}${field === '' ? '' : ` ${field}`}: ${message}`,
        ),
      ].join('\n'),
    );
  }
}
