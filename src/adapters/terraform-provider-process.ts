import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ProviderDoubt, type VerifiedProvider } from './provider-package';

/** A provider that serves several Terraform commands. */
export interface ProviderProcess {
  /** The value of TF_REATTACH_PROVIDERS, as long as the process lives. */
  reattach(): string | undefined;
  /** Ends it; calling it again is harmless. */
  stop(): Promise<void>;
}

export interface ProviderProcessOptions {
  readonly provider: VerifiedProvider;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long it may take to start, in ms. */
  readonly patienceMs: number;
}

/** So long it has to end by itself, in ms; it holds nothing that could be lost. */
const GRACE_MS = 2_000;

// https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode
const reattachSchema = z.record(
  z.string(),
  z.object({
    Protocol: z.literal('grpc'),
    ProtocolVersion: z.number().int(),
    Pid: z.number().int(),
    Test: z.literal(true),
    Addr: z.object({ Network: z.enum(['unix', 'tcp']), String: z.string().min(1) }),
  }),
);

/**
 * Starts a provider that outlives the commands that use it. It must have been verified: Terraform trusts a provider that it did not start.
 *
 * @throws ProviderDoubt when it does not start as expected; nothing is left running then
 */
export async function startProviderProcess(options: ProviderProcessOptions): Promise<ProviderProcess> {
  const { provider } = options;
  const child = spawn(provider.program, ['-debug'], {
    cwd: options.directory,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own: at Ctrl-C Terraform still needs it to finish what it is doing.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const isGone = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  // When nobody else waits for the signal, this process ends by it at once, without the end that stops the provider.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    kill();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  process.on('exit', kill);
  for (const signal of signals) process.on(signal, onSignal);
  const stop = async (): Promise<void> => {
    try {
      if (isGone()) return;
      child.kill('SIGINT');
      await Promise.race([gone, delay(GRACE_MS, undefined, { ref: false })]);
      if (!isGone()) kill();
      await gone;
    } finally {
      process.off('exit', kill);
      for (const signal of signals) process.off(signal, onSignal);
    }
  };
  try {
    const value = await Promise.race([
      announced(child, provider.name),
      gone.then(() => {
        throw new ProviderDoubt('the provider ended at once');
      }),
      delay(options.patienceMs, undefined, { ref: false }).then(() => {
        throw new ProviderDoubt(`the provider did not start within ${options.patienceMs / 1000} s`);
      }),
    ]);
    return { reattach: () => (isGone() ? undefined : value), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads how to reach it from what it prints. */
async function announced(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) {
      reject(new ProviderDoubt('the provider has no output'));
      return;
    }
    // Read on after that: a full pipe would stop it.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const text = /^\s*TF_REATTACH_PROVIDERS='(.*)'\s*$/.exec(line)?.[1];
      if (text === undefined) return;
      try {
        const [one, ...more] = Object.values(reattachSchema.parse(JSON.parse(text)));
        if (one === undefined || more.length > 0 || one.Pid !== child.pid)
          throw new Error('it speaks of another process');
        // The name by which this configuration knows it; OpenTofu's differs from the one that the program knows.
        resolve(JSON.stringify({ [name]: one }));
      } catch (cause) {
        reject(new ProviderDoubt('the provider does not say as expected how it is reached', { cause }));
      }
    });
  });
}
