import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { RemoteFunction } from '../ports/remote-function';

export interface LambdaFunctionOptions {
  readonly name: string;
  /** Of the function's region. */
  readonly client: LambdaClient;
}

/** A function could not be invoked, or failed; the message names it. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/** A deployed Lambda function. Needs lambda:InvokeFunction. */
export function lambdaFunction({ name, client }: LambdaFunctionOptions): RemoteFunction {
  const invoke = async (request: unknown, type: 'Event' | 'RequestResponse') => {
    try {
      return await client.send(
        new InvokeCommand({ FunctionName: name, InvocationType: type, Payload: JSON.stringify(request) }),
      );
    } catch (error) {
      throw new FunctionError(
        `function ${name} could not be invoked: ${error instanceof Error ? error.message || error.name : String(error)}; ` +
          'check that the environment has been applied and that the role may call lambda:InvokeFunction',
        { cause: error },
      );
    }
  };
  return {
    async start(request) {
      await invoke(request, 'Event');
    },
    async call(request) {
      const { FunctionError: failed, Payload } = await invoke(request, 'RequestResponse');
      const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
      // The function's own words: they carry no secret, because its errors do not.
      if (failed !== undefined) throw new FunctionError(`function ${name} failed: ${text.slice(0, 500)}`);
      try {
        const answer: unknown = JSON.parse(text === '' ? 'null' : text);
        return answer;
      } catch (cause) {
        throw new FunctionError(`function ${name} did not answer in JSON`, { cause });
      }
    },
  };
}
