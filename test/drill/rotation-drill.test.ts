import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { JournalRecord } from '../../src/drill/journal';
import { localProbe } from '../../src/drill/local-probe';
import type { RotationDrillRequest } from '../../src/drill/rotation/request';
import { runRotationDrill } from '../../src/drill/rotation/rotation-drill';
import { secretLogins } from '../../src/drill/secret-login';
import { CURRENT } from '../../src/ports/secret-versions';
import { PREVIOUS, type LoginLabel, type RotatingSecret, type SecretUser } from '../../src/ports/secret-rotation';
import { SqlError } from '../../src/ports/sql';
import { MemoryLogger } from '../fakes/logger';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const loginSchema = z.object({ username: z.string(), password: z.string() });
const EAST = 'us-east-1';
const WEST = 'us-west-2';

const REQUEST: RotationDrillRequest = {
  writerName: WRITER_NAME,
  objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
  probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
  detector: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
  failBack: true,
  faultDeadlineMs: 120_000,
  moveDeadlineMs: 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60_000,
  rotationDeadlineMs: 60_000,
};

/** Users and secrets of an environment, as docs/rotation.md describes them. */
class Passwords {
  /** By user: what opens the database. */
  readonly valid = new Map<string, string>([['dr_admin', 'master-0']]);
  readonly secrets = new Map<string, { current: string; previous: string | undefined }>();
  readonly rotated: string[] = [];
  /** Secrets whose rotation never ends. */
  readonly stuck = new Set<string>();
  keepsOldMaster = false;
  forgetsOtherRegion = false;
  locksOldUserOut = false;
  private count = 0;

  constructor(private readonly clock: VirtualClock) {
    for (const region of [EAST, WEST]) {
      this.secrets.set(`master ${region}`, { current: this.text('dr_admin', 'master-0'), previous: undefined });
      this.valid.set(`${region}_a`, 'application-0');
      this.secrets.set(`application ${region}`, {
        current: this.text(`${region}_a`, 'application-0'),
        previous: undefined,
      });
    }
  }

  secret(user: SecretUser, region: string): RotatingSecret {
    const key = `${user} ${region}`;
    const done = new Set<string>();
    return {
      name: user === 'master' ? 'secret-database-test' : 'secret-application-test',
      region,
      user,
      begin: async () => {
        const versionId = `version-${++this.count}`;
        this.rotated.push(key);
        if (!this.stuck.has(key)) {
          void this.clock.sleep(3_000).then(() => {
            this.rotate(user, region, `${user}-${this.count}`);
            done.add(versionId);
          });
        }
        await this.clock.sleep(100);
        return versionId;
      },
      isDone: (versionId) => Promise.resolve(done.has(versionId)),
    };
  }

  read(region: string, user: SecretUser, label: LoginLabel): string | undefined {
    const secret = this.secrets.get(`${user} ${region}`);
    return label === CURRENT ? secret?.current : secret?.previous;
  }

  private rotate(user: SecretUser, region: string, password: string): void {
    const change = (at: string, username: string) => {
      const secret = this.secrets.get(`${user} ${at}`);
      if (secret !== undefined)
        this.secrets.set(`${user} ${at}`, { current: this.text(username, password), previous: secret.current });
    };
    if (user === 'master') {
      if (!this.keepsOldMaster) this.valid.delete('dr_admin');
      this.valid.set(this.keepsOldMaster ? 'dr_admin_new' : 'dr_admin', password);
      for (const at of [EAST, WEST]) {
        if (at === region || !this.forgetsOtherRegion) change(at, this.keepsOldMaster ? 'dr_admin_new' : 'dr_admin');
      }
      return;
    }
    const current = this.secrets.get(`application ${region}`)?.current ?? '';
    const [now, next] = current.includes('_a"') ? ['_a', '_b'] : ['_b', '_a'];
    if (this.locksOldUserOut) this.valid.delete(`${region}${now}`);
    this.valid.set(`${region}${next}`, password);
    change(region, `${region}${next}`);
  }

  private text(username: string, password: string): string {
    return JSON.stringify({
      engine: 'postgres',
      host: CREDENTIALS.host,
      port: 5432,
      dbname: 'app',
      ssl: true,
      username,
      password,
    });
  }
}

function setUp() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const passwords = new Passwords(clock);
  const journal: JournalRecord[] = [];
  const logger = new MemoryLogger();
  const sql = {
    connect: async (...[target, timeoutMs]: Parameters<TwoRegions['connect']>) => {
      const session = await world.connect(target, timeoutMs);
      if (target !== CREDENTIALS && passwords.valid.get(target.username) !== target.password) {
        throw new SqlError('password authentication failed', 'not-executed', '28P01');
      }
      return session;
    },
  };
  let runs = 0;
  const master = () => {
    const { username, password } = loginSchema.parse(JSON.parse(passwords.read(EAST, 'master', CURRENT) ?? '{}'));
    return Promise.resolve({ ...CREDENTIALS, username, password });
  };
  const credentials = { read: master };
  const probe = localProbe({ sql, clock, credentials, writerName: WRITER_NAME });
  const ports = {
    globalDatabase: world,
    probes: { in: () => probe },
    sql,
    clock,
    logger,
    credentials,
    journal: { append: (record: JournalRecord) => void journal.push(record) },
    newRunId: () => `run-${++runs}`,
    secrets: [EAST, WEST].flatMap((region) => [
      passwords.secret('master', region),
      passwords.secret('application', region),
    ]),
    logins: (region: string) =>
      secretLogins({
        sql,
        writerName: WRITER_NAME,
        read: (user, label) => Promise.resolve(passwords.read(region, user, label)),
      }),
  };
  return { clock, world, passwords, journal, logger, ports };
}

describe('the rotation drill', () => {
  test('passes: with the other region writing every password is changed, felt by nobody, and survives the way back', async () => {
    const { clock, world, passwords, journal, logger, ports } = setUp();
    const result = await clock.run(runRotationDrill(REQUEST, ports));
    expect(result).toMatchObject({ kind: 'rotation', verdict: 'passed', reasons: [] });
    expect(result.runs.map((run) => [run.label, run.fromRegion, run.toRegion, run.verdict])).toEqual([
      ['switchover', EAST, WEST, 'passed'],
      ['fail back', WEST, EAST, 'passed'],
    ]);
    expect(passwords.rotated).toEqual([
      'application us-west-2',
      'application us-east-1',
      'master us-west-2',
      'master us-east-1',
    ]);
    expect(result.rotation?.region).toBe(WEST);
    expect(result.rotation?.secrets).toEqual([
      { secret: 'secret-application-test in us-west-2', rotationMs: expect.any(Number), newVersionLogsIn: true },
      { secret: 'secret-application-test in us-east-1', rotationMs: expect.any(Number), newVersionLogsIn: true },
      {
        secret: 'secret-database-test in us-west-2',
        rotationMs: expect.any(Number),
        newVersionLogsIn: true,
        oldVersionRefused: true,
      },
      {
        secret: 'secret-database-test in us-east-1',
        rotationMs: expect.any(Number),
        newVersionLogsIn: true,
        oldVersionRefused: true,
      },
    ]);
    for (const { rotationMs } of result.rotation?.secrets ?? []) {
      expect(rotationMs).toBeGreaterThanOrEqual(3_000);
      expect(rotationMs).toBeLessThanOrEqual(4_200);
    }
    expect(world.writer).toBe(EAST);
    const phases = journal.flatMap((line) => (line.type === 'phase' ? [line.phase] : []));
    expect(phases.filter((phase) => phase.startsWith('rotation of'))).toHaveLength(4);
    // No password anywhere.
    expect(JSON.stringify([result, journal, logger])).not.toMatch(/(?:master|application)-\d/);
  });

  test('fails back although a rotation does not end, and leaves the rest as it is', async () => {
    const { clock, world, passwords, ports } = setUp();
    passwords.stuck.add('application us-east-1');
    const result = await clock.run(runRotationDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(
      /secret-application-test in us-east-1 was not rotated: the new version has not become the current one within 60 s.*docs\/runbooks\/rotation-stuck\.md; 2 more secrets were not rotated/,
    );
    expect(passwords.rotated).toEqual(['application us-west-2', 'application us-east-1']);
    expect(result.runs.map(({ label }) => label)).toEqual(['switchover', 'fail back']);
    expect(world.writer).toBe(EAST);
    expect(result.rotation?.secrets[1]).toMatchObject({ newVersionLogsIn: false, error: expect.any(String) });
  });

  test.each<[string, (passwords: Passwords) => void, RegExp]>([
    [
      'the old password of the master still works',
      (passwords) => {
        passwords.keepsOldMaster = true;
      },
      /the old password of secret-database-test in us-west-2 still opens the database/,
    ],
    [
      'the other region keeps another password of the master',
      (passwords) => {
        passwords.forgetsOtherRegion = true;
      },
      /secret-database-test in us-east-1 after the other region rotated it does not open the database \(refused\)/,
    ],
    [
      'applications are locked out that remember their password',
      (passwords) => {
        passwords.locksOldUserOut = true;
      },
      /the password before that of secret-application-test in us-west-2 is refused/,
    ],
  ])('fails when %s', async (_name, breakIt, reason) => {
    const { clock, passwords, ports } = setUp();
    breakIt(passwords);
    const result = await clock.run(runRotationDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(reason);
  });

  test('fails when a login of an application fails meanwhile', async () => {
    const { clock, passwords, ports } = setUp();
    const { logins } = ports;
    let count = 0;
    const result = await clock.run(
      runRotationDrill(REQUEST, {
        ...ports,
        logins: (region) => ({
          logIn: (user, label) =>
            user === 'application' && label === CURRENT && ++count === 5
              ? Promise.reject(new SqlError('connection reset', 'unknown', undefined))
              : logins(region).logIn(user, label),
        }),
      }),
    );
    expect(passwords.rotated).toHaveLength(4);
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(
      /1 of \d+ logins of applications failed meanwhile; the first: us-.*connection reset/,
    );
  });

  test('rotates nothing when the writer was not moved', async () => {
    const { clock, world, passwords, ports } = setUp();
    world.promotes = false;
    const result = await clock.run(runRotationDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons).toEqual(['nothing was rotated, because the writer was not moved']);
    expect(passwords.rotated).toEqual([]);
  });

  test('is not run while a move is under way', async () => {
    const { clock, world, passwords, ports } = setUp();
    const status = await world.describe();
    world.describe = () => Promise.resolve({ ...status, failoverState: { status: 'switching-over' } });
    const result = await clock.run(runRotationDrill(REQUEST, ports));
    expect(result).toMatchObject({ verdict: 'not-run', runs: [] });
    expect(passwords.rotated).toEqual([]);
  });
});

describe('a login with a secret', () => {
  const login = (text: string | undefined, failure?: Error) =>
    secretLogins({
      writerName: WRITER_NAME,
      read: () => Promise.resolve(text),
      sql: {
        connect: (target) => {
          expect(target).toMatchObject({ host: WRITER_NAME, tlsServerName: 'global.example' });
          return failure === undefined
            ? Promise.resolve({ query: () => Promise.resolve([{ instance: 'i-1' }]), close: () => Promise.resolve() })
            : Promise.reject(failure);
        },
      },
    }).logIn('application', PREVIOUS);
  const secret = JSON.stringify({
    engine: 'postgres',
    host: 'global.example',
    port: 5432,
    dbname: 'app',
    username: 'u',
    password: 'p',
  });

  test('says which instance took the write, whether the password was refused, or that there is none', async () => {
    expect(await login(secret)).toEqual({ outcome: 'logged-in', instance: 'i-1' });
    expect(await login(undefined)).toEqual({ outcome: 'no-password' });
    expect(await login(JSON.stringify({ ...JSON.parse(secret), password: undefined }))).toEqual({
      outcome: 'no-password',
    });
    const refused = new SqlError('password authentication failed', 'not-executed', '28P01');
    expect(await login(secret, refused)).toEqual({ outcome: 'refused' });
  });

  test('does not take another failure for a refusal', async () => {
    const timedOut = new SqlError('connection timed out', 'not-executed', undefined);
    await expect(login(secret, timedOut)).rejects.toThrow('connection timed out');
  });
});
