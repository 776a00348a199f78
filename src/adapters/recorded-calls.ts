import type { RecordedCall } from '../evidence/context';
import type { Clock } from '../ports/clock';

/** What a client of the AWS SDK has to have; every one of version 3 has it. */
export interface RecordableClient {
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
}

type Middleware = <Input extends object, Output extends object>(
  next: (args: { readonly input: Input }) => Promise<{ readonly response: unknown; readonly output: Output }>,
  context: { readonly clientName?: string; readonly commandName?: string },
) => (args: { readonly input: Input }) => Promise<{ readonly response: unknown; readonly output: Output }>;

/** Operations that change nothing. */
const READS = /^(?:Describe|Get|List|Head)/;

/**
 * Tells every order of this client that AWS has carried out, once, however often it was tried. What only looks is not told: a drill asks thousands of
 * times. What was refused has changed nothing, and is in the drill's own errors.
 *
 * @returns the same client
 */
export function recordingCalls<Client extends RecordableClient>(
  client: Client,
  clock: Pick<Clock, 'monotonicMs'>,
  told: (call: RecordedCall) => void,
): Client {
  client.middlewareStack.add(
    (next, { clientName = 'unknown', commandName = 'unknown' }) =>
      async (args) => {
        const atMs = clock.monotonicMs();
        const result = await next(args);
        const operation = commandName.replace(/Command$/, '');
        if (!READS.test(operation))
          told({
            atMs,
            service: clientName.replace(/Client$/, ''),
            operation,
            region: await client.config.region(),
            requestId: requestIdOf(result.output),
          });
        return result;
      },
    { step: 'initialize', name: 'recordingCalls' },
  );
  return client;
}

function requestIdOf(output: object): string {
  const metadata: unknown = '$metadata' in output ? output.$metadata : undefined;
  const id: unknown =
    typeof metadata === 'object' && metadata !== null && 'requestId' in metadata ? metadata.requestId : undefined;
  return typeof id === 'string' ? id : 'unknown';
}
