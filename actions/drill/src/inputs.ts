import {
  booleanInput,
  choiceInput,
  InputError,
  optionalInput,
  requiredInput,
  wholeInput,
} from '../../../src/adapters/action-inputs';
import { parseSocksProxy, SocksProxyAddressError, type SocksProxyAddress } from '../../../src/adapters/socks-socket';
import { DRILL_KINDS, type DrillKind } from '../../../src/drill/kinds';
import type { Environment } from '../../../src/environment/schema';
import type { ProbePlace } from './probes';

export interface FaultHook {
  readonly url: string;
  readonly token: string;
}

/** What each mode needs. */
interface CommonInputs {
  readonly environment: string;
  readonly target: Environment['target'];
}

/** The ways to the database, and what may break it. */
export interface DatabaseInputs {
  readonly probe: ProbePlace;
  readonly socksProxy: SocksProxyAddress | undefined;
  readonly databaseCaFile: string;
  readonly reportDirectory: string;
  /** `undefined` where none is configured: then nothing can be broken, and nothing has to be mended. */
  readonly faultHook: FaultHook | undefined;
  /** Limit for one move of the writer, in ms. */
  readonly moveDeadlineMs: number;
}

export interface DrillInputs extends CommonInputs, DatabaseInputs {
  readonly mode: 'drill';
  readonly kind: DrillKind;
  readonly failBack: boolean;
  /** Why a freeze does not hold for this drill. */
  readonly overrideFreeze: string | undefined;
  /** The result of a plan that was made for this drill. */
  readonly planResult: string | undefined;
  /** Why this drill does without one. */
  readonly skipPlan: string | undefined;
}

export interface RecoverInputs extends CommonInputs, DatabaseInputs {
  readonly mode: 'recover';
}

export interface ReportInputs extends CommonInputs {
  readonly mode: 'report';
  /** For the tracking issue. */
  readonly token: string;
  readonly siteDirectory: string;
}

export type Inputs = DrillInputs | RecoverInputs | ReportInputs;

const FAULT_KINDS: readonly DrillKind[] = ['failover', 'detection'];
/** Reasons are kept as evidence, and shown. */
const LONGEST_REASON = 300;

/** Reads and checks all inputs before anything is done. @throws InputError */
export function readInputs(): Inputs {
  const mode = choiceInput('mode', ['drill', 'recover', 'report'], 'drill');
  const common = {
    environment: requiredInput('environment'),
    target: choiceInput('target', ['aws', 'sandbox'], 'aws'),
  };
  if (mode === 'report') {
    return {
      mode,
      ...common,
      token: requiredInput('github-token'),
      siteDirectory: optionalInput('site-directory') ?? 'evidence-site',
    };
  }
  const database = databaseInputs(common.target);
  if (mode === 'recover') return { mode, ...common, ...database };
  const kind = choiceInput('kind', DRILL_KINDS);
  if (FAULT_KINDS.includes(kind) && database.faultHook === undefined) {
    throw new InputError(
      `input "fault-hook-url" is required for kind ${kind}: without a fault there is nothing to measure`,
    );
  }
  return {
    mode,
    ...common,
    ...database,
    kind,
    failBack: booleanInput('fail-back', true),
    overrideFreeze: reasonInput('override-freeze'),
    planResult: optionalInput('plan-result'),
    skipPlan: reasonInput('skip-plan'),
  };
}

function databaseInputs(target: Environment['target']): DatabaseInputs {
  const url = optionalInput('fault-hook-url');
  return {
    // Runners reach the sandbox through its proxy; into a VPC hosted runners have no way at all.
    probe: choiceInput('probe', ['function', 'runner'], target === 'aws' ? 'function' : 'runner'),
    socksProxy: socksProxyInput(),
    databaseCaFile: requiredInput('database-ca-file'),
    reportDirectory: optionalInput('report-directory') ?? 'drill-report',
    faultHook: url === undefined ? undefined : { url: hookUrl(url), token: requiredInput('fault-hook-token') },
    moveDeadlineMs: wholeInput('move-limit-seconds', 5, 3_600, 900) * 1000,
  };
}

function reasonInput(name: string): string | undefined {
  const reason = optionalInput(name);
  if (reason !== undefined && (reason.length > LONGEST_REASON || /\p{Cc}/u.test(reason))) {
    throw new InputError(`input "${name}" must be one line of at most ${LONGEST_REASON} characters`);
  }
  return reason;
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
function hookUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new InputError('input "fault-hook-url" must be an https URL (http only on this machine)');
  }
  return text;
}
