import { z } from 'zod';
import { OperationRefusedError, operations, type OperationName, type Operations } from './api';
import type { FunctionNetworks } from './function-networks';
import type { HttpAnswer } from './http-endpoint';
import { NameNotFoundError } from './resolver';
import type { World } from './world';

const nameSchema = z.object({ region: z.string().min(1), name: z.string().min(1) });

/** Answers the control API: `GET /v1/state`, `POST /v1/resolve` and `POST /v1/{operation}`. */
export async function answerControl(
  world: World,
  networks: FunctionNetworks,
  method: string,
  path: string,
  body: unknown,
): Promise<HttpAnswer> {
  if (method === 'GET' && path === '/v1/state') return { status: 200, body: world.state() };
  if (method === 'POST' && path === '/v1/resolve') return resolve(networks, body);
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

async function resolve(networks: FunctionNetworks, body: unknown): Promise<HttpAnswer> {
  const { region, name } = nameSchema.parse(body);
  try {
    return { status: 200, body: { port: await networks.portFor(region, name) } };
  } catch (error) {
    if (error instanceof NameNotFoundError)
      return { status: 404, body: { code: 'NameNotFound', message: error.message } };
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
