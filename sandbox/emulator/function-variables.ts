import { fileURLToPath } from 'node:url';
import type { FunctionNetworkSettings } from '../data-plane/function-networks';

const PRELOADED = fileURLToPath(new URL('./function-network.cjs', import.meta.url));

/** Environment variables that put a function's process into the network of its region. */
export function functionNetworkVariables(settings: FunctionNetworkSettings): Readonly<Record<string, string>> {
  return {
    SANDBOX_FUNCTION_NETWORK: JSON.stringify(settings),
    // Quoted, because the path of a checkout may hold spaces.
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOADED)}`,
    NODE_EXTRA_CA_CERTS: settings.caFile,
  };
}
