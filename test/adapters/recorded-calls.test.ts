import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeGlobalClustersCommand, RDSClient, SwitchoverGlobalClusterCommand } from '@aws-sdk/client-rds';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { recordingCalls } from '../../src/adapters/recorded-calls';
import type { RecordedCall } from '../../src/evidence/context';

let server: Server;
let failures = 0;
let calls: RecordedCall[];

/** Answers every service with next to nothing, and the first `failures` calls with an error of its own. */
beforeEach(async () => {
  failures = 0;
  calls = [];
  let requests = 0;
  server = createServer((request, response) => {
    request.resume();
    const status = failures-- > 0 ? 500 : request.url?.includes('refused') === true ? 403 : 200;
    const isXml = request.headers['content-type']?.includes('urlencoded') === true;
    response.writeHead(status, { 'x-amzn-requestid': `request-${++requests}` });
    response.end(isXml ? '<R><SwitchoverGlobalClusterResult/></R>' : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

function settings(region: string) {
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    endpoint: `http://127.0.0.1:${port ?? 0}`,
    region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'not-a-secret' },
  };
}

const record = (call: RecordedCall) => calls.push(call);
/** Each look at it takes a second. */
const clock = () => {
  let nowMs = 0;
  return { monotonicMs: () => (nowMs += 1_000) };
};

test('orders are told with service, region and the id of the request; what only looks is not', async () => {
  const rds = recordingCalls(new RDSClient(settings('us-east-1')), clock(), record);
  const secrets = recordingCalls(new SecretsManagerClient(settings('us-west-2')), clock(), record);
  const lambda = recordingCalls(new LambdaClient(settings('us-west-2')), clock(), record);
  await rds.send(new DescribeGlobalClustersCommand({}));
  await rds.send(
    new SwitchoverGlobalClusterCommand({ GlobalClusterIdentifier: 'a', TargetDbClusterIdentifier: 'arn:b' }),
  );
  await secrets.send(new GetSecretValueCommand({ SecretId: 'a' }));
  await secrets.send(new DescribeSecretCommand({ SecretId: 'a' }));
  await secrets.send(new RotateSecretCommand({ SecretId: 'a' }));
  await lambda.send(new InvokeCommand({ FunctionName: 'probe' }));
  expect(calls).toEqual([
    { atMs: 2_000, service: 'RDS', operation: 'SwitchoverGlobalCluster', region: 'us-east-1', requestId: 'request-2' },
    { atMs: 3_000, service: 'SecretsManager', operation: 'RotateSecret', region: 'us-west-2', requestId: 'request-5' },
    { atMs: 1_000, service: 'Lambda', operation: 'Invoke', region: 'us-west-2', requestId: 'request-6' },
  ]);
});

test('an order that was tried again is told once, with the id of the one that was carried out', async () => {
  failures = 1;
  const secrets = recordingCalls(new SecretsManagerClient(settings('us-west-2')), clock(), record);
  await secrets.send(new RotateSecretCommand({ SecretId: 'a' }));
  expect(calls).toEqual([
    { atMs: 1_000, service: 'SecretsManager', operation: 'RotateSecret', region: 'us-west-2', requestId: 'request-2' },
  ]);
});

test('an order that was refused is not told', async () => {
  const lambda = recordingCalls(new LambdaClient(settings('us-west-2')), clock(), record);
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'refused' }))).rejects.toThrow();
  expect(calls).toEqual([]);
});
