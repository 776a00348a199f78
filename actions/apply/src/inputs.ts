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

export type ApplyInputs = CommonInputs & { readonly mode: 'apply'; readonly token: string };
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
  if (mode === 'apply') return { ...common, mode, token: requiredInput('github-token') };
  checkDestroyOrder({
    environment: common.environment,
    // Not trimmed: it has to be exact.
    confirmation: core.getInput('confirmation', { trimWhitespace: false }),
    eventName: environment['GITHUB_EVENT_NAME'],
  });
  return { ...common, mode, switchBack: booleanInput('switch-back', true) ? switchBackInputs() : undefined };
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
