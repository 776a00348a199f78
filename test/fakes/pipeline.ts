import { Readable } from 'node:stream';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PrivateDirectory } from '../../src/ports/private-files';
import type { MergedPullRequest } from '../../src/ports/pull-request';
import type { BackendConfig, ResourceProgress, Terraform } from '../../src/ports/terraform';

/** A pull request that keeps its comments by their markers. */
export class FakePullRequest implements MergedPullRequest {
  readonly number = 7;
  readonly headSha = 'a'.repeat(40);
  readonly comments = new Map<string, string>();
  /** When set, GitHub refuses. */
  refusal: Error | undefined;

  upsertComment(marker: string, body: string) {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    const outcome = this.comments.has(marker) ? ('updated' as const) : ('created' as const);
    this.comments.set(marker, body);
    return Promise.resolve({ url: `https://github.com/acme/db/pull/7#${marker}`, outcome });
  }

  async upsertComments(marker: string, parts: readonly string[]) {
    return Promise.all(
      parts.map((part, index) => this.upsertComment(index === 0 ? marker : `${marker}:${index + 1}`, part)),
    );
  }
}

/** Terraform that answers with plans made earlier, and remembers what it was asked to do. The knobs are public fields; tests turn them. */
export class FakeTerraform implements Terraform {
  readonly calls: string[] = [];
  backend: BackendConfig | undefined;
  failure: { readonly command: string; readonly error: Error } | undefined;
  /** What is shown for these plan files, instead of the plan that was made last; an error where they cannot be shown. */
  readonly shown = new Map<string, string | Error>();
  /** What the plans after the first one hold, in order. */
  readonly laterPlans: string[] = [];
  /** Told of while a plan is applied. */
  progress: readonly ResourceProgress[] = [];
  /** Called before each command is carried out. */
  before: (call: string) => void = () => undefined;
  private plans = 0;

  constructor(private planText: string) {}

  static withFixture(name: string): FakeTerraform {
    return new FakeTerraform(planFixture(name));
  }

  /** Whether anything was ever applied, or begun to be. */
  get hasApplied(): boolean {
    return this.calls.some((call) => call.startsWith('apply'));
  }

  version() {
    return Promise.resolve('1.11.4');
  }

  init(backend: BackendConfig) {
    this.backend = backend;
    return this.called('init', undefined);
  }

  plan(options: { readonly planFile: string }) {
    if (this.plans++ > 0) this.planText = this.laterPlans.shift() ?? this.planText;
    return this.called(`plan ${options.planFile}`, { hasChanges: changesAnything(this.planText) });
  }

  showJson(planFile = '') {
    const text = this.shown.get(planFile) ?? this.planText;
    if (typeof text === 'string') return Readable.from([text]);
    return new Readable({
      read() {
        this.destroy(text);
      },
    });
  }

  apply(planFile: string, onResource?: (progress: ResourceProgress) => void) {
    this.before(`apply ${planFile}`);
    for (const each of this.progress) onResource?.(each);
    return this.called(`apply ${planFile}`, undefined);
  }

  outputs() {
    return Promise.resolve({});
  }

  private called<T>(call: string, result: T): Promise<T> {
    if (!call.startsWith('apply')) this.before(call);
    this.calls.push(call);
    const { failure } = this;
    return failure !== undefined && call.startsWith(failure.command)
      ? Promise.reject(failure.error)
      : Promise.resolve(result);
  }
}

/** A plan that real Terraform made. */
export function planFixture(name: string): string {
  return readFileSync(`test/fixtures/plans/${name}/plan.json`, 'utf8');
}

const changesSchema = z.object({
  resource_changes: z.array(z.object({ change: z.object({ actions: z.array(z.string()) }) })).default([]),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
});

function changesAnything(planText: string): boolean {
  const { resource_changes: resources, output_changes: outputs } = changesSchema.parse(JSON.parse(planText));
  return [...resources.map(({ change }) => change), ...Object.values(outputs)].some(
    ({ actions }) => actions.join() !== 'no-op',
  );
}

/** Files in memory. */
export function memoryDirectory() {
  const files = new Map<string, string>();
  const directory: PrivateDirectory = {
    use: (work) =>
      work({
        path: (name) => `/private/${name}`,
        write: (name, content) => {
          files.set(name, typeof content === 'string' ? content : Buffer.from(content).toString('latin1'));
          return Promise.resolve(`/private/${name}`);
        },
        // What Terraform would have written is its name.
        read: (path) => Promise.resolve(Buffer.from(files.get(path.replace('/private/', '')) ?? path, 'latin1')),
      }),
  };
  return { files, directory };
}
