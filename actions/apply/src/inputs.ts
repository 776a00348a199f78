import { readFileSync } from 'node:fs';
import * as core from '@actions/core';
import {
  booleanInput,
  choiceInput,
  InputError,
  optionalInput,
  requiredInput,
  wholeInput,
} from '../../../src/adapters/action-inputs';
import { parseSocksProxy, SocksProxyAddressError, type SocksProxyAddress } from '../../../src/adapters/socks-socket';
import { checkDestroyOrder } from '../../../src/destroy/confirmation';
import type { Environment } from '../../../src/environment/schema';

/** In characters. */
const SHORTEST_REASON = 20;

interface CommonInputs {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly terraformPath: string;
}

/** What the switchover back to the home region needs to see a write succeed there. */
export interface SwitchBackInputs {
  /** PEM text of the certificate authority of the database servers. */
  readonly databaseCa: string;
  readonly socksProxy: SocksProxyAddress | undefined;
  /** In ms. */
  readonly moveDeadlineMs: number;
}

/** An order to override the drill gate; see {@link breakGlassOf}. */
export interface BreakGlassOrder {
  readonly reason: string;
  readonly commit: string;
}

export type ApplyInputs = CommonInputs & {
  readonly mode: 'apply';
  readonly token: string;
  /** So long another run that changes the environment is waited for, in ms. */
  readonly leaseWaitMs: number;
  readonly breakGlass: BreakGlassOrder | undefined;
};
export type DestroyInputs = CommonInputs & {
  readonly mode: 'destroy';
  readonly switchBack: SwitchBackInputs | undefined;
};

/**
 * Reads and checks all inputs before anything is done.
 *
 * @param environment the runner's variables, which name the event
 * @throws InputError, DestroyRefusedError
 */
export function readInputs(environment: NodeJS.ProcessEnv): ApplyInputs | DestroyInputs {
  const mode = choiceInput('mode', ['apply', 'destroy'], 'apply');
  const common = {
    environment: requiredInput('environment'),
    target: choiceInput('target', ['aws', 'sandbox'], 'aws'),
    terraformPath: optionalInput('terraform-path') ?? 'terraform',
  };
  if (mode === 'apply') {
    return {
      ...common,
      mode,
      token: requiredInput('github-token'),
      leaseWaitMs: wholeInput('lease-wait-minutes', 0, 360, 30) * 60_000,
      breakGlass: breakGlassInput(),
    };
  }
  for (const name of ['break-glass-reason', 'commit']) {
    if (optionalInput(name) !== undefined)
      throw new InputError(`input "${name}" is for mode apply only; a destruction is ordered by "confirmation"`);
  }
  checkDestroyOrder({
    environment: common.environment,
    // Not trimmed: it has to be exact.
    confirmation: core.getInput('confirmation', { trimWhitespace: false }),
    eventName: environment['GITHUB_EVENT_NAME'],
  });
  return { ...common, mode, switchBack: booleanInput('switch-back', true) ? switchBackInputs() : undefined };
}

function breakGlassInput(): BreakGlassOrder | undefined {
  const [reason, commit] = [optionalInput('break-glass-reason'), optionalInput('commit')];
  if (reason === undefined && commit === undefined) return undefined;
  if (reason === undefined) {
    throw new InputError(
      'input "commit" is for a break-glass run, which needs input "break-glass-reason" too; other runs apply the commit of their event',
    );
  }
  if (reason.length < SHORTEST_REASON) {
    throw new InputError(
      `input "break-glass-reason" has ${reason.length} characters, and needs at least ${SHORTEST_REASON}: say what cannot wait for a drill, and why`,
    );
  }
  if (commit === undefined || !/^[0-9a-f]{40}$/.test(commit)) {
    throw new InputError(
      `input "commit" is "${commit ?? ''}"; a break-glass run needs the full hash of the commit to apply, 40 digits`,
    );
  }
  return { reason, commit };
}

function switchBackInputs(): SwitchBackInputs {
  return {
    databaseCa: caInput(),
    socksProxy: socksProxyInput(),
    moveDeadlineMs: wholeInput('move-limit-seconds', 5, 3_600, 900) * 1000,
  };
}

function caInput(): string {
  const file = optionalInput('database-ca-file');
  if (file === undefined) {
    throw new InputError(
      'input "database-ca-file" is required in mode destroy, because the writer may have to be switched back; ' +
        'give it, or set input "switch-back" to false',
    );
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`input "database-ca-file": ${file} cannot be read`, { cause });
  }
}

function socksProxyInput(): SocksProxyAddress | undefined {
  const text = optionalInput('socks-proxy');
  try {
    return text === undefined ? undefined : parseSocksProxy(text);
  } catch (error) {
    if (error instanceof SocksProxyAddressError)
      throw new InputError(`input "socks-proxy": ${error.message}`, { cause: error });
    throw error;
  }
}
