import type { RemoteFunction } from '../../ports/remote-function';
import type { SecretLogins } from '../../ports/secret-rotation';
import { logInAnswer } from './requests';

/** Logs in from inside the VPC of a region: the function reads the secrets of its own region, and tells only what came of it. */
export function remoteLogins(remote: RemoteFunction): SecretLogins {
  return {
    logIn: async (user, label) => logInAnswer.parse(await remote.call({ operation: 'log-in', user, label })),
  };
}
