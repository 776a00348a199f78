import {
  booleanInput,
  choiceInput,
  InputError,
  optionalInput,
  requiredInput,
  wholeInput,
} from '../../../src/adapters/action-inputs';
import { parseSocksProxy, SocksProxyAddressError, type SocksProxyAddress } from '../../../src/adapters/socks-socket';
import type { ProbePlace } from './probes';
import type { Environment } from '../../../src/environment/schema';

export interface FaultHook {
  readonly url: string;
  readonly token: string;
}

interface CommonInputs {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly probe: ProbePlace;
  readonly socksProxy: SocksProxyAddress | undefined;
  readonly databaseCaFile: string;
  readonly reportDirectory: string;
}

export interface MoveInputs {
  readonly failBack: boolean;
  /** In ms. */
  readonly moveDeadlineMs: number;
}

export type DrillInputs = CommonInputs &
  (
    | ({ readonly kind: 'failover'; readonly faultHook: FaultHook } & MoveInputs)
    | ({ readonly kind: 'switchover' } & MoveInputs)
    | { readonly kind: 'restore' }
  );

/** Reads and checks all inputs before anything is done. @throws InputError */
export function readInputs(): DrillInputs {
  const target = choiceInput('target', ['aws', 'sandbox'], 'aws');
  const common = {
    environment: requiredInput('environment'),
    target,
    // Runners reach the sandbox through its proxy; into a VPC hosted runners have no way at all.
    probe: choiceInput('probe', ['function', 'runner'], target === 'aws' ? 'function' : 'runner'),
    socksProxy: socksProxyInput(),
    databaseCaFile: requiredInput('database-ca-file'),
    reportDirectory: optionalInput('report-directory') ?? 'drill-report',
  };
  const kind = choiceInput('kind', ['failover', 'switchover', 'restore']);
  if (kind === 'restore') return { ...common, kind };
  const move = {
    failBack: booleanInput('fail-back', true),
    moveDeadlineMs: wholeInput('move-limit-seconds', 5, 3_600, 900) * 1000,
  };
  if (kind === 'switchover') return { ...common, kind, ...move };
  return { ...common, kind, ...move, faultHook: { url: hookUrl(), token: requiredInput('fault-hook-token') } };
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

/** The hook's token goes with every call: only encrypted, or never off this machine. */
function hookUrl(): string {
  const text = requiredInput('fault-hook-url');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new InputError('input "fault-hook-url" must be an https URL (http only on this machine)');
  }
  return text;
}
