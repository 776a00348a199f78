import { createServer as createTcpServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { z } from 'zod';
import {
  chooseRecord,
  NEW_CHECK,
  nextOpinion,
  parseHealthCheck,
  statusOf,
  UnknownHealthCheckError,
  type CheckDefinition,
} from '../../sandbox/route53/health-checks';
import { probeEndpoint } from '../../sandbox/route53/probe-endpoint';

const METRIC: CheckDefinition = {
  kind: 'metric',
  alarm: { region: 'us-east-1', name: 'a' },
  withoutData: 'LastKnownStatus',
  isInverted: false,
};
const both = (children: readonly string[], healthThreshold = 2): CheckDefinition => ({
  kind: 'calculated',
  children,
  healthThreshold,
  isInverted: false,
});

describe('the opinion of a checker', () => {
  const after = (answers: string, threshold: number) =>
    Array.from(answers).reduce((opinion, answer) => nextOpinion(opinion, answer === '+', threshold), NEW_CHECK)
      .isHealthy;

  test.each([
    ['', 3, true],
    ['--', 3, true],
    ['---', 3, false],
    ['--+--', 3, true],
    ['---++', 3, false],
    ['---+++', 3, true],
    ['---++-++', 3, false],
    ['-', 1, false],
    ['-+', 1, true],
  ])('after "%s" with a threshold of %d: healthy %p', (answers, threshold, isHealthy) => {
    expect(after(answers, threshold)).toBe(isHealthy);
  });
});

describe('the status of a check', () => {
  const definitions = new Map<string, CheckDefinition>([
    ['endpoint', { ...METRIC }],
    ['engine', METRIC],
    ['inverted', { ...METRIC, isInverted: true }],
    ['all', both(['endpoint', 'engine'])],
    ['any', both(['endpoint', 'engine'], 1)],
    ['none needed', both(['endpoint', 'engine'], 0)],
    ['with one that is gone', both(['endpoint', 'deleted'])],
  ]);

  test.each([
    ['all', {}, true],
    ['all', { endpoint: false }, false],
    ['any', { endpoint: false }, true],
    ['any', { endpoint: false, engine: false }, false],
    ['none needed', { endpoint: false, engine: false }, true],
    ['inverted', {}, false],
    ['inverted', { inverted: false }, true],
    ['with one that is gone', {}, true],
    ['unknown', {}, true],
  ])('%s of %j is %p', (id, known, isHealthy) => {
    expect(statusOf(id, definitions, new Map(Object.entries(known)))).toBe(isHealthy);
  });
});

test('a definition has the defaults of the API, and a kind that is not understood is an error', () => {
  expect(
    parseHealthCheck({
      Id: 'c',
      CallerReference: 'r',
      HealthCheckVersion: 1,
      HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example' },
    }).definition,
  ).toEqual({
    kind: 'endpoint',
    host: 'a.example',
    port: 443,
    path: '/',
    intervalSeconds: 30,
    failureThreshold: 3,
    isInverted: false,
  });
  expect(() =>
    parseHealthCheck({
      Id: 'c',
      CallerReference: 'r',
      HealthCheckVersion: 1,
      HealthCheckConfig: { Type: 'HTTPS_STR_MATCH', FullyQualifiedDomainName: 'a.example' },
    }),
  ).toThrow(UnknownHealthCheckError);
});

describe('failover records', () => {
  test.each([
    [true, true, 'PRIMARY'],
    [true, false, 'PRIMARY'],
    [false, true, 'SECONDARY'],
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-problems.html: somebody has to answer.
    [false, false, 'PRIMARY'],
  ])('primary healthy %p, secondary healthy %p: %s answers', (primary, secondary, role) => {
    expect(
      chooseRecord([
        { role: 'SECONDARY', isHealthy: secondary },
        { role: 'PRIMARY', isHealthy: primary },
      ])?.role,
    ).toBe(role);
  });
});

describe('asking an endpoint', () => {
  const servers: Server[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return z.object({ port: z.number() }).parse(server.address()).port;
  }

  async function endpoint(answer: (path: string) => { readonly status: number; readonly afterMs: number }) {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'not the right name' }]);
    return listen(
      createTlsServer({ cert, key }, (request, response) => {
        const { status, afterMs } = answer(request.url ?? '');
        setTimeout(() => response.writeHead(status).end(), afterMs);
      }),
    );
  }

  const never = new AbortController().signal;

  test.each([
    [200, 0, true],
    [302, 0, true],
    [404, 0, false],
    [503, 0, false],
    [200, 500, true],
    [200, 2_500, false],
  ])('status %d after %d ms: %p; the certificate does not matter', async (status, afterMs, isWell) => {
    const port = await endpoint((path) => ({ status: path === '/health/writer' ? status : 500, afterMs }));
    expect(await probeEndpoint(port, 'a.example', '/health/writer', never)).toBe(isWell);
  });

  test('a connection that says nothing costs two seconds and no more', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        // Reads the greeting and keeps silent.
        socket.resume().on('error', () => undefined);
      }),
    );
    const began = performance.now();
    expect(await probeEndpoint(port, 'a.example', '/', never)).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  test('nobody there, and an interrupted question: no', async () => {
    const port = await endpoint(() => ({ status: 200, afterMs: 1_000 }));
    const ended = new AbortController();
    const asking = probeEndpoint(port, 'a.example', '/', ended.signal);
    ended.abort();
    expect(await asking).toBe(false);
    expect(await probeEndpoint(1, 'a.example', '/', never)).toBe(false);
  });
});
