import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FailoverGlobalClusterCommand, SwitchoverGlobalClusterCommand } from '@aws-sdk/client-rds';
import { CancelRotateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { STEP_NAMES } from '../../src/rotation/step';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { emulatorClients } from '../../sandbox/aws-cluster';
import { FunctionProcess } from '../../sandbox/function-process';
import { EAST, RotationStack, WEST, type SecretKind } from './rotation-support/stack';
import { Traffic } from './rotation-support/traffic';

// The committed zip, deployed in the emulator and run by its Secrets Manager, against real PostgreSQL servers with TLS.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const KINDS: readonly SecretKind[] = ['master', 'application'];

let scratch: string;
let sandbox: Sandbox;
let stack: RotationStack;
const copies = new Set<FunctionProcess>();
const applications = new Set<Traffic>();

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rotation-test-'));
  sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  stack = await RotationStack.create(sandbox, ENVIRONMENT);
  // As the first apply does: the application secrets begin without a password.
  for (const region of [EAST, WEST]) await stack.rotate(region, 'application');
}, 240_000);

afterEach(async () => {
  await Promise.all([...copies, ...applications].map((running) => running.stop()));
  copies.clear();
  applications.clear();
  await stack.freeze.thaw();
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const servers = () =>
  [...sandbox.dataPlane.world.clusters.values()].flatMap((cluster) => [...cluster.instances.values()]);
const logs = () =>
  servers()
    .map(({ server }) => readFileSync(`${server.dataDirectory}.log`, 'utf8'))
    .join('\n');

/** A copy of the function that Secrets Manager does not know of, to be broken. */
async function copyOf(
  region: string,
  settings: Readonly<Record<string, string>> = {},
  network = sandbox.dataPlane.functionNetwork,
) {
  const copy = await FunctionProcess.start('rotation', region, { ...stack.settings(region), ...settings }, network);
  copies.add(copy);
  return copy;
}

function traffic(region: string, rememberMs: number): Traffic {
  const started = new Traffic(stack, region, rememberMs);
  applications.add(started);
  return started;
}

const event = (region: string, kind: SecretKind, Step: string, ClientRequestToken: string) => ({
  Step,
  SecretId: stack.arn(region, kind),
  ClientRequestToken,
});

describe('rotation by the deployed function (K2, K3, K4)', () => {
  test('the first rotation has made the application user of each region, who owns nothing by himself', async () => {
    for (const region of [EAST, WEST]) {
      const secret = await stack.read(region, 'application');
      expect(secret.username).toBe(`application_${region.replaceAll('-', '_')}_a`);
      expect(secret.password).toMatch(/^(?=.*[^A-Za-z0-9])[^/@"\s]{40}$/);
      const { host, port, dbname: database, username, password } = secret;
      const session = await stack.connector.connect(
        { host, port, database, username, password, tlsServerName: host },
        5_000,
      );
      await session.query(`CREATE TABLE made_in_${region.replaceAll('-', '_')} (id int)`);
      const owners = await session.query(`SELECT tableowner FROM pg_tables WHERE tablename LIKE 'made_in_%'`);
      expect(new Set(owners.map(({ tableowner }) => tableowner))).toEqual(new Set(['application']));
      await session.close();
    }
  });

  test('the second user may change what the first one made', async () => {
    await stack.rotate(EAST, 'application');
    const { host, port, dbname: database, username, password } = await stack.read(EAST, 'application');
    expect(username).toBe('application_us_east_1_b');
    const session = await stack.connector.connect(
      { host, port, database, username, password, tlsServerName: host },
      5_000,
    );
    await session.query('ALTER TABLE made_in_us_east_1 ADD COLUMN note text');
    await session.close();
  });

  test('the master user gets another password, known in both regions, and the old one is refused', async () => {
    const before = await stack.read(EAST, 'master');
    await stack.rotate(EAST, 'master');
    const after = await stack.read(EAST, 'master');
    expect(after.password).not.toBe(before.password);
    expect(await stack.read(WEST, 'master')).toEqual(after);
    await stack.login(after);
    await expect(stack.login(before)).rejects.toThrow('password authentication failed');
    await stack.rotate(WEST, 'master');
    expect(await stack.read(EAST, 'master')).toEqual(await stack.read(WEST, 'master'));
    await stack.login(await stack.read(EAST, 'master'));
  });

  test('under application traffic in both regions no login and no live session fails', async () => {
    // Remembering for longer than a rotation takes: what was read before it has to go on working.
    const both = [traffic(EAST, 3_000), traffic(WEST, 3_000)];
    for (let turn = 0; turn < 4; turn++) {
      await Promise.all([stack.rotate(EAST, 'application'), stack.rotate(WEST, 'application')]);
      const rotatedAt = Date.now();
      await stack.rotate(turn % 2 === 0 ? EAST : WEST, 'master');
      // Nobody remembers a secret over two rotations, which are days apart: what was read just before this one has to be forgotten.
      await delay(Math.max(0, 4_000 - (Date.now() - rotatedAt)));
    }
    for (const application of both) {
      const { logins, queries, users, failures } = await application.stop();
      expect(failures).toEqual([]);
      expect(logins).toBeGreaterThan(100);
      expect(queries).toBeGreaterThan(100);
      expect(users.size).toBe(2);
    }
  }, 120_000);

  test('neither password is in the log of a server, even when it logs every statement (K5)', async () => {
    const everything = async (value: string) => {
      for (const { server } of servers()) {
        await server.query(`ALTER SYSTEM SET log_statement = '${value}'`).catch(() => undefined);
        await server.query('SELECT pg_reload_conf()');
      }
    };
    await everything('all');
    const passwords: string[] = [];
    for (const kind of KINDS) {
      await stack.rotate(EAST, kind);
      passwords.push((await stack.read(EAST, kind)).password);
    }
    await everything('none');
    const text = logs();
    expect(text).toMatch(/ALTER ROLE "?dr_admin"? PASSWORD 'SCRAM-SHA-256\$4096:/);
    expect(text).toMatch(/ALTER ROLE "?application_us_east_1_[ab]"? LOGIN PASSWORD 'SCRAM-SHA-256\$4096:/);
    for (const password of passwords) expect(text.includes(password)).toBe(false);
  });
});

describe.each(KINDS)('a function that dies while it rotates the %s secret', (kind) => {
  // At many moments of every step; a number of ms and not a call, because that is how functions die.
  test.each([10, 40, 120])('killed %i ms into each step, the repetition ends it well', async (ms) => {
    const application = traffic(EAST, 500);
    const versionId = crypto.randomUUID();
    // Nothing but an announced version: what RotateSecret leaves before it invokes the function.
    await stack.freeze.freeze('until the test has announced the version', new Date(Date.now() + 60_000));
    await stack.begin(EAST, kind, versionId);
    await stack.secrets(EAST).send(new CancelRotateSecretCommand({ SecretId: stack.arn(EAST, kind) }));
    await delay(1_200);
    await stack.freeze.thaw();

    for (const step of STEP_NAMES) {
      const victim = await copyOf(EAST);
      void victim.invoke(event(EAST, kind, step, versionId)).catch(() => undefined);
      await delay(ms);
      await victim.stop();
      copies.delete(victim);
      const survivor = await copyOf(EAST);
      await survivor.invoke(event(EAST, kind, step, versionId));
      await survivor.stop();
      copies.delete(survivor);
    }
    expect(await stack.labelsOf(EAST, kind, versionId)).toContain('AWSCURRENT');
    await stack.login(await stack.read(EAST, kind));
    await stack.login(await stack.read(WEST, 'master'));
    expect(await stack.read(WEST, 'master')).toEqual(await stack.read(EAST, 'master'));
    expect((await application.stop()).failures).toEqual([]);
  });
});

describe('a rotation is refused', () => {
  test.each(KINDS)('while a move freezes it; the %s secret is rotated once the freeze has ended', async (kind) => {
    await stack.freeze.freeze('us-west-2 is being promoted', new Date(Date.now() + 60_000));
    const before = await stack.read(EAST, kind);
    const versionId = await stack.begin(EAST, kind);
    await delay(1_500);
    expect(await stack.labelsOf(EAST, kind, versionId)).toEqual(['AWSPENDING']);
    expect(await stack.read(EAST, kind)).toEqual(before);
    await stack.login(before);
    await stack.freeze.thaw();
    await stack.untilCurrent(EAST, kind, versionId);
    await stack.login(await stack.read(EAST, kind));
  });

  test('on a server that follows', async () => {
    const { readerEndpoint = '' } = sandbox.dataPlane.state().clusters.find(({ region }) => region === WEST) ?? {};
    const secret = await stack.read(WEST, 'master');
    const put = (host: string) =>
      stack.secrets(WEST).send(
        new PutSecretValueCommand({
          SecretId: stack.arn(WEST, 'master'),
          SecretString: JSON.stringify({ ...secret, host }),
        }),
      );
    await put(readerEndpoint);
    try {
      const copy = await copyOf(WEST);
      const versionId = crypto.randomUUID();
      await copy.invoke(event(WEST, 'master', 'createSecret', versionId));
      await expect(copy.invoke(event(WEST, 'master', 'setSecret', versionId))).rejects.toThrow(
        'leads to a server that takes no writes',
      );
      await stack.giveUp(WEST, 'master', versionId);
    } finally {
      await put(secret.host);
    }
    await stack.login(secret);
  });

  test('when the certificate is not one of the authorities that are trusted (verify-full)', async () => {
    const stranger = join(scratch, 'stranger.pem');
    writeFileSync(stranger, (await generate([{ name: 'commonName', value: 'Another CA' }])).cert);
    const copy = await copyOf(EAST, {}, { ...sandbox.dataPlane.functionNetwork, caFile: stranger });
    const before = await stack.read(EAST, 'master');
    const versionId = crypto.randomUUID();
    await copy.invoke(event(EAST, 'master', 'createSecret', versionId));
    await expect(copy.invoke(event(EAST, 'master', 'setSecret', versionId))).rejects.toThrow(/certificate/);
    await stack.giveUp(EAST, 'master', versionId);
    await stack.login(before);
  });

  test('for a secret that is not the function’s', async () => {
    const copy = await copyOf(EAST);
    await expect(copy.invoke(event(WEST, 'application', 'createSecret', crypto.randomUUID()))).rejects.toThrow(
      'is not a secret that this function rotates',
    );
  });
});

describe('with the roles swapped', () => {
  test('after a switchover both regions rotate at the new writer', async () => {
    const [global] = sandbox.dataPlane.state().globals;
    const arnOf = (region: string) => `arn:aws:rds:${region}:${ENVIRONMENT.account}:cluster:aurora-${region}-sbx`;
    await emulatorClients(sandbox)
      .rds(EAST)
      .send(
        new SwitchoverGlobalClusterCommand({
          GlobalClusterIdentifier: global?.globalClusterId,
          TargetDbClusterIdentifier: arnOf(WEST),
        }),
      );
    // Asked for in the midst of the move: it is done when that is over.
    const versions = await Promise.all(
      [EAST, WEST].map(async (region) => [region, await stack.begin(region, 'application')] as const),
    );
    for (const [region, versionId] of versions) {
      await stack.untilCurrent(region, 'application', versionId);
      await stack.login(await stack.read(region, 'application'));
    }
    expect(sandbox.dataPlane.state().globals[0]?.members.find(({ isWriter }) => isWriter)?.region).toBe(WEST);
    await stack.rotate(EAST, 'master');
    await stack.login(await stack.read(WEST, 'master'));
  }, 120_000);

  test('after the loss of the writer’s region and a failover, the surviving region rotates both secrets', async () => {
    await sandbox.dataPlane.killRegion(WEST);
    const [global] = sandbox.dataPlane.state().globals;
    await emulatorClients(sandbox)
      .rds(EAST)
      .send(
        new FailoverGlobalClusterCommand({
          GlobalClusterIdentifier: global?.globalClusterId,
          TargetDbClusterIdentifier: `arn:aws:rds:${EAST}:${ENVIRONMENT.account}:cluster:aurora-${EAST}-sbx`,
          AllowDataLoss: true,
        }),
      );
    for (const kind of KINDS) {
      const versionId = await stack.begin(EAST, kind);
      await stack.untilCurrent(EAST, kind, versionId);
      await stack.login(await stack.read(EAST, kind));
    }
    sandbox.dataPlane.recoverRegion(WEST);
    await sandbox.dataPlane.world.idle();
    await stack.rotate(WEST, 'application');
    await stack.login(await stack.read(WEST, 'application'));
  }, 120_000);
});
