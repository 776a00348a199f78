import type { Environment } from '../environment/schema';
import type { CallerIdentities, CallerIdentity } from '../ports/account';

/** The credentials are of another account than the environment. */
export class AccountGuardError extends Error {
  override readonly name = 'AccountGuardError';
}

/**
 * Nothing may be read or done in another account than the one that was reviewed. Asked first of all, of AWS and not of a setting.
 *
 * @throws AccountGuardError
 */
export async function guardAccount(
  environment: Pick<Environment, 'name' | 'account'>,
  identities: CallerIdentities,
): Promise<CallerIdentity> {
  const { name, account } = environment;
  let identity: CallerIdentity;
  try {
    identity = await identities.whoAmI();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AccountGuardError(
      `AWS does not say whose credentials these are, so nothing is done in "${name}": ${reason}; does the workflow assume the role of environments/${name}.yaml?`,
      { cause },
    );
  }
  if (identity.account !== account) {
    throw new AccountGuardError(
      `the credentials are of account ${identity.account} (${identity.arn}), but environments/${name}.yaml says account '${account}'; nothing was done. Correct the role or the file`,
    );
  }
  return identity;
}
