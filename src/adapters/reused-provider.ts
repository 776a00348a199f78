import type { Logger } from '../ports/logger';
import type { Terraform } from '../ports/terraform';
import { verifiedProvider } from './provider-package';
import { childEnvironment } from './terraform-environment';
import { startProviderProcess, type ProviderProcess } from './terraform-provider-process';

export interface ReusedProviderOptions {
  /** Directory of the configuration. */
  readonly directory: string;
  /** Directory for providers and modules. */
  readonly dataDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
}

/** Starting takes a second; on a busy machine it takes longer. */
const PATIENCE_MS = 30_000;

export interface ReusingTerraform {
  readonly terraform: Terraform;
  /** Stops the provider, if one was kept; calling it again is harmless. Without it the process outlives the job. */
  stop(): Promise<void>;
}

/**
 * A Terraform whose commands after `init` share one process of the provider: it is started, and its schema is read, once. The provider is
 * started only when it is the only one, and is the one of the lock file; on any doubt Terraform starts its own, as usual.
 *
 * @param terraformWith makes Terraform with these variables, which it has to read anew for each command
 */
export function reusingProvider(
  options: ReusedProviderOptions,
  terraformWith: (environment: NodeJS.ProcessEnv) => Terraform,
): ReusingTerraform {
  let kept: ProviderProcess | undefined;
  const environment: NodeJS.ProcessEnv = { ...options.environment };
  const terraform = terraformWith(environment);
  /** Before each command, because the provider may have ended in the meantime. */
  const attach = (): void => {
    const reattach = kept?.reattach();
    if (reattach === undefined) delete environment['TF_REATTACH_PROVIDERS'];
    else environment['TF_REATTACH_PROVIDERS'] = reattach;
  };
  return {
    terraform: {
      ...terraform,
      async init(backend) {
        await kept?.stop();
        attach();
        await terraform.init(backend);
        kept = await startVerified(options);
      },
      plan(plan) {
        attach();
        return terraform.plan(plan);
      },
      showJson(planFile) {
        attach();
        return terraform.showJson(planFile);
      },
      apply(...all) {
        attach();
        return terraform.apply(...all);
      },
      outputs() {
        attach();
        return terraform.outputs();
      },
    },
    async stop() {
      await kept?.stop();
    },
  };
}

/** Gives `work` a Terraform that keeps its provider, which is stopped when `work` ends, however it ends. */
export async function withReusedProvider<T>(
  options: ReusedProviderOptions,
  terraformWith: (environment: NodeJS.ProcessEnv) => Terraform,
  work: (terraform: Terraform) => Promise<T>,
): Promise<T> {
  const reusing = reusingProvider(options, terraformWith);
  try {
    return await work(reusing.terraform);
  } finally {
    await reusing.stop();
  }
}

async function startVerified(options: ReusedProviderOptions): Promise<ProviderProcess | undefined> {
  const { directory, dataDirectory, logger } = options;
  try {
    // The bundle is read when a provider is configured, and was seen to be missing at the second time in the same process.
    if ((options.environment['AWS_CA_BUNDLE'] ?? '') !== '') throw new Error('AWS_CA_BUNDLE is set');
    const provider = await verifiedProvider(directory, dataDirectory);
    const started = await startProviderProcess({
      provider,
      directory,
      environment: childEnvironment(options.environment, dataDirectory),
      patienceMs: PATIENCE_MS,
    });
    logger.info(`${provider.name} is verified and kept running for the next commands`);
    return started;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn(`the provider is not reused: ${reason}; Terraform starts it for each command, as usual`);
    return undefined;
  }
}
