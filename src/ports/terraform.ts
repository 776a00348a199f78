import type { Readable } from 'node:stream';

/** Key/value pairs for `terraform init -backend-config=key=value`; none of them is a secret. */
export type BackendConfig = Readonly<Record<string, string>>;

/** The result of `terraform plan -detailed-exitcode`. */
export interface PlanRun {
  /** False when the plan is empty (exit code 0), true when there are changes (exit code 2). */
  readonly hasChanges: boolean;
}

/** What happens to one resource while a plan is applied. */
export interface ResourceProgress {
  readonly address: string;
  /** Terraform's word, for example `create`. A resource that is planned to `replace` is told of as its `delete` and its `create`. */
  readonly action: string;
  /** `planned`: the plan holds it; all of these come before anything is begun. `running`: it was begun and is not done yet. */
  readonly outcome: 'planned' | 'started' | 'running' | 'done' | 'failed';
  /** How long it took, or has taken up to now, in seconds; absent when it is planned or has only started. */
  readonly seconds?: number;
}

/** The Terraform command line, bound to one working directory. Each method throws {@link TerraformError} when the command fails. */
export interface Terraform {
  /** The version of the binary, for example `1.11.4`. */
  version(): Promise<string>;
  init(backend: BackendConfig): Promise<void>;
  /**
   * Writes the binary plan to `planFile`. `destroy` plans the destruction of everything. `lock: false` takes no lock, for those who only
   * look: a plan never writes the state.
   */
  plan(options: { varFile: string; planFile: string; destroy?: boolean; lock?: boolean }): Promise<PlanRun>;
  /** Streams `terraform show -json planFile`; the stream errors when the command fails. It holds secrets: never log or store it. */
  showJson(planFile: string): Readable;
  /** Applies exactly `planFile`. `onResource` hears of each resource as it is planned, begun, running, done or failed, in order. */
  apply(planFile: string, onResource?: (progress: ResourceProgress) => void): Promise<void>;
  /** The non-sensitive root outputs by name. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/** A Terraform command that did not succeed; `output` is the tail of what it printed on standard error. */
export class TerraformError extends Error {
  override readonly name = 'TerraformError';
  constructor(
    readonly command: string,
    readonly exitCode: number | undefined,
    readonly output: string,
    options?: ErrorOptions,
  ) {
    super(
      `terraform ${command} failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}: ${output}`,
      options,
    );
  }
}
