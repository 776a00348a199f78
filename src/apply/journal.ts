import type { ResourceProgress } from '../ports/terraform';

/** One thing that an apply does to one resource. A replacement is two: what is there is deleted, and a new one created. */
export interface ApplyStep {
  readonly address: string;
  readonly action: 'create' | 'update' | 'delete';
  /** How long it took, in seconds, where it came to an end. */
  readonly seconds?: number;
}

/** What an apply did, as far as Terraform told of it. Each step is in exactly one of these. */
export interface ApplyJournal {
  readonly done: readonly ApplyStep[];
  readonly failed: readonly ApplyStep[];
  /** Begun, and nobody knows how it ended: Terraform was killed, or gave up waiting. */
  readonly unfinished: readonly ApplyStep[];
  readonly notStarted: readonly ApplyStep[];
}

/** What Terraform calls the steps of each action that touches something; reads, moves, imports and forgetting touch nothing. */
const STEPS: Readonly<Record<string, readonly ApplyStep['action'][]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  replace: ['delete', 'create'],
};

/** A long step is told of again after each of these. */
const HEARTBEAT_SECONDS = 30;

type Mutable = { -readonly [Part in keyof ApplyJournal]: ApplyStep[] };

/** Listens to one apply: gives the lines of the log while it goes on, and the journal after it. */
export class ApplyWatch {
  private readonly steps: Mutable = { done: [], failed: [], unfinished: [], notStarted: [] };
  private readonly heartbeats = new Map<string, number>();

  /** @returns what is worth a line of the log */
  hear({ address, action, outcome, seconds = 0 }: ResourceProgress): string | undefined {
    // A word that is no action of ours must not find what every JavaScript object inherits.
    const [step, ...more] = Object.hasOwn(STEPS, action) ? (STEPS[action] ?? []) : [];
    if (step === undefined) return undefined;
    switch (outcome) {
      case 'planned':
        this.steps.notStarted.push(...[step, ...more].map((each) => ({ address, action: each })));
        return undefined;
      case 'started':
        take(this.steps.notStarted, address, step);
        this.steps.unfinished.push({ address, action: step });
        return `${address}: ${step} started`;
      case 'running':
        return this.heartbeat(address, step, seconds);
      case 'done':
      case 'failed':
        if (!take(this.steps.unfinished, address, step)) take(this.steps.notStarted, address, step);
        this.steps[outcome].push({ address, action: step, seconds });
        return `${this.count()}: ${address} ${step} ${outcome} after ${seconds} s`;
    }
  }

  journal(): ApplyJournal {
    const { done, failed, unfinished, notStarted } = this.steps;
    return { done: [...done], failed: [...failed], unfinished: [...unfinished], notStarted: [...notStarted] };
  }

  private heartbeat(address: string, action: string, seconds: number): string | undefined {
    const beat = Math.floor(seconds / HEARTBEAT_SECONDS);
    const key = `${action} ${address}`;
    if (beat <= (this.heartbeats.get(key) ?? 0)) return undefined;
    this.heartbeats.set(key, beat);
    return `${this.count()}: ${address} ${action} still running after ${seconds} s`;
  }

  private count(): string {
    const { done, failed, unfinished, notStarted } = this.steps;
    return `${done.length} of ${done.length + failed.length + unfinished.length + notStarted.length} done`;
  }
}

/** Whether anything was touched, or may have been. */
export function hasTouchedAnything({ done, failed, unfinished }: ApplyJournal): boolean {
  return done.length + failed.length + unfinished.length > 0;
}

/** Removes one such step, if there is one: a resource and an object that it left behind have the same address. */
function take(steps: ApplyStep[], address: string, action: string): boolean {
  const index = steps.findIndex((step) => step.address === address && step.action === action);
  if (index >= 0) steps.splice(index, 1);
  return index >= 0;
}
