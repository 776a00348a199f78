import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, parseDocument } from 'yaml';
import type { DrillKind } from '../../src/drill/kinds';

const STEPPING_CLOCK = fileURLToPath(new URL('./stepping-clock.cjs', import.meta.url));

/** The world that a drill is let loose on, and the ways into it. */
export interface DrillSurroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly socksUrl: string;
  readonly caFile: string;
  readonly faultHook: { readonly url: string; readonly token: string };
}

export interface DrillOrder {
  /** `index.js` of the action. */
  readonly bundle: string;
  /** A checkout of its own; see `makeWorkspace`. */
  readonly workspace: string;
  readonly kind: DrillKind;
  readonly mode?: 'drill' | 'recover';
  readonly failBack: boolean;
  readonly moveLimitSeconds: number;
  /** The wall clock jumps to the next of these at each SIGUSR2, in ms from the true time. */
  readonly clockSteps?: readonly number[];
}

export interface DrillEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The bundle of the drill action in a process of its own, run as a GitHub runner would. */
export class DrillProcess {
  readonly ended: Promise<DrillEnd>;
  private text = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly reportDirectory: string,
  ) {
    const keep = (chunk: unknown) => (this.text += String(chunk));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  }

  static start(order: DrillOrder, { environment, socksUrl, caFile, faultHook }: DrillSurroundings): DrillProcess {
    const steps = order.clockSteps;
    const report = order.mode === 'recover' ? 'recovery' : 'report';
    const summary = join(order.workspace, `${report}-summary.md`);
    writeFileSync(summary, '');
    const child = spawn(
      process.execPath,
      [...(steps === undefined ? [] : ['--require', STEPPING_CLOCK]), order.bundle],
      {
        env: {
          PATH: process.env['PATH'],
          ...environment,
          ...(steps === undefined ? {} : { CLOCK_STEPS: steps.join(',') }),
          GITHUB_REPOSITORY: 'acme/database',
          GITHUB_RUN_ID: '7',
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_WORKSPACE: order.workspace,
          GITHUB_OUTPUT: '',
          GITHUB_STEP_SUMMARY: summary,
          INPUT_ENVIRONMENT: 'sandbox',
          INPUT_TARGET: 'sandbox',
          INPUT_MODE: order.mode ?? 'drill',
          INPUT_KIND: order.kind,
          INPUT_PROBE: 'runner',
          'INPUT_FAIL-BACK': String(order.failBack),
          'INPUT_SKIP-PLAN': 'this database was made without Terraform',
          'INPUT_OVERRIDE-FREEZE': 'a test, at whatever time it runs',
          'INPUT_FAULT-HOOK-URL': faultHook.url,
          'INPUT_FAULT-HOOK-TOKEN': faultHook.token,
          'INPUT_SOCKS-PROXY': socksUrl,
          'INPUT_DATABASE-CA-FILE': caFile,
          'INPUT_REPORT-DIRECTORY': report,
          'INPUT_MOVE-LIMIT-SECONDS': String(order.moveLimitSeconds),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return new DrillProcess(child, join(order.workspace, report));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Everything that it printed. */
  get output(): string {
    return this.text;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** What a drill of a test has otherwise than environments/sandbox.yaml, by path. */
export type EnvironmentChanges = readonly (readonly [path: readonly string[], value: unknown])[];

/** For drills that take seconds: short baselines, a quick detector, a probe that looks often. */
export function quickDrill(writerName: string, probe: { readonly intervalMs: number; readonly timeoutMs: number }) {
  return [
    // The name of the customer's zone is Terraform's to make; the global endpoint serves as well.
    [['dns', 'writerName'], writerName],
    [['dns', 'readerName'], 'reader.rds.amazonaws.com'],
    [['dns', 'zoneName'], 'rds.amazonaws.com'],
    [['failover', 'detector', 'intervalMs'], 500],
    [['failover', 'detector', 'timeoutMs'], 400],
    [['drill', 'probe', 'intervalMs'], probe.intervalMs],
    [['drill', 'probe', 'timeoutMs'], probe.timeoutMs],
    [['drill', 'baselineSeconds'], 5],
  ] as const satisfies EnvironmentChanges;
}

/** Makes a checkout that holds the environment of the sandbox, changed where the test needs it. */
export function makeWorkspace(workspace: string, changes: EnvironmentChanges): string {
  const document = parseDocument(readFileSync('environments/sandbox.yaml', 'utf8'));
  if (!isMap(document.contents)) throw new Error('environments/sandbox.yaml is not a map');
  for (const [path, value] of changes) document.setIn(path, value);
  mkdirSync(join(workspace, 'environments'), { recursive: true });
  writeFileSync(join(workspace, 'environments', 'sandbox.yaml'), document.toString());
  return workspace;
}
