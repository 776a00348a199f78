import { z } from 'zod';
import { ACCOUNT, type Sandbox } from './start-sandbox';

/**
 * A REST API that answers `GET /health/{path}` by a function, made through the API of API Gateway.
 *
 * @returns the host name under which it is called
 */
export async function createRestApi(
  sandbox: Sandbox,
  region: string,
  functionName: string,
  path: string,
): Promise<string> {
  const call = async (method: string, place: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox.awsEndpoint}${place}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${region}/apigateway/aws4_request, SignedHeaders=host, Signature=0`,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${place}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const named = z.object({ id: z.string() });
  const { id } = named.parse(await call('POST', '/restapis', { name: `api-${functionName}` }));
  const list = z.object({ item: z.array(z.object({ id: z.string(), path: z.string() })) });
  const { item } = list.parse(await call('GET', `/restapis/${id}/resources`, undefined));
  const root = item.find((resource) => resource.path === '/')?.id ?? '';
  const resource = named.parse(await call('POST', `/restapis/${id}/resources/${root}`, { pathPart: path }));
  const method = `/restapis/${id}/resources/${resource.id}/methods/GET`;
  await call('PUT', method, { authorizationType: 'NONE' });
  const functionArn = `arn:aws:lambda:${region}:${ACCOUNT}:function:${functionName}`;
  await call('PUT', `${method}/integration`, {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  });
  const deployment = named.parse(await call('POST', `/restapis/${id}/deployments`, {}));
  await call('POST', `/restapis/${id}/stages`, { stageName: 'health', deploymentId: deployment.id });
  return `${id}.execute-api.${region}.amazonaws.com`;
}
