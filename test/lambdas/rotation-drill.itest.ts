import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { secretsManagerRotation, secretText } from '../../src/adapters/secrets-manager-rotation';
import { systemClock } from '../../src/adapters/system-clock';
import { localProbe } from '../../src/drill/local-probe';
import { runRotationDrill } from '../../src/drill/rotation/rotation-drill';
import { secretLogins } from '../../src/drill/secret-login';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { emulatorClients } from '../../sandbox/aws-cluster';
import { MemoryLogger } from '../fakes/logger';
import { EAST, RotationStack, WEST } from './rotation-support/stack';

// The committed rotation function, run by the Secrets Manager of the emulator, against real PostgreSQL servers; the drill as the action runs it.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);

let scratch: string;
let sandbox: Sandbox;
let stack: RotationStack;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rotation-drill-'));
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  stack = await RotationStack.create(sandbox, ENVIRONMENT);
  // As the first apply does; it also tells Secrets Manager by which function each is rotated.
  for (const region of [EAST, WEST]) {
    await stack.rotate(region, 'application');
    await stack.rotate(region, 'master');
  }
}, 300_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const nameOf = (user: 'application' | 'master') => (user === 'master' ? NAMES.secret : 'secret-application-test');

function drill(rotationDeadlineMs: number) {
  const sql = stack.connector;
  const writerName = sandbox.dataPlane.state().globals[0]?.endpoint ?? '';
  const credentials = secretsManagerCredentials({
    secretId: NAMES.secret,
    region: EAST,
    client: stack.secrets(EAST),
    maskSecret: () => undefined,
  });
  const probe = localProbe({ sql, clock: systemClock, credentials, writerName });
  return runRotationDrill(
    {
      writerName,
      objectives: ENVIRONMENT.objectives,
      probe: { intervalMs: 200, timeoutMs: 2_000, baselineMs: 4_000 },
      detector: ENVIRONMENT.failover.detector,
      failBack: true,
      faultDeadlineMs: 60_000,
      moveDeadlineMs: 60_000,
      fencingWatchMs: 0,
      redundancyDeadlineMs: 60_000,
      rotationDeadlineMs,
    },
    {
      clock: systemClock,
      logger: new MemoryLogger(),
      sql,
      credentials,
      globalDatabase: rdsGlobalDatabase({
        globalClusterId: NAMES.globalCluster,
        regions: [WEST, EAST],
        clientFor: emulatorClients(sandbox).rds,
      }),
      journal: { append: () => undefined },
      newRunId: randomUUID,
      probes: { in: () => probe },
      secrets: [EAST, WEST].flatMap((region) =>
        (['application', 'master'] as const).map((user) =>
          secretsManagerRotation({ name: nameOf(user), region, user, client: stack.secrets(region) }),
        ),
      ),
      logins: (region) =>
        secretLogins({
          sql,
          writerName,
          read: (user, label) => secretText(nameOf(user), stack.secrets(region))(label),
        }),
    },
  );
}

const writerRegion = () => sandbox.dataPlane.state().globals[0]?.members.find(({ isWriter }) => isWriter)?.region;

test('with the roles swapped every password is changed, and opens the database there and at home', async () => {
  const before = await stack.read(EAST, 'master');
  const result = await drill(60_000);
  expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
  expect(result.runs.map(({ label }) => label)).toEqual(['switchover', 'fail back']);
  expect(result.rotation?.secrets).toEqual([
    expect.objectContaining({ secret: 'secret-application-test in us-west-2', newVersionLogsIn: true }),
    expect.objectContaining({ secret: 'secret-application-test in us-east-1', newVersionLogsIn: true }),
    expect.objectContaining({
      secret: `${NAMES.secret} in us-west-2`,
      newVersionLogsIn: true,
      oldVersionRefused: true,
    }),
    expect.objectContaining({
      secret: `${NAMES.secret} in us-east-1`,
      newVersionLogsIn: true,
      oldVersionRefused: true,
    }),
  ]);
  expect(writerRegion()).toBe(EAST);
  expect((await stack.read(EAST, 'master')).password).not.toBe(before.password);
  expect(await stack.read(WEST, 'master')).toEqual(await stack.read(EAST, 'master'));
}, 240_000);

test('a rotation that does not end is left as it is, and the writer goes home all the same', async () => {
  await stack.freeze.freeze('the test does not let it end', new Date(Date.now() + 600_000));
  const result = await drill(5_000);
  expect(result.verdict).toBe('failed');
  expect(result.reasons.join('; ')).toMatch(
    /secret-application-test in us-west-2 was not rotated: .* within 5 s; .*docs\/runbooks\/rotation-stuck\.md; 3 more secrets/,
  );
  expect(result.runs.map(({ label }) => label)).toEqual(['switchover', 'fail back']);
  expect(writerRegion()).toBe(EAST);
  await stack.login(await stack.read(WEST, 'application'));
}, 240_000);
