import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { aes256Gcm } from '../../src/adapters/aes-256-gcm';
import { sha256 } from '../../src/adapters/sha256';
import type { ApplyPorts, ApplyRequest } from '../../actions/apply/src/run';
import type { ApplyOutputs } from '../../actions/apply/src/tell-ending';
import type { EnvironmentServices } from '../../src/apply/ports';
import type { IssueText } from '../../src/ports/issues';
import { LeaseTakenError, type LeaseHolder } from '../../src/ports/lease';
import type { StateVersion } from '../../src/ports/state-head';
import type { ApplyRecord } from '../../src/records/apply-record';
import type { RegionAnswer } from '../../src/ports/global-roles';
import type { Seal } from '../../src/seal/seal';
import { sealedPlanReader, sealedPlanWriter } from '../../src/seal/sealed-plans';
import { MemoryLogger } from './logger';
import { MemoryDataKeys } from './memory-data-keys';
import { MemoryObjectStore } from './memory-object-store';
import { MemoryPlanStore } from './memory-plan-store';
import { FakePullRequest, type FakeTerraform, memoryDirectory } from './pipeline';

export const COMMIT = 'c'.repeat(40);
/** Of the branch that was merged. */
export const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const TREE = 'd'.repeat(40);
const LOCK_FILE = '1'.repeat(64);
const POLICY = '2'.repeat(64);
const NOW = '2026-01-05T10:00:00.000Z';

/** What the plan job would have sealed for the pull request. */
const SEALED_PLAN_FILE = Buffer.from('the plan file that was reviewed');
export const SEALED_DIGEST = sha256(SEALED_PLAN_FILE);
/** The file that the fake Terraform plans into is its name. */
export const FRESH_DIGEST = sha256('/private/plan.tfplan');

/** Where the reviewed plan is unpacked, and a new one is made. */
export const REVIEWED = '/private/reviewed.tfplan';
export const FRESH = '/private/plan.tfplan';

export const SEALED_KEY = `plans/production/7/${HEAD}.sealed`;
export const APPLIES = `applies/production/${COMMIT}.json`;

/**
 * Everything around one apply of `production`, in memory: sealed plans, records, lease, pull request. In the beginning all is well, and there is
 * a sealed plan that does the same as a new one. The knobs are public fields; tests turn them.
 */
export class ApplyWorld {
  readonly logger = new MemoryLogger();
  readonly pullRequest = new FakePullRequest();
  readonly store = new MemoryPlanStore();
  readonly keys = new MemoryDataKeys();
  readonly records: MemoryObjectStore;
  readonly issues: IssueText[] = [];
  readonly outputs: ApplyOutputs[] = [];
  readonly commentUrls: string[] = [];
  /** What was done, in order, as far as the order matters. */
  readonly events: string[] = [];
  readonly interruption = new AbortController();
  readonly written = memoryDirectory();
  found: FakePullRequest | undefined = this.pullRequest;
  state: StateVersion | undefined = { lineage: 'lineage-1', serial: 4 };
  now = new Date(NOW);
  /** When set, GitHub refuses to open issues. */
  issueRefusal: Error | undefined;
  planRefusal: Error | undefined;
  accountRefusal: Error | undefined;
  holder: LeaseHolder | undefined;
  isHeld = true;
  /** Never resolves, for those who give up waiting. */
  leaseIsWaitedFor = false;
  roles: readonly RegionAnswer[] = [];
  request: ApplyRequest = {
    environment: 'production',
    target: 'aws',
    repositoryId: '4711',
    commit: COMMIT,
    base: BASE,
    runUrl: 'https://github.com/acme/db/actions/runs/1',
    generation: 1001,
    leaseWaitMs: 1_800_000,
    breakGlass: undefined,
  };
  private monotonicMs = 0;

  constructor(readonly terraform: FakeTerraform) {
    this.records = new MemoryObjectStore(this.clock);
    // What the plan job has sealed shows the same as what is planned now, until a test says otherwise.
    const before = terraform.before;
    terraform.before = (call) => {
      before(call);
      this.events.push(call);
    };
  }

  /** Seals the reviewed plan, with some fields otherwise than they are now. */
  async seal(fields: Partial<Seal> = {}, planFile: Uint8Array = SEALED_PLAN_FILE): Promise<void> {
    const seal: Seal = {
      repositoryId: '4711',
      pullRequest: 7,
      environment: 'production',
      head: HEAD,
      base: BASE,
      tree: TREE,
      lockFileDigest: LOCK_FILE,
      terraformVersion: '1.11.4',
      platform: 'linux-x64',
      state: { lineage: 'lineage-1', serial: 4 },
      policyDigest: POLICY,
      planDigest: sha256(planFile),
      createdAt: '2026-01-05T09:00:00.000Z',
      expiresAt: '2026-01-06T09:00:00.000Z',
      ...fields,
    };
    const made = new MemoryPlanStore();
    await sealedPlanWriter({ store: made, keys: this.keys, cipher: aes256Gcm }).put(planFile, seal);
    // Whatever it says about itself, it lies where the apply looks.
    for (const bytes of made.plans.values()) await this.store.put(SEALED_KEY, bytes);
  }

  ports(): ApplyPorts {
    return {
      environmentFiles: { readAll: () => Promise.resolve(FILES) },
      privateDirectory: this.written.directory,
      logger: this.logger,
      clock: this.clock,
      digest: sha256,
      interrupted: this.interruption.signal,
      redact: (text) => text.replaceAll('AKIA0000000000000000', '(redacted)'),
      pullRequests: { findMerged: () => Promise.resolve(this.found) },
      issues: {
        open: (text) => {
          if (this.issueRefusal !== undefined) return Promise.reject(this.issueRefusal);
          this.events.push('audit issue');
          this.issues.push(text);
          return Promise.resolve({ number: 9, url: 'https://github.com/acme/db/issues/9', outcome: 'opened' as const });
        },
      },
      of: () => this.services(),
      reporting: {
        publish: (outputs) => {
          this.events.push('outputs');
          this.outputs.push(outputs);
          return Promise.resolve();
        },
        publishComment: (url) => this.commentUrls.push(url),
      },
    };
  }

  /** What is kept about the commit. */
  record(): Readonly<Record<string, unknown>> | undefined {
    const text = this.records.objects.get(APPLIES);
    return text === undefined ? undefined : z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  }

  remember(record: Partial<ApplyRecord>): void {
    const whole = { commit: COMMIT, state: 'started', at: '2026-01-05T09:30:00.000Z', ...record };
    this.records.objects.set(APPLIES, JSON.stringify(whole));
  }

  comment(): string {
    return this.pullRequest.comments.get('apply:production') ?? '';
  }

  private readonly clock = {
    now: () => this.now,
    monotonicMs: () => this.monotonicMs,
    sleep: () => Promise.resolve(),
  };

  private services(): EnvironmentServices {
    return {
      guard: () => (this.accountRefusal === undefined ? Promise.resolve() : Promise.reject(this.accountRefusal)),
      guardPlan: () => {
        if (this.planRefusal !== undefined) throw this.planRefusal;
      },
      terraform: this.terraform,
      interlock: {
        regions: ['us-east-1', 'us-west-2'],
        logger: this.logger,
        controllers: { of: () => Promise.resolve(undefined) },
        roles: { ask: () => Promise.resolve(this.roles) },
        lease: {
          holder: () => Promise.resolve(this.holder),
          acquire: (holder, waitMs) => this.acquire(holder, waitMs),
        },
      },
      records: this.records,
      sealedPlans: sealedPlanReader({ store: this.store, keys: this.keys, cipher: aes256Gcm }),
      circumstances: (review) =>
        Promise.resolve({
          ...review,
          environment: 'production',
          tree: TREE,
          lockFileDigest: LOCK_FILE,
          terraformVersion: '1.11.4',
          platform: 'linux-x64',
          policyDigest: POLICY,
          ...(this.state === undefined ? {} : { state: this.state }),
        }),
    };
  }

  private async acquire({ kind, run }: LeaseHolder, waitMs: number) {
    if (this.leaseIsWaitedFor) return new Promise<never>(() => undefined);
    if (this.holder !== undefined) {
      this.monotonicMs += waitMs;
      if (this.holder.kind === 'drill')
        throw new LeaseTakenError(`production is being changed by the drill of ${this.holder.run}`);
    }
    this.events.push(`lease of ${kind} ${run}`);
    return {
      isHeld: () => this.isHeld,
      release: () => {
        this.events.push('release');
        return Promise.resolve();
      },
    };
  }
}

const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));
