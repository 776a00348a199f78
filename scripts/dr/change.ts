import { createInterface } from 'node:readline/promises';
import { getExecOutput } from '@actions/exec';
import { awsInterlock } from '../../src/adapters/aws-interlock';
import { processInterruption } from '../../src/adapters/process-interruption';
import { redactedLogger } from '../../src/adapters/redacted-logger';
import { sha256 } from '../../src/adapters/sha256';
import { systemClock } from '../../src/adapters/system-clock';
import { temporaryDirectory } from '../../src/adapters/temporary-directory';
import { terraformCli } from '../../src/adapters/terraform-cli';
import { terraformDirectory, terraformPlace } from '../../src/adapters/terraform-directory';
import type { Environment } from '../../src/environment/schema';
import type { PlannedEnvironment } from '../../src/plan/environment-plan';
import { guardPlan } from '../../src/guard/plan-sources';
import { guardSources } from '../../src/guard/sources';
import { LEASE_WAIT_MS } from '../../src/interlock/settings';
import {
  applyAtTerminal,
  planAtTerminal,
  type TerminalPorts,
  type TerminalServices,
} from '../../src/operate/change-at-terminal';
import { redactText } from '../../src/plan/redaction/redact-text';
import { renderPlanSummary } from '../../src/report/plans-comment';
import { bucketOf } from './aws-clients';
import { MistakeError } from './mistake';
import { openEnvironment } from './open-environment';
import { terminalLogger } from './terminal-logger';

/** Shows what an apply would change. Changes nothing. */
export async function plan(root: string, name: string): Promise<number> {
  const { environment } = await openEnvironment(root, name);
  const commit = await commitOf(root);
  const interrupted = processInterruption();
  await planAtTerminal(environment, commit, services(root, environment, interrupted), ports(interrupted));
  return 0;
}

/** The plan that a drill wants to see empty. Changes nothing. */
export async function planForDrill(root: string, environment: Environment): Promise<PlannedEnvironment> {
  const interrupted = processInterruption();
  const shown: PlannedEnvironment[] = [];
  await planAtTerminal(environment, await commitOf(root), services(root, environment, interrupted), {
    ...ports(interrupted),
    show: (planned) => {
      shown.push(planned);
    },
  });
  const [planned] = shown;
  if (planned === undefined) throw new MistakeError('the plan for the drill came to nothing');
  return planned;
}

/**
 * Applies what is committed, after those at the screen have confirmed the plan.
 *
 * @param confirmation what they would type, for programs
 */
export async function apply(root: string, name: string, confirmation: string | undefined): Promise<number> {
  if (confirmation === undefined && !process.stdin.isTTY) {
    throw new MistakeError(`nobody is at a terminal to read the plan; a program gives --confirm ${name}`);
  }
  const { environment, who } = await openEnvironment(root, name);
  const commit = await commitOf(root);
  const interrupted = processInterruption();
  const ending = await applyAtTerminal(
    {
      environment,
      commit,
      who,
      leaseWaitMs: LEASE_WAIT_MS,
      confirm: async () => confirmation ?? ask(name, interrupted),
    },
    services(root, environment, interrupted),
    ports(interrupted),
  );
  switch (ending.state) {
    case 'applied':
      console.log(`applied to ${name}: commit ${commit}, plan ${ending.planDigest}`);
      return 0;
    case 'nothing':
      console.log(`nothing to change in ${name}`);
      return 0;
    case 'stopped':
      throw ending.error;
    case 'failed':
      console.error(`ended half-way: ${ending.error.message}`);
      for (const { address, action } of ending.left?.changes ?? []) console.error(`left to do: ${action} ${address}`);
      return 1;
  }
}

function services(root: string, environment: Environment, interrupted: AbortSignal): TerminalServices {
  return {
    // The account was guarded when the environment was opened.
    guard: () => guardSources(terraformDirectory(root, process.env)),
    guardPlan,
    terraform: terraformCli({
      path: 'terraform',
      ...terraformPlace(root, environment.name),
      environment: process.env,
      logger: redactedLogger(terminalLogger, redactText),
      interruptedBy: () =>
        interrupted.aborted ? (interrupted.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT') : undefined,
    }),
    interlock: awsInterlock({ environment, clock: systemClock, logger: terminalLogger }),
    records: bucketOf(environment, environment.state.bucket, environment.state.region),
  };
}

function ports(interrupted: AbortSignal): TerminalPorts {
  return {
    privateDirectory: temporaryDirectory,
    logger: terminalLogger,
    clock: systemClock,
    digest: sha256,
    interrupted,
    redact: redactText,
    show: (planned) => {
      console.log(renderPlanSummary({ plans: [planned], missing: [] }, { commit: planned.commit, runUrl: undefined }));
    },
  };
}

async function ask(name: string, interrupted: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C is heard by the terminal here, and not by the process.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await terminal.question(`Two people have read this plan. Type "${name}" to apply it: `, {
      signal: interrupted,
    });
  } finally {
    terminal.close();
  }
}

/** What is applied is what is committed, so that the others can see afterwards what it was. @throws MistakeError */
async function commitOf(root: string): Promise<string> {
  const git = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await getExecOutput('git', ['-C', root, ...args], {
      silent: true,
      ignoreReturnCode: true,
    });
    if (exitCode !== 0) throw new MistakeError(`git does not tell what is checked out here: ${stderr.trim()}`);
    return stdout.trim();
  };
  const changed = await git('status', '--porcelain', '--', 'terraform', 'environments');
  if (changed !== '') {
    throw new MistakeError(
      `not everything is committed, so nobody could say later what was applied. Commit it:\n${changed}`,
    );
  }
  return git('rev-parse', '--verify', 'HEAD');
}
