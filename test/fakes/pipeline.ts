import { Readable } from 'node:stream';
import { readFileSync } from 'node:fs';
import type { PrivateDirectory } from '../../src/ports/private-files';
import type { MergedPullRequest } from '../../src/ports/pull-request';
import type { BackendConfig, Terraform } from '../../src/ports/terraform';

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

/** Terraform that answers with a plan made earlier, and remembers what it was asked to do. */
export class FakeTerraform implements Terraform {
  readonly calls: string[] = [];
  backend: BackendConfig | undefined;
  failure: { readonly command: string; readonly error: Error } | undefined;

  constructor(private readonly planText: string) {}

  static withFixture(name: string): FakeTerraform {
    return new FakeTerraform(readFileSync(`test/fixtures/plans/${name}/plan.json`, 'utf8'));
  }

  version() {
    return Promise.resolve('1.11.4');
  }

  init(backend: BackendConfig) {
    this.backend = backend;
    return this.called('init', undefined);
  }

  plan(options: { readonly planFile: string }) {
    return this.called(`plan ${options.planFile}`, { hasChanges: !this.planText.includes('"no-op"') });
  }

  showJson() {
    return Readable.from([this.planText]);
  }

  apply(planFile: string) {
    return this.called(`apply ${planFile}`, undefined);
  }

  outputs() {
    return Promise.resolve({});
  }

  private called<T>(call: string, result: T): Promise<T> {
    this.calls.push(call);
    const { failure } = this;
    return failure !== undefined && call.startsWith(failure.command)
      ? Promise.reject(failure.error)
      : Promise.resolve(result);
  }
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
