import { Readable } from 'node:stream';
import type { Terraform } from '../../src/ports/terraform';

export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly before_sensitive?: unknown;
}

/** Terraform with a state: a plan of destruction lists it, an apply of that plan empties it, and a failing one stops at its first half. */
export class DestroyableTerraform implements Terraform {
  readonly calls: string[] = [];
  /** What else a plan of destruction would do. */
  readonly surprises: PlannedChange[] = [];
  /** What an apply leaves although it ends well. */
  readonly survivors = new Set<string>();
  readonly failures = new Map<string, Error>();
  private planned = '{}';

  constructor(private state: readonly PlannedChange[]) {}

  static holding(...addresses: readonly string[]): DestroyableTerraform {
    return new DestroyableTerraform(
      addresses.map((address) => ({ address, actions: ['delete'], before: { id: 'x' } })),
    );
  }

  get addresses(): readonly string[] {
    return this.state.map(({ address }) => address);
  }

  version() {
    return Promise.resolve('1.11.4');
  }

  init() {
    return this.called('init');
  }

  async plan({ destroy }: { readonly destroy?: boolean }) {
    await this.called(destroy === true ? 'plan -destroy' : 'plan');
    const changes = [...this.state, ...this.surprises];
    this.planned = JSON.stringify({
      format_version: '1.2',
      resource_changes: changes.map(({ address, ...change }) => ({
        address,
        mode: 'managed',
        type: address.split('.').at(-2),
        change: { after: null, ...change },
      })),
    });
    return { hasChanges: changes.length > 0 };
  }

  showJson() {
    return Readable.from([this.planned]);
  }

  async apply(planFile: string) {
    const failure = this.failures.get('apply');
    if (failure !== undefined) this.state = this.state.slice(Math.ceil(this.state.length / 2));
    await this.called(`apply ${planFile}`);
    this.state = this.state.filter(({ address }) => this.survivors.has(address));
  }

  outputs() {
    return Promise.resolve({});
  }

  private called(call: string): Promise<void> {
    this.calls.push(call);
    const [, failure] = [...this.failures].find(([command]) => call.startsWith(command)) ?? [];
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  }
}
