import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getExecOutput } from '@actions/exec';
import { rdsCertificateAuthorities } from '../../src/adapters/rds-certificate-authorities';
import { DRILL_KINDS } from '../../src/drill/kinds';
import type { Environment } from '../../src/environment/schema';
import { planForDrill } from './change';
import { MistakeError } from './mistake';
import { openEnvironment } from './open-environment';

/** The very bundle that the workflow runs. */
const BUNDLE = join('actions', 'drill', 'dist', 'index.js');

export interface BundleOptions {
  readonly probe?: string | undefined;
  readonly socksProxy?: string | undefined;
  readonly databaseCaFile?: string | undefined;
  readonly reportDirectory: string;
}

export interface DrillOptions extends BundleOptions {
  readonly failBack: boolean;
  /** Why this drill does without a plan; one is made unless this is given. */
  readonly skipPlan?: string | undefined;
  /** Why a freeze of the environment does not hold. */
  readonly overrideFreeze?: string | undefined;
}

/** Runs one drill, as the workflow would. */
export async function drill(root: string, name: string, kind: string, options: DrillOptions): Promise<number> {
  if (!DRILL_KINDS.some((known) => known === kind))
    throw new MistakeError(`"${kind}" is no kind of drill; known: ${DRILL_KINDS.join(', ')}`);
  const { failBack, skipPlan, overrideFreeze } = options;
  return runBundle(root, name, options, async (environment, scratch) => ({
    mode: 'drill',
    kind,
    'fail-back': String(failBack),
    'override-freeze': overrideFreeze,
    'skip-plan': skipPlan,
    // A drill begins only where Terraform would change nothing; the workflow has a job of its own for that.
    'plan-result':
      skipPlan === undefined
        ? file(scratch, 'plan.json', JSON.stringify(await planForDrill(root, environment)))
        : undefined,
  }));
}

/** Brings a drill that was broken off to an end, as the workflow would. */
export async function recover(root: string, name: string, options: BundleOptions): Promise<number> {
  return runBundle(root, name, options, () => Promise.resolve({ mode: 'recover' }));
}

async function runBundle(
  root: string,
  name: string,
  options: BundleOptions,
  inputsOf: (environment: Environment, scratch: string) => Promise<Readonly<Record<string, string | undefined>>>,
): Promise<number> {
  const bundle = join(root, BUNDLE);
  if (!existsSync(bundle)) throw new MistakeError(`${BUNDLE} is not there; run this in a checkout, at its root`);
  const { environment, who } = await openEnvironment(root, name);
  const scratch = mkdtempSync(join(tmpdir(), 'dr-drill-'));
  try {
    const inputs = {
      ...(await inputsOf(environment, scratch)),
      environment: name,
      target: environment.target,
      'database-ca-file': options.databaseCaFile ?? file(scratch, 'rds.pem', rdsCertificateAuthorities()),
      'report-directory': options.reportDirectory,
      'fault-hook-url': process.env['FAULT_HOOK_URL'],
      'fault-hook-token': process.env['FAULT_HOOK_TOKEN'],
      probe: options.probe,
      'socks-proxy': options.socksProxy,
    };
    const summary = file(scratch, 'summary.md', '');
    const code = await run(bundle, {
      ...withoutWorkflow(process.env),
      GITHUB_REPOSITORY: process.env['GITHUB_REPOSITORY'] ?? 'laptop/checkout',
      GITHUB_SHA: await commitOf(root),
      // Without a run, this is who the evidence names.
      GITHUB_ACTOR: who,
      GITHUB_WORKSPACE: root,
      GITHUB_OUTPUT: file(scratch, 'outputs', ''),
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(
        Object.entries(inputs).flatMap(([input, value]) =>
          value === undefined ? [] : [[`INPUT_${input.toUpperCase()}`, value]],
        ),
      ),
    });
    console.log(readFileSync(summary, 'utf8'));
    return code;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Interrupts are handed on once and waited for: the drill writes down how far it came. */
function run(bundle: string, environment: NodeJS.ProcessEnv): Promise<number> {
  // A group of its own, so that Ctrl-C reaches it once, from here.
  const child = spawn(process.execPath, [bundle], {
    env: environment,
    stdio: ['ignore', 2, 2],
    detached: true,
  });
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isInterrupted) return;
      isInterrupted = true;
      console.error('\nInterrupted; the drill writes down how far it came. "recover" then brings it to an end.');
      child.kill(signal);
    });
  }
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      ended(isInterrupted ? 130 : (code ?? 1));
    });
  });
}

/** What a workflow run left in the shell would make this look like that run. */
function withoutWorkflow(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:GITHUB|RUNNER|INPUT)_/.test(name)));
}

async function commitOf(root: string): Promise<string> {
  const { exitCode, stdout } = await getExecOutput('git', ['-C', root, 'rev-parse', '--verify', 'HEAD'], {
    silent: true,
    ignoreReturnCode: true,
  });
  return exitCode === 0 ? stdout.trim() : '';
}

function file(directory: string, name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
