import { OperationRefusedError, operations, type OperationName, type Operations } from './api';
import type { HttpAnswer } from './http-endpoint';
import type { World } from './world';

/** Answers the control API: `GET /v1/state` and `POST /v1/{operation}`. */
export async function answerControl(world: World, method: string, path: string, body: unknown): Promise<HttpAnswer> {
  if (method === 'GET' && path === '/v1/state') return { status: 200, body: world.state() };
  const name = path.replace(/^\/v1\//, '');
  if (method !== 'POST' || !isOperation(name)) {
    return { status: 404, body: { code: 'InvalidAction', message: `there is no ${method} ${path}` } };
  }
  try {
    await run(name, world.operations, body);
    return { status: 200, body: {} };
  } catch (error) {
    if (error instanceof OperationRefusedError)
      return { status: 400, body: { code: error.code, message: error.message } };
    throw error;
  }
}

async function run(name: OperationName, handlers: Operations, body: unknown): Promise<void> {
  const parsed = operations[name].safeParse(body);
  if (!parsed.success) throw new OperationRefusedError('InvalidParameterValue', parsed.error.message);
  const handler: (body: never) => Promise<void> = handlers[name];
  await Reflect.apply(handler, undefined, [parsed.data]);
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
