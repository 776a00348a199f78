import { environmentFiles } from '../../src/adapters/repository-files';
import { stsCallerIdentity } from '../../src/adapters/sts-caller-identity';
import { systemClock } from '../../src/adapters/system-clock';
import { loadEnvironments, UnknownEnvironmentError } from '../../src/environment/load-environments';
import { REGIONS, type Environment, type Region } from '../../src/environment/schema';
import { AccountGuardError, guardAccount } from '../../src/guard/account';
import { TimeLimitError, withinTime } from '../../src/health/time-limit';
import type { CallerIdentities } from '../../src/ports/account';
import { MistakeError } from './mistake';

/** Some regions swallow requests while they are lost; then the next one is asked. In ms. */
const IDENTITY_LIMIT_MS = 6_000;

export interface OpenedEnvironment {
  readonly environment: Environment;
  /** Whose credentials these are: an ARN. */
  readonly who: string;
}

/**
 * Reads the file of an environment, and refuses credentials of any other account, before anything else is asked of AWS.
 *
 * @param root the checkout
 * @throws MistakeError, AccountGuardError, EnvironmentError
 */
export async function openEnvironment(root: string, name: string): Promise<OpenedEnvironment> {
  const all = loadEnvironments(await environmentFiles(root).readAll());
  const environment = all.find((one) => one.environment.name === name)?.environment;
  if (environment === undefined) {
    const known = all.map((one) => one.environment.name).join(', ');
    throw new UnknownEnvironmentError(`there is no environment "${name}"; known: ${known}`);
  }
  // The emulator is reached by an address, and AWS without one: with neither mixed up nothing can reach the wrong world.
  const hasEndpoint = (process.env['AWS_ENDPOINT_URL'] ?? '') !== '';
  if ((environment.target === 'sandbox') !== hasEndpoint) {
    throw new MistakeError(
      environment.target === 'sandbox'
        ? `${name} is an environment of the sandbox, and AWS_ENDPOINT_URL is not set: "npm run sandbox -- status" prints the variables`
        : `AWS_ENDPOINT_URL is set, and ${name} is an environment of AWS: unset it, or name the environment of the sandbox`,
    );
  }
  // The region of the state first, because everything else needs it; while that one is lost the other one says who asks.
  const regions = [environment.state.region, ...REGIONS.filter((region) => region !== environment.state.region)];
  try {
    const { arn } = await guardAccount(environment, firstThatAnswers(regions));
    return { environment, who: arn };
  } catch (error) {
    if (error instanceof AccountGuardError && nameOf(error.cause) === 'CredentialsProviderError') {
      throw new MistakeError(
        'there are no AWS credentials in this shell, so nothing was done. Log in (for example "aws sso login") and set AWS_PROFILE, then run this again',
        { cause: error },
      );
    }
    throw error;
  }
}

/** @throws MistakeError when it is none of the environment's regions */
export function regionOf(text: string): Region {
  const found = REGIONS.find((region) => region === text);
  if (found === undefined)
    throw new MistakeError(`"${text}" is no region of the database; its regions: ${REGIONS.join(', ')}`);
  return found;
}

function firstThatAnswers(regions: readonly string[]): CallerIdentities {
  return {
    async whoAmI() {
      let failure: unknown;
      for (const region of regions) {
        try {
          return await withinTime(stsCallerIdentity(region).whoAmI(), IDENTITY_LIMIT_MS, systemClock);
        } catch (error) {
          failure = error;
          // An answer, also a refusal, is the same in every region.
          if (!(error instanceof TimeLimitError) && !isNetworkFailure(error)) throw error;
        }
      }
      throw failure;
    },
  };
}

function isNetworkFailure(error: unknown): boolean {
  return /^(?:TimeoutError|ECONN\w+|ENOTFOUND|EAI_AGAIN|ServiceUnavailable\w*|InternalFailure|InternalServerError)$/.test(
    nameOf(error),
  );
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
